package org.wwj.template;

import java.util.List;
import java.util.Random;

/** Makes expressions of a wanted type, and now and then of another one. */
final class ExpressionGenerator {
  private static final List<String> STRINGS =
      List.of(
          "\"\"",
          "\"abc\"",
          "\"Hello World\"",
          "\"gr\u00fc\u00dfe \u4e16\"",
          "\"a,b,,c\"",
          "`raw\\n`",
          "\"10\"",
          "\" pad \"",
          "\"fooBar_baz-Q1\"",
          "\"x\\ty\\n\"",
          "\"<&'>\"",
          "\"0x1f\"",
          "\"/a/b/../c.txt\"",
          "\"1.50\"");
  private static final List<String> STRING_FIELDS =
      List.of(
          ".Name",
          "$.Name",
          "$.Text",
          "$.Umlaut",
          "$.Empty",
          "$.Path",
          "$.Box.Name",
          "$.Box.Loud",
          "$.Html");
  private static final List<String> PATTERNS =
      List.of(
          "\"[a-z]+\"",
          "\"a*\"",
          "\"(l+)(o)?\"",
          "\"^.\"",
          "\"\\\\d+\"",
          "\"[^,]*\"",
          "\"\"",
          "\"(?i)HELLO|b\"",
          "\"x{2}|o$\"");

  private final Random random;
  private int depth;
  private String variables = "";
  private String dot = "";

  ExpressionGenerator(Random random) {
    this.random = random;
  }

  String variables() {
    return variables;
  }

  void use(String names) {
    variables = names;
  }

  String useNone() {
    String before = variables;
    variables = "";
    return before;
  }

  String dot() {
    return dot;
  }

  /** What stands for the element of a loop, empty at the top. */
  void dot(String written) {
    dot = written;
  }

  String variable() {
    String[] names = variables.trim().split(" +");
    return names[random.nextInt(names.length)];
  }

