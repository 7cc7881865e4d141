package org.wwj.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file taken apart for a change of its shape: keys renamed, moved into maps, struck out. All
 * that is not touched, comments and blank lines too, comes back as it was; what moves takes its
 * comments along. Aliases and merge keys are written out.
 */
public final class YamlDraft {
  private final DraftMap root;
  private final List<String> intro;
  private final List<String> tail;
  private final boolean windows;
  private final boolean open;

  private YamlDraft(
      DraftMap root, List<String> intro, List<String> tail, boolean windows, boolean open) {
    this.root = root;
    this.intro = intro;
    this.tail = tail;
    this.windows = windows;
    this.open = open;
  }

  /**
   * Takes a text apart.
   *
   * @param file name for errors
   * @throws ConfigException naming file and line of what cannot be read
   */
  public static YamlDraft read(String file, String text) {
    String unix = text.replace("\r\n", "\n");
    boolean windows = unix.length() < text.length();
    boolean open = !unix.isEmpty() && !unix.endsWith("\n");
    @Nullable Yaml document = StrictYaml.parse(file, unix);
    YamlWriter writer = YamlWriter.like(unix, document);
    DraftMap root = new DraftMap(writer, null, 0);
    if (document == null || (document instanceof Yaml.Text nothing && nothing.isNull())) {
      return new YamlDraft(root, unix.lines().toList(), List.of(), windows, open);
    }
    if (!(document instanceof Yaml.Mapping mapping)) {
      throw new ConfigException(file + ":" + document.line() + ": the file must hold a map");
    }
    DraftReader reader = new DraftReader(unix, mapping);
    if (!mapping.flow()) {
      List<String> tail = new ArrayList<>();
      if (reader.exact(root, tail)) {
        YamlDraft draft = new YamlDraft(root, List.of(), tail, windows, open);
        if (reader.expands() ? draft.means(mapping) : draft.text().equals(text)) {
          return draft;
        }
      }
    }
    DraftMap plain = new DraftMap(YamlWriter.like("", null), null, 0);
    reader.plain(plain);
    return new YamlDraft(plain, reader.comments(), List.of(), windows, false);
  }

  /** Whether the text is one that reads as this document. */
  private boolean means(Yaml document) {
    try {
      @Nullable Yaml now = StrictYaml.parse("", text());
      return same(now == null ? "" : now.plain(), document.plain());
    } catch (ConfigException e) {
      return false; // written anew from its meaning instead
    }
  }

  /**
   * The text as it is now, known to read as what the draft means.
   *
   * @throws ConfigException when it does not
   */
  String checked(String file) {
    String text = text();
    @Nullable Yaml now = StrictYaml.parse(file, text);
    if (!same(now == null ? "" : now.plain(), plain())) {
      throw new ConfigException(file + ": this layout cannot be changed; use an editor");
    }
    return text;
  }

  /** The document. */
  public DraftMap root() {
    return root;
  }

  /** The document's meaning. */
  public Map<String, Object> plain() {
    return root.plain();
  }

  /** The text as it is now. */
  public String text() {
    List<String> lines = new ArrayList<>(intro);
    lines.addAll(new DraftPrinter().map(root));
    lines.addAll(tail);
    String text = String.join("\n", lines) + (open || lines.isEmpty() ? "" : "\n");
    return windows ? text.replace("\n", "\r\n") : text;
  }

  /** Equal, where an empty map is as good as nothing. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return false;
    }
    if (isNothing(a) && isNothing(b)) {
      return true;
    }
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return left.keySet().equals(right.keySet())
          && left.entrySet().stream().allMatch(e -> same(e.getValue(), right.get(e.getKey())));
    }
    return a.equals(b);
  }

  private static boolean isNothing(Object value) {
    return value.equals("") || value.equals(Map.of()) || value.equals(List.of());
  }
}
