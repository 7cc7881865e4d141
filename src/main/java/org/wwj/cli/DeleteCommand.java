package org.wwj.cli;

import java.util.List;
import org.wwj.net.HostList;
import org.wwj.registry.Definition;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;

/** {@code delete}. */
abstract class DeleteCommand extends DefinitionCommand {
  DeleteCommand(Kind kind) {
    super(kind);
  }

  @Override
  public Integer call() {
    List<String> wanted = given();
    Proposal.Edit edit =
        (file, text, notes) -> {
          NodesEdit changes = new NodesEdit();
          for (Definition definition : existing(file, wanted)) {
            String name = definition.name();
            if (kind == Kind.PROFILE) {
              List<String> users =
                  file.nodes().values().stream()
                      .filter(node -> node.profiles().contains(name))
                      .map(Definition::name)
                      .toList();
              if (!users.isEmpty()) {
                notes.add(name, "is used by " + HostList.compress(users));
              }
            }
            changes.delete(kind, name);
          }
          return changes.text(file.file(), text);
        };
    return change().run(edit, Telling.of(kind, "Delete", "delete", "Deleted", ""));
  }
}
