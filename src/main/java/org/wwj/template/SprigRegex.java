package org.wwj.template;

import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.number;
import static org.wwj.template.Sprig.text;

import java.util.List;
import java.util.Map;

/** Sprig's regular expressions. */
final class SprigRegex {
  /** Characters of the text, times instructions of the expression, within one step. */
  private static final int LOOKS = 16;

  private SprigRegex() {}

  static void addTo(Map<String, Function> all) {
    all.put(
        "mustRegexMatch",
        priced(Function.of(a -> regex(a, true).matches(text(a, 1)), STRING, STRING)));
    all.put("regexMatch", priced(Function.of(SprigRegex::matches, STRING, STRING)));
    for (boolean must : new boolean[] {true, false}) {
      String prefix = must ? "mustRegex" : "regex";
      put(all, prefix + "Find", Function.of(a -> find(a, must), STRING, STRING));
      put(all, prefix + "FindAll", Function.of(a -> findAll(a, must), STRING, STRING, INT));
      put(all, prefix + "Split", Function.of(a -> split(a, must), STRING, STRING, INT));
      put(
          all,
          prefix + "ReplaceAll",
          Function.of(
              a -> regex(a, must).replace(text(a, 1), text(a, 2), false), STRING, STRING, STRING));
      put(
          all,
          prefix + "ReplaceAllLiteral",
          Function.of(
              a -> regex(a, must).replace(text(a, 1), text(a, 2), true), STRING, STRING, STRING));
    }
    SprigStrings.each(
        all, "regexQuoteMeta", s -> s.replaceAll("[\\\\.+*?()|\\[\\]{}^$]", "\\\\$0"));
  }

  private static void put(Map<String, Function> all, String name, Function function) {
    all.put(name, priced(function));
  }

  private static Function priced(Function function) {
    return function.costing(a -> {
      String expression = text(a, 0);
      long instructions = expression.length();
      try {
        instructions += RegexSize.of(expression);
      } catch (TemplateException e) {
        // the call will say so
      }
      return instructions + text(a, 1).length() * instructions / LOOKS;
    });
  }

  /** The expression; without {@code must} Go panics over a bad one and says more. */
  private static GoRegex regex(List<Object> args, boolean must) {
    String expression = text(args, 0);
    try {
      return GoRegex.compile(expression);
    } catch (TemplateException e) {
      String shown =
          GoString.canBackquote(expression) ? "`" + expression + "`" : GoString.quote(expression);
      throw must
          ? e
          : new TemplateException("regexp: Compile(" + shown + "): " + e.getMessage(), e);
    }
  }

  /** A bad expression matches nothing. */
  private static Object matches(List<Object> args) {
    try {
      return regex(args, true).matches(text(args, 1));
    } catch (TemplateException e) {
      return false;
    }
  }

  private static Object find(List<Object> args, boolean must) {
    List<GoRegex.Span> found = regex(args, must).all(text(args, 1), 1);
    return found.isEmpty() ? "" : found.getFirst().of(text(args, 1));
  }

  private static Object findAll(List<Object> args, boolean must) {
    List<GoRegex.Span> found = regex(args, must).all(text(args, 1), number(args, 2));
    return found.isEmpty()
        ? GoList.nil("string")
        : GoList.strings(found.stream().map(span -> span.of(text(args, 1))).toList());
  }

  private static Object split(List<Object> args, boolean must) {
    GoRegex regex = regex(args, must);
    return number(args, 2) == 0
        ? GoList.nil("string")
        : GoList.strings(regex.split(text(args, 1), number(args, 2)));
  }
}
