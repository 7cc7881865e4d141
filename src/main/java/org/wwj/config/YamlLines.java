package org.wwj.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads at once the plain YAML that most files are written in: block maps and lists, scalars and
 * flow collections on one line, comments. It gives up at everything else, also at every mistake,
 * and leaves the text to {@link YamlComposer}: what both can read is equal to the last offset,
 * which YamlLinesTest shows. A command spends most of its time reading nodes.conf; this takes a
 * tenth of it.
 */
final class YamlLines {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_PIECES = 1_000_000;

  /** What YAML allows for a key on one line is 1024. */
  private static final int MAX_KEY = 1000;

  /** Up to so many keys are compared one by one. */
  private static final int FEW = 12;

  private static final int WORD = 1;
  private static final int FIRST = 2;
  private static final int FLOW = 4;
  private static final int QUOTED = 8;
  private static final int COMMENT = 16;

  /** What a byte may stand in. No bit is set for control characters and line ends. */
  private static final byte[] KINDS = kinds();

  private final String text;
  // In ISO-8859-1, so that offsets are those of the text; 0 ends it.
  private final byte[] bytes;
  private final int end;
  private final @Nullable String[] words = new String[256];
  private int at;
  private int line = 1;
  private int lineStart;
  private int depth;
  private int pieces;

