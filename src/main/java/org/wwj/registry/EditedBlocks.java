package org.wwj.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.wwj.config.ConfigException;
import org.wwj.registry.DefinitionBlocks.Block;
import org.wwj.registry.NodesEdit.Kind;

/**
 * Some nodes or profiles of nodes.conf taken out as a text of their own, for an editor, and put
 * back line by line.
 */
public final class EditedBlocks {
  private final Path file;
  private final Kind kind;
  private final SequencedMap<String, String> taken;
  private final String eol;

  /**
   * Takes them out.
   *
   * @throws ConfigException when they cannot be read apart from the rest, naming the line
   */
  public EditedBlocks(Path file, String text, Kind kind, List<String> names) {
    this.file = file;
    this.kind = kind;
    this.eol = text.contains("\r\n") ? "\r\n" : "\n";
    this.taken = new LinkedHashMap<>();
    DefinitionBlocks.of(file.toString(), text, kind)
        .forEach((name, block) -> {
          if (names.contains(name)) {
            taken.put(name, block.of(text));
          }
        });
    try {
      NodesFile.parse(file, draft(""));
    } catch (ConfigException e) {
      throw new ConfigException(
          file
              + ": "
              + String.join(", ", taken.keySet())
              + " cannot be edited apart from the rest (an alias or merge key?); edit the file itself",
          e);
    }
  }

  /** The text for the editor: a nodes.conf of these alone, below some lines of comment. */
  public String draft(String header) {
    StringBuilder draft = new StringBuilder(header.replace("\n", eol));
    draft.append(kind.section()).append(':').append(eol);
    taken.values().forEach(block -> draft.append(ended(block)));
    return draft.toString();
  }

  private String ended(String block) {
    return block.endsWith("\n") ? block : block + eol;
  }

  /**
   * Puts an edited draft back into nodes.conf, which may have changed elsewhere.
   *
   * @throws ConfigException when what was taken out is not what stands there now, or what is new in
   *     the draft stands there already
   */
  public String put(String draft, Path draftFile, String text) {
    SequencedMap<String, Block> now = DefinitionBlocks.of(file.toString(), text, kind);
    taken.forEach((name, block) -> {
      Block there = now.get(name);
      if (there == null || !there.of(text).equals(block)) {
        throw new ConfigException(
            "%s: %s %s was changed by somebody else while you edited it"
                .formatted(file, kind.word(), name));
      }
    });
    Map<String, String> replaced = replacements(draft, draftFile, now);
    StringBuilder out = new StringBuilder(text.length() + 256);
    int done = 0;
    for (Map.Entry<String, Block> entry : now.entrySet()) {
      String with = replaced.get(entry.getKey());
      Block block = entry.getValue();
      if (with != null) {
        boolean open = block.end() == text.length() && !text.endsWith("\n");
        out.append(text, done, block.start()).append(open ? with.stripTrailing() : with);
        done = block.end();
      }
    }
    return out.append(text, done, text.length()).toString();
  }

  /** What stands in each place now; a new one stands behind the one before it in the draft. */
  private Map<String, String> replacements(String draft, Path draftFile, Map<String, Block> now) {
    Map<String, StringBuilder> places = new LinkedHashMap<>();
    taken.keySet().forEach(name -> places.put(name, new StringBuilder()));
    String place = taken.firstEntry().getKey();
    List<String> first = new ArrayList<>();
    for (Map.Entry<String, Block> entry :
        DefinitionBlocks.covering(draftFile.toString(), draft, kind).entrySet()) {
      String name = entry.getKey();
      String block = ended(entry.getValue().of(draft));
      if (taken.containsKey(name)) {
        place = name;
      } else if (now.containsKey(name)) {
        throw new ConfigException(
            "%s: %s %s stands in %s already, and is not part of this edit"
                .formatted(draftFile, kind.word(), name, file));
      } else if (places.values().stream().allMatch(StringBuilder::isEmpty)) {
        first.add(block);
        continue;
      }
      StringBuilder here = places.getOrDefault(place, new StringBuilder());
      here.append(block);
    }
    Map<String, String> replaced = new LinkedHashMap<>();
    places.forEach((name, text) -> {
      replaced.put(name, replaced.isEmpty() ? String.join("", first) + text : text.toString());
    });
    return replaced;
  }
}
