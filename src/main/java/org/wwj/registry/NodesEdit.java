package org.wwj.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.wwj.config.StrictYaml;
import org.wwj.config.YamlEdit;
import org.wwj.config.YamlEditor;

/** Changes to nodes.conf, gathered and then applied to its text in one pass. */
public final class NodesEdit {
  private final YamlEdit.Within edits = new YamlEdit.Within();

  /** The two maps of nodes.conf. */
  public enum Kind {
    NODE("nodes", "node"),
    PROFILE("nodeprofiles", "profile");

    private final String yaml;
    private final String word;

    Kind(String yaml, String word) {
      this.yaml = yaml;
      this.word = word;
    }

    /** Their key in nodes.conf. */
    public String section() {
      return yaml;
    }

    /** What an admin calls one of them. */
    public String word() {
      return word;
    }

    /** Those of a file. */
    public SortedMap<String, Definition> of(NodesFile file) {
      return this == NODE ? file.nodes() : file.profiles();
    }
  }

  /** Adds a node or profile. */
  public void add(Kind kind, String name, Map<FieldKey, YamlEdit> changes) {
    if (changes.values().stream().noneMatch(YamlEdit.Put.class::isInstance)) {
      edits.at(List.of(kind.yaml, name), new YamlEdit.Put(Map.of()));
    }
    set(kind, name, changes);
  }

  /** Changes fields of a node or profile. */
  public void set(Kind kind, String name, Map<FieldKey, YamlEdit> changes) {
    changes.forEach((key, edit) -> {
      List<String> below = key.path();
      String[] path = new String[below.size() + 2];
      path[0] = kind.yaml;
      path[1] = name;
      for (int i = 0; i < below.size(); i++) {
        path[i + 2] = below.get(i);
      }
      edits.at(List.of(path), edit);
    });
  }

  /** Changes what stands below a path of keys of a node or profile. */
  void at(Kind kind, String name, List<String> path, YamlEdit edit) {
    List<String> whole = new ArrayList<>(List.of(kind.yaml, name));
    whole.addAll(path);
    edits.at(whole, edit);
  }

  /** Ends the inheritance of a whole network device, disk, partition or file system. */
  public void end(Kind kind, String name, SectionKey section) {
    at(kind, name, section.path(), YamlEdit.Put.nothing());
  }

  /** Takes away a whole network device, disk, partition or file system. */
  public void remove(Kind kind, String name, SectionKey section) {
    at(kind, name, section.path(), new YamlEdit.Remove());
  }

  /** Deletes a node or profile. */
  public void delete(Kind kind, String name) {
    edits.at(List.of(kind.yaml, name), new YamlEdit.Remove());
  }

  /**
   * The text of nodes.conf after the changes, known to be readable.
   *
   * @throws org.wwj.config.ConfigException naming file and line of what cannot be changed
   */
  public String apply(Path file, String text) {
    String result = text(file, text);
    NodesFile.parse(file, result);
    return result;
  }

  /** As {@link #apply}, for callers that read the result anyway. */
  public String text(Path file, String text) {
    YamlEdit.Within all =
        removes(edits)
            ? EmptiedSections.gone(StrictYaml.parse(file.toString(), text), edits)
            : edits;
    return YamlEditor.apply(file.toString(), text, all);
  }

  private static boolean removes(YamlEdit.Within edits) {
    for (YamlEdit edit : edits.edits().values()) {
      if (edit instanceof YamlEdit.Remove
          || (edit instanceof YamlEdit.Within within && removes(within))) {
        return true;
      }
    }
    return false;
  }
}
