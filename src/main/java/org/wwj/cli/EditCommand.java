package org.wwj.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.StrictYaml;
import org.wwj.registry.Definition;
import org.wwj.registry.EditedBlocks;
import org.wwj.registry.Field;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import picocli.CommandLine.Option;

/** {@code edit}: lines of nodes.conf in an editor. */
abstract class EditCommand extends DefinitionCommand {
  @Option(names = "--noheader", description = "Without the lines of help at the top.")
  boolean noheader;

  @Option(
      names = "--editor",
      paramLabel = "COMMAND",
      description = "The editor, instead of $$VISUAL or $$EDITOR (else vi).")
  @Nullable String editor;

  EditCommand(Kind kind) {
    super(kind);
  }

  @Override
  public Integer call() {
    Change.Asking asking = Change.Asking.terminal();
    Change change = new Change(spec(), site.config(), options, asking);
    Path path = site.config().nodesFile();
    String text = change.text();
    NodesFile file = NodesFile.parse(path, text);
    List<String> those = existing(file, expanded()).stream().map(Definition::name).toList();
    if (those.isEmpty()) {
      throw new ConfigException(
          "there are no " + kind.word() + "s yet; wwj " + kind.word() + " add NAME");
    }
    EditedBlocks blocks = new EditedBlocks(path, text, kind, those);
    String first = blocks.draft(noheader ? "" : header());
    Path draft = write(first);
    int code = 1;
    try {
      code = edit(change, asking, blocks, draft, text);
    } finally {
      if (code == 0 || isUntouched(draft, first)) {
        draft.toFile().delete();
      } else {
        spec()
            .commandLine()
            .getErr()
            .printf("wwj: your draft is kept: %1$s  (wwj %2$s import %1$s)%n", draft, kind.word());
      }
    }
    return code;
  }

  private static boolean isUntouched(Path draft, String first) {
    try {
      return Files.readString(draft).equals(first);
    } catch (IOException e) {
      return false; // whatever it is now, it is the admin's
    }
  }

  private int edit(
      Change change, Change.Asking asking, EditedBlocks blocks, Path draft, String text) {
    String first = StrictYaml.text(draft);
    while (true) {
      Editor.run(editor, draft);
      String edited = StrictYaml.text(draft);
      if (edited.equals(first)) {
        out().println("Nothing to change.");
        return 0;
      }
      try {
        NodesFile.parse(draft, edited);
        NodesFile.parse(site.config().nodesFile(), blocks.put(edited, draft, text));
      } catch (ConfigException e) {
        if (!asking.present()) {
          throw e;
        }
        spec().commandLine().getErr().println("wwj: " + e.getMessage());
        if (!asking.yes().test("Edit it again")) {
          return 1;
        }
        continue;
      }
      return change.run(
          (file, now, notes) -> blocks.put(edited, draft, now),
          Telling.of(kind, "Change", "edit", "Changed", "Nothing to change."));
    }
  }

  private String header() {
    StringBuilder keys = new StringBuilder();
    String line = "#  ";
    for (Field field : Field.values()) {
      boolean top = field.group() == Field.Group.TOP || field.group() == Field.Group.NODE;
      if (top && (kind == Kind.NODE || field.group() == Field.Group.TOP)) {
        line += " " + field.yaml() + ",";
        if (line.length() > 70) {
          keys.append(line).append('\n');
          line = "#  ";
        }
      }
    }
    return """
    # Save and leave the editor: what changed is shown, checked and then written.
    # A %1$s that is taken out here is deleted. Leave without a change to give up.
    # Keys of a %1$s:
    %2$s%3$s kernel, ipmi, network devices, disks, filesystems
    """
        .formatted(kind.word(), keys, line);
  }

  private static Path write(String text) {
    try {
      Path draft = Files.createTempFile("wwj-edit-", ".yaml"); // for its owner alone: passwords
      Files.writeString(draft, text);
      return draft;
    } catch (IOException e) {
      throw new ConfigException("no draft can be written: " + e.getMessage(), e);
    }
  }
}
