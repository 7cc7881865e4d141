package org.wwj.template;

import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.number;
import static org.wwj.template.Sprig.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Sprig's regular expressions. Go's engine never backtracks; Java's may without end, so the text it
 * looks at counts every look and stops it.
 */
final class SprigRegex {
  private static final int MAX_LOOKS = 20_000_000;

  private SprigRegex() {}

  static void addTo(Map<String, Function> all) {
    for (String must : List.of("", "must")) {
      put(all, must, "regexMatch", Function.of(a -> matcher(a, 0, 1).find(), STRING, STRING));
      put(all, must, "regexFind", Function.of(SprigRegex::find, STRING, STRING));
      put(all, must, "regexFindAll", Function.of(SprigRegex::findAll, STRING, STRING, INT));
      put(
          all,
          must,
          "regexReplaceAll",
          Function.of(a -> replace(a, expansion(text(a, 2))), STRING, STRING, STRING));
      put(
          all,
          must,
          "regexReplaceAllLiteral",
          Function.of(
              a -> replace(a, Matcher.quoteReplacement(text(a, 2))), STRING, STRING, STRING));
      put(all, must, "regexSplit", Function.of(SprigRegex::split, STRING, STRING, INT));
    }
    SprigStrings.each(
        all, "regexQuoteMeta", s -> s.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0"));
  }

  private static void put(Map<String, Function> all, String must, String name, Function body) {
    String tail = must.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    all.put(must + tail, body);
  }

  private static Matcher matcher(List<Object> args, int pattern, int text) {
    try {
      return Pattern.compile(text(args, pattern)).matcher(new Watched(text(args, text)));
    } catch (PatternSyntaxException e) {
      throw new TemplateException(
          "error parsing regexp: " + e.getDescription() + ": `" + text(args, pattern) + "`", e);
    }
  }

  private static Object find(List<Object> args) {
    Matcher matcher = matcher(args, 0, 1);
    return matcher.find() ? matcher.group() : "";
  }

  private static Object findAll(List<Object> args) {
    Matcher matcher = matcher(args, 0, 1);
    long limit = number(args, 2);
    List<Object> found = new ArrayList<>();
    while ((limit < 0 || found.size() < limit) && matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  private static Object replace(List<Object> args, String replacement) {
    try {
      String result = matcher(args, 0, 1).replaceAll(replacement);
      Sprig.size(result.length());
      return result;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new TemplateException("bad replacement " + GoString.quote(text(args, 2)), e);
    }
  }

  /** Go's {@code $1} and {@code ${name}} as Java's; Go takes the longest name after a dollar. */
  private static String expansion(String go) {
    StringBuilder java = new StringBuilder();
    Matcher dollar = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+)|\\$)").matcher(go);
    int from = 0;
    while (dollar.find()) {
      java.append(Matcher.quoteReplacement(go.substring(from, dollar.start())));
      String name = dollar.group(1) == null ? dollar.group(2) : dollar.group(1);
      if (name == null) {
        java.append("\\$");
      } else if (name.matches("\\d{1,3}")) {
        java.append("${g").append(name).append('}');
      } else {
        java.append("${").append(name).append('}');
      }
      from = dollar.end();
    }
    java.append(Matcher.quoteReplacement(go.substring(from)));
    return java.toString().replaceAll("\\$\\{g(\\d+)}", "\\$$1");
  }

  private static Object split(List<Object> args) {
    Matcher matcher = matcher(args, 0, 1);
    String s = text(args, 1);
    long limit = number(args, 2);
    List<Object> parts = new ArrayList<>();
    if (limit == 0) {
      return parts;
    }
    if (s.isEmpty() && !text(args, 0).isEmpty()) {
      parts.add("");
      return parts;
    }
    int from = 0;
    int end = 0;
    while ((limit < 0 || parts.size() < limit - 1) && matcher.find()) {
      end = matcher.start();
      if (matcher.end() != 0) {
        parts.add(s.substring(from, end));
      }
      from = matcher.end();
    }
    if (end != s.length()) {
      parts.add(s.substring(from));
    }
    return parts;
  }

  /** Text that stops whoever looks at it too often. */
  private static final class Watched implements CharSequence {
    private final String text;
    private int looks;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++looks > MAX_LOOKS) {
        throw new TemplateException("regular expression takes too long on this text");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