  private String of(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String of(String... list) {
    return list[random.nextInt(list.length)];
  }

  /** A nested expression, in parentheses where it needs them. */
  private String nested(String expression) {
    return expression.contains(" ") && !expression.startsWith("\"") && !expression.startsWith("`")
        ? "(" + expression + ")"
        : expression;
  }

  private boolean deep() {
    return depth > 2;
  }

  /** An expression of the type, rarely of any other. */
  private String argument(java.util.function.Supplier<String> type) {
    depth++;
    String made = random.nextInt(25) == 0 ? any() : type.get();
    depth--;
    return nested(made);
  }

  private String s() {
    return argument(this::string);
  }

  private String i() {
    return argument(this::integer);
  }

  private String l() {
    return argument(this::list);
  }

  private String m() {
    return argument(this::map);
  }

  private String a() {
    depth++;
    String made = any();
    depth--;
    return nested(made);
  }

  private String f() {
    return argument(this::decimal);
  }

  private String small() {
    return String.valueOf(random.nextInt(6));
  }

  String printable() {
    String made = any();
    if (random.nextInt(4) == 0) {
      return made
          + " | "
          + of(
              "print",
              "printf \"%v\"",
              "toString",
              "quote",
              "toJson",
              "html",
              "default \"d\"",
              "printf \"" + format() + "\"",
              "kindOf",
              "typeOf",
              "upper",
              "len");
    }
    return made;
  }

  String any() {
    if (!variables.isBlank() && random.nextInt(5) == 0) {
      return variable();
    }
    if (!dot.isEmpty() && random.nextInt(6) == 0) {
      return of(".", ".", ".Id", ".x");
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> string();
      case 3, 4 -> integer();
      case 5 -> decimal();
      case 6, 7 -> bool();
      case 8 -> list();
      case 9 -> map();
      case 10 -> of("$.Nothing", "$.Missing", "$.Deep.x.y", "$.Deep.n", "$.Missing.a.b");
      default -> number();
    };
  }

  private String string() {
    if (deep() || random.nextInt(3) == 0) {
      return random.nextBoolean() ? of(STRINGS) : of(STRING_FIELDS);
    }
    return switch (random.nextInt(16)) {
      case 0 ->
          of(
                  "upper",
                  "lower",
                  "title",
                  "untitle",
                  "trim",
                  "swapcase",
                  "initials",
                  "nospace",
                  "snakecase",
                  "camelcase",
                  "kebabcase",
                  "b64enc",
                  "b64dec",
                  "sha1sum",
                  "b32enc",
                  "regexQuoteMeta")
              + " "
              + s();
      case 1 ->
          of(
                  "base",
                  "dir",
                  "ext",
                  "clean",
                  "js",
                  "html",
                  "urlquery",
                  "quote",
                  "squote",
                  "toString",
                  "toJson",
                  "toPrettyJson",
                  "toRawJson")
              + " "
              + s();
      case 2 ->
          of("print", "println", "cat", "quote", "squote", "html", "urlquery")
              + " "
              + a()
              + " "
              + a();
      case 3 -> "printf \"" + format() + text() + format() + "\" " + a() + " " + a();
      case 4 -> of("trimAll", "trimPrefix", "trimSuffix") + " " + s() + " " + s();
      case 5 ->
          of("trunc", "indent", "nindent", "repeat", "abbrev", "wrap") + " " + small() + " " + s();
      case 6 -> "substr " + small() + " " + small() + " " + s();
      case 7 -> "replace " + s() + " " + s() + " " + s();
      case 8 -> "join " + s() + " " + l();
      case 9 -> "default " + s() + " " + a();
      case 10 -> "ternary " + s() + " " + s() + " " + argument(this::bool);
      case 11 -> "regexFind " + of(PATTERNS) + " " + s();
      case 12 -> "regexReplaceAll " + of(PATTERNS) + " " + s() + " " + of("\"<$0>\"", "\"${1}x\"");
      case 13 ->
          s()
              + " | "
              + of(
                  "upper",
                  "trunc 3",
                  "replace \"a\" \"b\"",
                  "printf \"%q\"",
                  "repeat 2",
                  "trimAll \"a\"");
      case 14 -> "printf \"" + format() + "\" " + a();
      default -> of("first", "last") + " " + nested("splitList " + s() + " " + s());
    };
  }

  private String text() {
    return of("", " ", "-", "%%", "|");
  }

  /** A directive of printf. */
  private String format() {
    String flags = of("", "", "", "-", "+", "0", "#", " ", "+-", "#0");
    String width = of("", "", "5", "8", "12");
    String precision = of("", "", "", ".2", ".0", ".");
    return "%"
        + flags
        + width
        + precision
        + of("v", "v", "s", "d", "q", "x", "X", "f", "g", "e", "t", "T", "c", "o", "b", "U", "z");
  }

  private String integer() {
    if (deep() || random.nextInt(2) == 0) {
      return of(
          "0",
          "1",
          "-1",
          "7",
          "12",
          "0x1F",
          "1_000",
          "'a'",
          "0b11",
          "$.Count",
          "$.Zero",
          "$.Neg",
          "$.Box.Size");
    }
    return switch (random.nextInt(5)) {
      case 0 -> "len " + of(l(), s(), m());
      case 1 -> "int " + a();
      case 2 -> "atoi " + s();
      case 3 -> "index $.Ints " + small();
      default -> "index " + l() + " " + small();
    };
  }

  private String number() {
    return switch (random.nextInt(4)) {
      case 0 -> of("add", "mul", "max", "min") + " " + a() + " " + i();
      case 1 -> of("sub", "div", "mod") + " " + i() + " " + i();
      case 2 -> of("add1", "int64", "toDecimal") + " " + a();
      default -> of("add", "sub") + " " + i() + " " + nested("add1 " + i());
    };
  }

  private String decimal() {
    if (deep() || random.nextInt(2) == 0) {
      return of("1.5", "2.0", "-0.25", "1e6", "1e-7", "$.Ratio", "3.14159", "1e21");
    }
    return switch (random.nextInt(4)) {
      case 0 -> of("addf", "subf", "mulf", "divf", "maxf", "minf") + " " + f() + " " + i();
      case 1 -> of("floor", "ceil", "float64", "add1f") + " " + a();
      case 2 -> "round " + f() + " " + small();
      default -> "float64 " + s();
    };
  }

  String bool() {
    if (deep() || random.nextInt(4) == 0) {
      return of("true", "false", "$.On", "$.Off");
    }
    return switch (random.nextInt(8)) {
      case 0 -> of("eq", "ne") + " " + a() + " " + a();
      case 1 -> of("lt", "le", "gt", "ge") + " " + i() + " " + i();
      case 2 -> of("eq", "lt", "ge") + " " + s() + " " + s();
      case 3 -> of("and", "or") + " " + a() + " " + a();
      case 4 -> of("not", "empty") + " " + a();
      case 5 -> of("contains", "hasPrefix", "hasSuffix") + " " + s() + " " + s();
      case 6 ->
          of(
              "hasKey " + m() + " \"a\"",
              "has " + a() + " " + l(),
              "regexMatch " + of(PATTERNS) + " " + s());
      default -> "deepEqual " + a() + " " + a();
    };
  }

  String list() {
    if (deep() || random.nextInt(3) == 0) {
      return of("$.List", "$.Ints", "$.None", "$.Mixed", "$.Strings", "list");
    }
    return switch (random.nextInt(9)) {
      case 0 -> "list " + a() + " " + a();
      case 1 -> "splitList " + s() + " " + s();
      case 2 -> "until " + small();
      case 3 -> of("append", "prepend", "without") + " " + l() + " " + a();
      case 4 -> of("reverse", "uniq", "rest", "initial", "compact", "sortAlpha") + " " + l();
      case 5 -> "concat " + l() + " " + l();
      case 6 -> of("slice " + l() + " " + small(), "slice $.List 1 3", "slice $.Ints 0 2");
      case 7 -> "regexFindAll " + of(PATTERNS) + " " + s() + " " + of("-1", "2", "0");
      default ->
          of(
              "chunk 2 " + l(),
              "regexSplit " + of(PATTERNS) + " " + s() + " -1",
              "toStrings " + l(),
              "keys " + m() + " | sortAlpha");
    };
  }

  String map() {
    if (deep() || random.nextInt(3) == 0) {
      return of("$.Map", "$.NoMap", "$.Deep", "$.Box.Tags", "dict");
    }
    return switch (random.nextInt(6)) {
      case 0 -> "dict \"a\" " + a();
      case 1 -> "dict " + s() + " " + a() + " \"a\" " + a();
      case 2 -> of("pick", "omit") + " " + m() + " \"a\" " + s();
      case 3 -> of("merge", "mergeOverwrite") + " " + nested("dict \"a\" " + a()) + " " + m();
      case 4 -> "split " + s() + " " + s();
      default -> "set " + nested("dict \"b\" " + a()) + " " + s() + " " + a();
    };
  }
}
