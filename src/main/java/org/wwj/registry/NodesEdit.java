package org.wwj.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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

  /** Takes away a whole network device, disk or file system. */
  public void remove(Kind kind, String name, Field.Group group, String owner) {
    edits.at(List.of(kind.yaml, name, group.yaml(), owner), new YamlEdit.Remove());
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
    String result = YamlEditor.apply(file.toString(), text, edits);
    NodesFile.parse(file, result);
    return result;
  }
}
