package org.wwj.config;

import java.util.regex.Pattern;

/** Writes a text as a YAML scalar: plain where that is safe, else quoted. */
final class YamlScalar {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/_.~+=(][A-Za-z0-9/_.~+=()@%:^$*?!;<>|&'-]*");
  private static final Pattern PLAIN_IN_BLOCK =
      Pattern.compile("[A-Za-z0-9/_.~+=(][A-Za-z0-9/_.~+=()@%:^$*?!;<>|&',\\[\\]{} -]*");

  private YamlScalar() {}

  /** The text as somebody would type it; {@code flow} inside braces or brackets. */
  static String write(String text, Yaml.Style like, boolean flow) {
    boolean single = text.chars().allMatch(c -> c >= ' ' && c != 127 && !Character.isISOControl(c));
    return switch (like) {
      case DOUBLE -> doubleQuoted(text);
      case SINGLE -> single ? singleQuoted(text) : doubleQuoted(text);
      case PLAIN, BLOCK -> {
        if (isPlain(text, flow)) {
          yield text;
        }
        yield single ? singleQuoted(text) : doubleQuoted(text);
      }
    };
  }

  private static boolean isPlain(String text, boolean flow) {
    Pattern pattern = flow ? PLAIN : PLAIN_IN_BLOCK;
    return pattern.matcher(text).matches()
        && !text.endsWith(":")
        && !text.endsWith(" ")
        && !text.contains(": ")
        && !text.contains("  ")
        && !text.equals("...")
        && !new Yaml.Text(new Yaml.Span(0, 0, 0, 0, false), text, Yaml.Style.PLAIN).isNull();
  }

  private static String singleQuoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String doubleQuoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            case '\r' -> quoted.append("\\r");
            default -> {
              boolean odd =
                  Character.isISOControl(c)
                      || c == 0x2028
                      || c == 0x2029
                      || c == 0xFEFF
                      || (c >= 0xD800 && c <= 0xDFFF)
                      || (c & 0xFFFE) == 0xFFFE;
              if (odd) {
                quoted.append(c > 0xFFFF ? "\\U%08x".formatted(c) : "\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }
}
