package org.wwj.template;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One value by one verb of Go's fmt. */
final class FormatVerb {
  private static final int MAX_DEPTH = 100;

  private final int verb;
  private final FormatFlags flags;

  private FormatVerb(int verb, FormatFlags flags) {
    this.verb = verb;
    this.flags = flags;
  }

  static String format(Object value, int verb, FormatFlags flags) {
    if (verb == 'T') {
      return flags.pad(flags.cut(Values.typeName(value)));
    }
    if (value == Nil.NIL) {
      return verb == 'v' ? flags.pad("<nil>") : "%!" + Character.toString(verb) + "(<nil>)";
    }
    if (verb == 'v' && flags.plus) {
      flags.plusV = true;
      flags.plus = false;
    }
    return new FormatVerb(verb, flags).format(value, 0);
  }

  private String format(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TemplateException("value nested deeper than " + MAX_DEPTH + " levels");
    }
    return switch (value) {
      case Nil n -> flags.sharp ? "interface {}(nil)" : flags.pad("<nil>");
      case Boolean b -> verb == 't' || verb == 'v' ? flags.pad(b.toString()) : bad(value);
      case Long l -> whole(l);
      case Double d -> floating(d);
      case String s -> text(s, value);
      case Scalar s when "vsxXq".indexOf(verb) >= 0 && !(verb == 'v' && flags.sharp) ->
          text(s.toString(), value);
      case Scalar s -> format(Values.plain(s), depth);
      case List<?> list -> list(list, depth);
      case Map<?, ?> map -> map(map, depth);
      case Fields fields -> struct(fields, depth);
      default -> bad(value);
    };
  }

  private String bad(Object value) {
    return "%!"
        + Character.toString(verb)
        + "("
        + Values.typeName(value)
        + "="
        + GoFormat.value(value)
        + ")";
  }

  private String list(List<?> list, int depth) {
    boolean syntax = verb == 'v' && flags.sharp;
    StringBuilder out = new StringBuilder(syntax ? "[]interface {}{" : "[");
    for (int i = 0; i < list.size(); i++) {
      out.append(i == 0 ? "" : syntax ? ", " : " ")
          .append(format(Values.of(list.get(i)), depth + 1));
    }
    return out.append(syntax ? '}' : ']').toString();
  }

  private String map(Map<?, ?> map, int depth) {
    boolean syntax = verb == 'v' && flags.sharp;
    Map<String, String> pairs = new LinkedHashMap<>();
    Values.sorted(map).forEach((k, v) -> pairs.put(text(k, k), format(v, depth + 1)));
    return syntax
        ? Values.typeName(map) + "{" + GoFormat.joined(pairs, ", ") + "}"
        : "map[" + GoFormat.joined(pairs, " ") + "]";
  }

  private String struct(Fields fields, int depth) {
    StringBuilder out = new StringBuilder();
    String type = fields.typeName();
    boolean syntax = verb == 'v' && flags.sharp;
    out.append(type.startsWith("*") ? "&" : "").append(syntax ? type.replace("*", "") : "");
    out.append('{');
    boolean first = true;
    for (String name : fields.fieldNames()) {
      out.append(first ? "" : syntax ? ", " : " ");
      first = false;
      if (flags.plusV || syntax) {
        out.append(name).append(':');
      }
      out.append(format(Values.of(fields.field(name)), depth + 1));
    }
    return out.append('}').toString();
  }

  private String text(String text, Object value) {
    return switch (verb) {
      case 'v' -> flags.pad(flags.sharp ? GoString.quote(text) : flags.cut(text));
      case 's' -> flags.pad(flags.cut(text));
      case 'q' -> flags.pad(quoted(flags.cut(text)));
      case 'x', 'X' -> flags.pad(hex(text));
      default -> bad(value);
    };
  }

  private String quoted(String text) {
    boolean raw =
        flags.sharp && text.indexOf('`') < 0 && text.chars().allMatch(c -> c >= ' ' || c == '\t');
    return raw ? "`" + text + "`" : GoString.quoteWith(text, '"', flags.plus);
  }

  private String hex(String text) {
    HexFormat format =
        flags.space ? HexFormat.ofDelimiter(flags.sharp ? " 0x" : " ") : HexFormat.of();
    byte[] bytes = GoString.encode(text);
    int length = flags.precision >= 0 ? Math.min(flags.precision, bytes.length) : bytes.length;
    String digits = format.formatHex(bytes, 0, length);
    String all = flags.sharp && length > 0 ? "0x" + digits : digits;
    return verb == 'X' ? all.toUpperCase(Locale.ROOT) : all;
  }

  private String whole(long value) {
    return switch (verb) {
      case 'v', 'd' -> integer(value, 10, "");
      case 'b' -> integer(value, 2, flags.sharp ? "0b" : "");
      case 'o' -> integer(value, 8, flags.sharp ? "0" : "");
      case 'O' -> integer(value, 8, "0o");
      case 'x' -> integer(value, 16, flags.sharp ? "0x" : "");
      case 'X' -> integer(value, 16, flags.sharp ? "0X" : "");
      case 'c' -> flags.pad(Character.toString(character(value)));
      case 'q' ->
          flags.pad(GoString.quoteWith(Character.toString(character(value)), '\'', flags.plus));
      case 'U' -> flags.pad(unicode(value));
      default -> bad(value);
    };
  }

  private static int character(long value) {
    boolean valid = value >= 0 && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);
    return valid ? (int) value : 0xfffd;
  }

  private String unicode(long value) {
    String code = "U+" + "%04X".formatted(value);
    return flags.sharp && GoString.printable(character(value))
        ? code + " '" + Character.toString(character(value)) + "'"
        : code;
  }

  private String integer(long value, int radix, String prefix) {
    String digits = Long.toString(value, radix).replace("-", "");
    if (verb == 'X') {
      digits = digits.toUpperCase(Locale.ROOT);
    }
    String sign = value < 0 ? "-" : flags.plus ? "+" : flags.space ? " " : "";
    int least = flags.precision;
    if (least == 0 && value == 0) {
      return " ".repeat(Math.max(0, flags.width));
    }
    if (least < 0 && flags.zero && flags.width > 0) {
      least = flags.width - sign.length();
    }
    if (digits.length() < least) {
      digits = "0".repeat(least - digits.length()) + digits;
    }
    String start = prefix.equals("0") && digits.startsWith("0") ? "" : prefix;
    String whole = sign + start + digits;
    int missing = flags.width - whole.length();
    if (missing <= 0) {
      return whole;
    }
    return flags.minus ? whole + " ".repeat(missing) : " ".repeat(missing) + whole;
  }

  private String floating(double value) {
    String number =
        switch (verb) {
          case 'v' -> GoFloat.format(value, 'g', flags.precision);
          case 'g', 'G' -> GoFloat.format(value, (char) verb, flags.precision);
          case 'e', 'E', 'f', 'F' ->
              GoFloat.format(value, (char) verb, flags.precision < 0 ? 6 : flags.precision);
          default -> "";
        };
    if (number.isEmpty()) {
      return bad(value);
    }
    boolean finite = Double.isFinite(value);
    String sign = number.substring(0, 1);
    String digits = number.substring(1);
    if (sign.equals("+")) {
      sign = flags.plus ? "+" : flags.space ? " " : "";
    }
    if (finite && flags.zero && flags.width > sign.length() + digits.length()) {
      return sign + "0".repeat(flags.width - sign.length() - digits.length()) + digits;
    }
    boolean zero = flags.zero;
    flags.zero = false;
    String padded = flags.pad(sign + digits);
    flags.zero = zero;
    return padded;
  }
}
