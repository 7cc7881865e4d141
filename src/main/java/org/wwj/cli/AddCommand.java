package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.wwj.config.ConfigException;
import org.wwj.config.YamlEdit;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;

/** {@code add}: asks nothing, as nothing that is there changes. */
abstract class AddCommand extends DefinitionCommand {
  AddCommand(Kind kind) {
    super(kind);
  }

  @Override
  public Integer call() {
    List<String> wanted = given();
    FieldFlags flags = new FieldFlags(spec().commandLine());
    List<Map<FieldKey, YamlEdit>> changes = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      changes.add(flags.changes(i));
    }
    refuseShared(wanted.size(), changes.getFirst(), false);
    String added =
        wanted.stream()
            .map(name -> "Added " + kind.word() + ": " + name)
            .collect(Collectors.joining("\n"));
    return change().run(edit(wanted, changes), Telling.of(kind, "", "add", "", "").done(added));
  }

  private Proposal.Edit edit(List<String> wanted, List<Map<FieldKey, YamlEdit>> changes) {
    return (file, text, notes) -> {
      NodesEdit edit = new NodesEdit();
      FieldKey profiles = FieldKey.of(Field.PROFILES);
      for (int i = 0; i < wanted.size(); i++) {
        String name = wanted.get(i);
        if (kind.of(file).containsKey(name)) {
          throw new ConfigException(
              "%s %s exists already; change it with  wwj %s set %s"
                  .formatted(kind.word(), name, kind.word(), name));
        }
        Map<FieldKey, YamlEdit> fields = new TreeMap<>(changes.get(i));
        if (kind == Kind.NODE && file.profiles().containsKey("default")) {
          fields.putIfAbsent(profiles, new YamlEdit.Put(List.of("default")));
        }
        edit.add(kind, name, fields);
      }
      return edit.text(file.file(), text);
    };
  }
}
