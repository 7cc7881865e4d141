package org.wwj.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.StrictYaml;
import org.wwj.config.Yaml;
import org.wwj.registry.NodesEdit.Kind;

/**
 * The lines of each node or profile in a text of nodes.conf, with the comments that belong to it:
 * those inside and those right above.
 */
public final class DefinitionBlocks {
  private final String file;
  private final String text;

  /**
   * Where one stands: whole lines.
   *
   * @param start offset of its first line
   * @param end offset behind its last line
   */
  public record Block(int start, int end) {
    /** Its lines. */
    public String of(String text) {
      return text.substring(start, end);
    }
  }

  private DefinitionBlocks(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * The blocks in the order of the text; what stands between them belongs to none.
   *
   * @throws ConfigException naming the line that a block cannot be cut at
   */
  public static SequencedMap<String, Block> of(String file, String text, Kind kind) {
    return new DefinitionBlocks(file, text).blocks(kind, false);
  }

  /** As above, but what stands between two blocks belongs to the first of them. */
  public static SequencedMap<String, Block> covering(String file, String text, Kind kind) {
    return new DefinitionBlocks(file, text).blocks(kind, true);
  }

  private SequencedMap<String, Block> blocks(Kind kind, boolean covering) {
    SequencedMap<String, Block> blocks = new LinkedHashMap<>();
    if (!(StrictYaml.parse(file, text) instanceof Yaml.Mapping top)) {
      return blocks;
    }
    Yaml.@Nullable Entry section = null;
    int end = text.length();
    for (Yaml.Entry entry : top.entries()) {
      if (section != null) {
        end = lineStart(entry.key().span().start());
        break;
      }
      section = entry.key().value().equals(kind.section()) ? entry : null;
    }
    if (section == null || !(section.value() instanceof Yaml.Mapping map)) {
      return blocks;
    }
    if (map.entries().isEmpty()) {
      return blocks;
    }
    if (map.flow() || top.flow()) {
      throw refuse(map, "the " + kind.word() + "s stand inside braces");
    }
    List<Yaml.Entry> entries = map.entries();
    int from = lineEnd(section.key().span().end());
    for (int i = 0; i < entries.size(); i++) {
      Yaml.Text key = entries.get(i).key();
      int line = lineStart(key.span().start());
      if (!text.substring(line, key.span().start()).isBlank() || line < from) {
        throw refuse(key, "'" + key.value() + "' does not begin its line");
      }
      int next = i + 1 < entries.size() ? lineStart(entries.get(i + 1).key().span().start()) : end;
      int column = key.span().column();
      int start = covering && i == 0 ? from : leading(line, from, column);
      int stop =
          covering
              ? i + 1 < entries.size() ? leading(next, line, column) : end
              : trailing(next, lineEnd(key.span().end()), column);
      blocks.put(key.value(), new Block(start, stop));
      from = stop;
    }
    return blocks;
  }

  /** Takes in the comments right above a line. */
  private int leading(int line, int from, int column) {
    int start = line;
    while (start > from) {
      int above = lineStart(start - 1);
      if (above < from || !isComment(above) || indent(above) != column) {
        break;
      }
      start = above;
    }
    return start;
  }

  /** Leaves out the blank lines and comments at the end that are no further in than the key. */
  private int trailing(int end, int least, int column) {
    int stop = end;
    while (stop > least) {
      int last = lineStart(stop - 1);
      String line = text.substring(last, stop).strip();
      boolean outside = isComment(last) && indent(last) <= column;
      boolean marker = line.equals("...") || line.equals("---");
      if (last < least || !(line.isEmpty() || outside || marker)) {
        break;
      }
      stop = last;
    }
    return stop;
  }

  private boolean isComment(int line) {
    int at = line + indent(line);
    return at < text.length() && text.charAt(at) == '#';
  }

  private int indent(int line) {
    int i = line;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i - line;
  }

  private int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  private int lineEnd(int offset) {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end + 1;
  }

  private ConfigException refuse(Yaml piece, String why) {
    return new ConfigException(
        file
            + ":"
            + piece.line()
            + ": cannot be edited in part: "
            + why
            + "; edit the file itself");
  }
}
