package org.wwj.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes templates from a grammar of Go's statements; {@link ExpressionGenerator} fills in what they
 * print and ask. The same seed makes the same templates.
 */
final class TemplateGenerator {
  private static final List<String> TEXTS =
      List.of("x", " ", "\n", "a b\n", "  - ", "=", "\n\n", "ü", "[", "]", "}", "{ ", "\t");

  private final Random random;
  private final ExpressionGenerator expressions;
  private int depth;
  private int templates;
  private boolean inRange;

  private TemplateGenerator(Random random) {
    this.random = random;
    this.expressions = new ExpressionGenerator(random);
  }

  /** So many templates by name. */
  static Map<String, String> templates(long seed, int count) {
    Random random = new Random(seed);
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String text = new TemplateGenerator(random).template();
      all.put("gen" + i, random.nextInt(8) == 0 ? spoilt(random, text) : text);
    }
    return all;
  }

  /** As a file of cases. */
  static String file(Map<String, String> templates) {
    StringBuilder file = new StringBuilder("# Generated\n");
    templates.forEach(
        (name, text) -> file.append("=== ").append(name).append('\n').append(text).append('\n'));
    return file.toString();
  }

  /** A template with a piece gone, doubled or put in. */
  private static String spoilt(Random random, String text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(4));
    String piece = text.substring(at, end);
    List<String> pieces =
        List.of("{{", "}}", "(", "|", "\"", "$x", ".", ":=", "{{end}}", "{{else}}", " ", "\n", ",");
    String replacement =
        switch (random.nextInt(3)) {
          case 0 -> "";
          case 1 -> piece + piece;
          default -> pieces.get(random.nextInt(pieces.size())) + piece;
        };
    return text.substring(0, at) + replacement + text.substring(end);
  }

  private String template() {
    StringBuilder out = new StringBuilder();
    if (random.nextInt(6) == 0) {
      String before = expressions.useNone();
      out.append("{{define \"T\"}}").append(statements(2)).append("{{end}}");
      expressions.use(before);
      templates++;
    }
    return out.append(statements(1 + random.nextInt(4))).toString();
  }

  private String statements(int count) {
    StringBuilder out = new StringBuilder();
    String before = expressions.variables();
    for (int i = 0; i < count; i++) {
      out.append(statement());
    }
    expressions.use(before);
    return out.toString();
  }

  private String statement() {
    if (++depth > 4) {
      depth--;
      return print();
    }
    String text =
        switch (random.nextInt(14)) {
          case 0, 1 -> TEXTS.get(random.nextInt(TEXTS.size()));
          case 2 -> choice();
          case 3, 4 -> loop();
          case 5 -> with();
          case 6 -> declaration();
          case 7 -> open() + "/* note */" + close();
          case 8 -> call();
          default -> print();
        };
    depth--;
    return text;
  }

  private String open() {
    return random.nextInt(6) == 0 ? "{{- " : "{{";
  }

  private String close() {
    return random.nextInt(6) == 0 ? " -}}" : "}}";
  }

  private String action(String content) {
    return open() + content + close();
  }

  private String print() {
    return action(expressions.printable());
  }

  private String choice() {
    String out = action("if " + expressions.any()) + statements(1);
    if (random.nextInt(3) == 0) {
      out += action("else if " + expressions.bool()) + statements(1);
    }
    if (random.nextInt(2) == 0) {
      out += action("else") + statements(1);
    }
    return out + action("end");
  }

  private String with() {
    String dot = expressions.dot();
    String head = action("with " + expressions.any());
    expressions.dot(".");
    String body = statements(1);
    expressions.dot(dot);
    String otherwise = random.nextInt(2) == 0 ? action("else") + statements(1) : "";
    return head + body + otherwise + action("end");
  }

  private String loop() {
    String over = random.nextInt(3) == 0 ? expressions.map() : expressions.list();
    String variables = expressions.variables();
    String dot = expressions.dot();
    String head =
        switch (random.nextInt(3)) {
          case 0 -> "range " + over;
          case 1 -> "range $v := " + over;
          default -> "range $k, $v := " + over;
        };
    boolean named = head.contains(":=");
    expressions.use(named ? variables + " $v" : variables);
    expressions.dot(".");
    boolean outer = inRange;
    inRange = true;
    String body = statements(1);
    if (random.nextInt(5) == 0) {
      body +=
          action("if " + expressions.bool())
              + action(random.nextBoolean() ? "break" : "continue")
              + action("end");
    }
    inRange = outer;
    expressions.use(variables);
    expressions.dot(dot);
    String otherwise = random.nextInt(4) == 0 ? action("else") + statements(1) : "";
    return action(head) + body + otherwise + action("end");
  }

  private String declaration() {
    String known = expressions.variables();
    if (!known.isEmpty() && random.nextInt(3) == 0) {
      return action(expressions.variable() + " = " + expressions.any());
    }
    String name = "$x" + random.nextInt(3);
    String text = action(name + " := " + expressions.any());
    expressions.use(known + " " + name);
    return text;
  }

  private String call() {
    return templates == 0 ? print() : action("template \"T\" " + expressions.any());
  }
}