  private static final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unusual() {
      super(null, null, false, false);
    }
  }

  private YamlLines(String text) {
    this.text = text;
    byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
    this.end = latin.length;
    this.bytes = Arrays.copyOf(latin, end + 2);
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int c = ' '; c < 256; c++) {
      if (c < 0x7f || c >= 0xa0) {
        kinds[c] = WORD | FLOW | QUOTED | COMMENT;
      }
      boolean letter = c < 0x7f && Character.isLetterOrDigit(c);
      if (letter || c >= 0xa0 || "/_.~+=()$^;<\\".indexOf(c) >= 0) {
        kinds[c] |= FIRST;
      }
    }
    kinds[' '] = QUOTED | COMMENT;
    kinds[':'] = QUOTED | COMMENT;
    kinds['\t'] = COMMENT;
    for (char c : ",[]{}".toCharArray()) {
      kinds[c] &= ~FLOW;
    }
    return kinds;
  }

  /** The document, or null when another must read it. */
  static @Nullable Yaml document(String text) {
    YamlLines lines = new YamlLines(text);
    if (lines.end != text.length()) {
      return null;
    }
    try {
      return lines.document();
    } catch (Unusual e) {
      return null;
    }
  }

  private @Nullable Yaml document() {
    next(true);
    if (bytes[at] == '-' && bytes[at + 1] == '-' && column() == 0 && text.startsWith("---", at)) {
      at += 3;
      next(false);
    }
    if (at == end) {
      return null;
    }
    Yaml root = block(column());
    return at == end ? root : null;
  }

  /** Column of the content that comes next, -1 behind the last. */
  private int column() {
    return at == end ? -1 : at - lineStart;
  }

  /** Goes to the next content, over blanks and comments; it must begin a line. */
  private void next(boolean atLineStart) {
    boolean begun = atLineStart;
    int i = at;
    while (true) {
      int from = i;
      while (bytes[i] == ' ') {
        i++;
      }
      if (bytes[i] == '#') {
        if (i == from && i != lineStart) {
          throw new Unusual();
        }
        while (is(i, COMMENT)) {
          i++;
        }
      }
      if (i == end) {
        at = end;
        return;
      }
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        i++;
      }
      if (bytes[i] != '\n') {
        if (!begun) {
          throw new Unusual();
        }
        at = i;
        return;
      }
      i++;
      line++;
      lineStart = i;
      begun = true;
    }
  }

  private boolean is(int i, int kind) {
    byte b = bytes[i];
    // What ISO-8859-1 does not have became a question mark.
    return (KINDS[b & 0xff] & kind) != 0 && (b != '?' || text.charAt(i) == '?');
  }

  private boolean blank(int i) {
    byte b = bytes[i];
    return b == ' ' || b == '\n' || (b == '\r' && bytes[i + 1] == '\n') || i == end;
  }

  private boolean dash(int i) {
    return bytes[i] == '-' && blank(i + 1);
  }

  private Yaml block(int column) {
    if (++depth > MAX_DEPTH) {
      throw new Unusual();
    }
    Yaml block = dash(at) ? sequence(column) : mapping(column);
    // What is indented deeper goes on with the last value, or is a mistake.
    if (column() > column) {
      throw new Unusual();
    }
    depth--;
    return block;
  }

  private Yaml.Mapping mapping(int column) {
    int start = at;
    int startLine = line;
    List<Yaml.Entry> entries = new ArrayList<>();
    @Nullable Set<String> many = null;
    int last;
    do {
      Yaml.Text key = scalar(false);
      if (bytes[at] != ':' || !blank(at + 1) || at - key.span().start() > MAX_KEY) {
        throw new Unusual();
      }
      if (entries.size() == FEW) {
        many = new HashSet<>();
        for (Yaml.Entry entry : entries) {
          many.add(entry.key().value());
        }
      }
      if (many == null ? known(entries, key.value()) : !many.add(key.value())) {
        throw new Unusual();
      }
      at++;
      Yaml value = value(column, true);
      Yaml.Entry entry = new Yaml.Entry(key, value);
      if (entry.isMerge()) {
        throw new Unusual();
      }
      entries.add(entry);
      last = value.span().end();
    } while (column() == column);
    return new Yaml.Mapping(span(start, last, startLine, column), List.copyOf(entries), false);
  }

  private static boolean known(List<Yaml.Entry> entries, String key) {
    for (Yaml.Entry entry : entries) {
      if (entry.key().value().equals(key)) {
        return true;
      }
    }
    return false;
  }

  private Yaml.Sequence sequence(int column) {
    int start = at;
    int startLine = line;
    List<Yaml> items = new ArrayList<>();
    do {
      at++;
      items.add(value(column, false));
    } while (column() == column && dash(at));
    int last = items.getLast().span().end();
    return new Yaml.Sequence(span(start, last, startLine, column), List.copyOf(items), false);
  }

  /** What stands behind the colon or the dash of a collection at that column. */
  private Yaml value(int column, boolean inMap) {
    int behind = at;
    while (bytes[at] == ' ') {
      at++;
    }
    if (bytes[at] == '#' || blank(at)) {
      Yaml.Text nothing =
          new Yaml.Text(span(behind, behind, line, behind - lineStart), "", Yaml.Style.PLAIN);
      next(false);
      if (column() > column) {
        return block(column());
      }
      // A map's list may stand as far left as its key.
      return inMap && column() == column && dash(at) ? sequence(column) : nothing;
    }
    if (!inMap && begins()) {
      return block(column());
    }
    Yaml value = bytes[at] == '[' || bytes[at] == '{' ? flow() : scalar(false);
    next(false);
    if (column() > column) {
      throw new Unusual();
    }
    return value;
  }

  /** Whether a map begins on the line of its dash. */
  private boolean begins() {
    if (bytes[at] == '[' || bytes[at] == '{') {
      return false;
    }
    int from = at;
    scalar(false);
    boolean key = bytes[at] == ':' && blank(at + 1);
    at = from;
    return key;
  }

  private Yaml flow() {
    if (++depth > MAX_DEPTH) {
      throw new Unusual();
    }
    int start = at;
    boolean map = bytes[at] == '{';
    int close = map ? '}' : ']';
    List<Yaml> items = new ArrayList<>();
    List<Yaml.Entry> entries = new ArrayList<>();
    over(1);
    while (bytes[at] != close) {
      Yaml.@Nullable Text key = null;
      if (map) {
        key = scalar(true);
        if (bytes[at] != ':' || bytes[at + 1] != ' ' || known(entries, key.value())) {
          throw new Unusual();
        }
        over(1);
      }
      Yaml value = bytes[at] == '[' || bytes[at] == '{' ? flow() : scalar(true);
      if (key == null) {
        items.add(value);
      } else {
        Yaml.Entry entry = new Yaml.Entry(key, value);
        if (entry.isMerge() || entries.size() > MAX_KEY) {
          throw new Unusual();
        }
        entries.add(entry);
      }
      over(0);
      if (bytes[at] == ',') {
        over(1);
      } else if (bytes[at] != close) {
        throw new Unusual();
      }
    }
    at++;
    depth--;
    Yaml.Span span = span(start, at, line, start - lineStart);
    return map
        ? new Yaml.Mapping(span, List.copyOf(entries), true)
        : new Yaml.Sequence(span, List.copyOf(items), true);
  }

  private void over(int characters) {
    at += characters;
    while (bytes[at] == ' ') {
      at++;
    }
  }

  private Yaml.Text scalar(boolean inFlow) {
    byte first = bytes[at];
    if (first == '\'' || first == '"') {
      return quoted(first);
    }
    int start = at;
    int allowed = inFlow ? FLOW : WORD;
    boolean dashed = first == '-' && is(at + 1, FIRST);
    // A line that begins with --- or ... may be a document's end.
    if ((!is(at, FIRST) && !dashed) || ((dashed || first == '.') && at == lineStart)) {
      throw new Unusual();
    }
    int i = at + 1;
    while (true) {
      byte b = bytes[i];
      if ((KINDS[b & 0xff] & allowed) != 0 && b != '?') {
        i++;
      } else if (is(i, allowed)) {
        i++;
      } else if (bytes[i] == ' ') {
        int word = i + 1;
        while (bytes[word] == ' ') {
          word++;
        }
        if (bytes[word] == '#' || !is(word, allowed)) {
          break;
        }
        i = word;
      } else if (bytes[i] == ':' && (bytes[i + 1] == ':' || is(i + 1, allowed))) {
        i++;
      } else {
        break;
      }
    }
    at = i;
    return new Yaml.Text(span(start, i, line, start - lineStart), word(start, i), Yaml.Style.PLAIN);
  }

  /** The text between two offsets; keys come by the thousand, so that one of a kind is kept. */
  private String word(int start, int stop) {
    int slot = (bytes[start] * 31 + bytes[stop - 1] * 7 + stop - start) & (words.length - 1);
    String known = words[slot];
    if (known != null && known.length() == stop - start && text.startsWith(known, start)) {
      return known;
    }
    String word = text.substring(start, stop);
    words[slot] = word;
    return word;
  }

  private Yaml.Text quoted(byte quote) {
    int start = at;
    int i = at + 1;
    while (bytes[i] != quote) {
      if (!is(i, QUOTED) || (quote == '"' && bytes[i] == '\\')) {
        throw new Unusual();
      }
      i++;
    }
    at = i + 1;
    if (bytes[at] == quote) {
      throw new Unusual();
    }
    return new Yaml.Text(
        span(start, at, line, start - lineStart),
        text.substring(start + 1, i),
        quote == '"' ? Yaml.Style.DOUBLE : Yaml.Style.SINGLE);
  }

  private Yaml.Span span(int start, int stop, int startLine, int column) {
    if (++pieces > MAX_PIECES) {
      throw new Unusual();
    }
    return new Yaml.Span(start, stop, startLine, column, false);
  }
}
