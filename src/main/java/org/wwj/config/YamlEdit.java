package org.wwj.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** One change to a YAML map's value, for {@link YamlEditor}. */
public sealed interface YamlEdit {
  /**
   * Sets the value: a {@code String}, a {@link Yaml.Text} that keeps its own style, a list or a map
   * of names to these and to further ones.
   */
  record Put(Object value) implements YamlEdit {
    /** An explicit null ({@code ~}), which is not the same as no key. */
    public static Put nothing() {
      return new Put(new Yaml.Text(new Yaml.Span(0, 0, 0, 0, false), "~", Yaml.Style.PLAIN));
    }
  }

  /** Takes the key and its value away; a key that is not there is fine. */
  record Remove() implements YamlEdit {}

  /** Changes entries of the map that stands there; a map that is not there begins empty. */
  record Within(SequencedMap<String, YamlEdit> edits) implements YamlEdit {
    /** No changes yet. */
    public Within() {
      this(new LinkedHashMap<>());
    }

    /** Adds a change below a path of keys, making the maps in between. */
    public void at(List<String> path, YamlEdit edit) {
      Within here = this;
      for (String key : path.subList(0, path.size() - 1)) {
        YamlEdit next = here.edits.get(key);
        Within inner = next instanceof Within within ? within : new Within();
        here.edits.put(key, inner);
        here = inner;
      }
      here.edits.put(path.getLast(), edit);
    }
  }
}
