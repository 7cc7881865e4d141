package org.wwj.cli;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text as Go's YAML encoder writes it: plain where it would be read back as text, a literal block
 * when it has several lines, else quoted. Warewulf prints by that encoder, and scripts compare.
 */
final class GoScalar {
  private static final String INDICATORS = "#,[]{}&*!|>'\"%@`";
  // Null, truth values, merge key and special numbers, and the truth values of YAML 1.1, which are
  // text today but were not always.
  private static final Set<String> WORDS =
      Set.of(
          ("~ null Null NULL true True TRUE false False FALSE << .nan .NaN .NAN .inf .Inf .INF"
                  + " +.inf +.Inf +.INF -.inf -.Inf -.INF y Y yes Yes YES n N no No NO on On ON"
                  + " off Off OFF")
              .split(" "));
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+"
              + "|([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?)");
  private static final Pattern BASE_60 =
      Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])"
              + "([Tt ][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\\.[0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})?)?");

  private GoScalar() {}

  /**
   * The text on its line, or the head of a block and the lines below it.
   *
   * @param indent spaces before the lines of a block
   */
  static String write(String text, int indent) {
    if (text.indexOf('\n') >= 0) {
      return isBlock(text) ? block(text, indent) : doubleQuoted(text);
    }
    return key(text);
  }

  /** The text on one line. */
  static String key(String text) {
    if (isOther(text) || text.chars().anyMatch(GoScalar::isOdd)) {
      return doubleQuoted(text);
    }
    return isPlain(text) ? text : "'" + text.replace("'", "''") + "'";
  }

  /** Whether it would be read back as something else than text. */
  private static boolean isOther(String text) {
    boolean digits = !text.isEmpty() && "+-.0123456789".indexOf(text.charAt(0)) >= 0;
    return text.isEmpty()
        || WORDS.contains(text)
        || (digits
            && (NUMBER.matcher(text.replace("_", "")).matches()
                || BASE_60.matcher(text).matches()
                || TIME.matcher(text).matches()));
  }

  private static boolean isPlain(String text) {
    char first = text.charAt(0);
    boolean refused =
        text.startsWith("---")
            || text.startsWith("...")
            || INDICATORS.indexOf(first) >= 0
            || ("?:-".indexOf(first) >= 0 && (text.length() == 1 || text.charAt(1) == ' '))
            || first == ' '
            || text.endsWith(" ");
    return !refused && !text.contains(": ") && !text.endsWith(":") && !text.contains(" #");
  }

  /** What single quotes cannot hold: tabs and what no printer shows. */
  private static boolean isOdd(int c) {
    return Character.isISOControl(c) || c == 0xFEFF || c == 0x2028 || c == 0x2029;
  }

  /** A block would lose blanks at the end, and cannot hold what is not printable. */
  private static boolean isBlock(String text) {
    return !text.endsWith(" ")
        && !text.contains(" \n")
        && text.chars().noneMatch(c -> c != '\n' && c != '\t' && isOdd(c));
  }

  private static String block(String text, int indent) {
    StringBuilder out = new StringBuilder("|");
    if (text.charAt(0) == ' ' || text.charAt(0) == '\n') {
      out.append(4); // the reader could not tell the indentation from the text
    }
    if (!text.endsWith("\n")) {
      out.append('-');
    } else if (text.length() == 1 || text.charAt(text.length() - 2) == '\n') {
      out.append('+');
    }
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    for (String line : body.split("\n", -1)) {
      out.append('\n');
      if (!line.isEmpty()) {
        out.append(" ".repeat(indent)).append(line);
      }
    }
    return out.toString();
  }

  private static String doubleQuoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            case 0 -> out.append("\\0");
            case 7 -> out.append("\\a");
            case 8 -> out.append("\\b");
            case 11 -> out.append("\\v");
            case 12 -> out.append("\\f");
            case 27 -> out.append("\\e");
            case 0x85 -> out.append("\\N");
            case 0x2028 -> out.append("\\L");
            case 0x2029 -> out.append("\\P");
            default -> {
              if (!isOdd(c)) {
                out.appendCodePoint(c);
              } else {
                out.append(c < 256 ? "\\x%02X".formatted(c) : "\\u%04X".formatted(c));
              }
            }
          }
        });
    return out.append('"').toString();
  }
}
