package org.wwj.template;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One value by one verb of Go's fmt. */
final class FormatVerb {
  private static final int MAX_DEPTH = 100;

  private final int verb;
  private final FormatFlags flags;
  private final FormatNumber numbers;
  private final Bounded out;

  /** While the complaint about a bad verb is made, methods of values are left alone. */
  private boolean complaining;

  private FormatVerb(int verb, FormatFlags flags, Bounded out) {
    this.verb = verb;
    this.flags = flags;
    this.numbers = new FormatNumber(verb, flags);
    this.out = out;
  }

  static void format(Object value, int verb, FormatFlags flags, Bounded out) {
    if (verb == 'v' || verb == 'w') {
      flags.forValue();
    }
    if (verb == 'T') {
      out.append(flags.pad(value == Nil.NIL ? "<nil>" : flags.cut(Values.typeName(value))));
    } else if (value == Nil.NIL) {
      out.append(verb == 'v' ? flags.pad("<nil>") : "%!" + Character.toString(verb) + "(<nil>)");
    } else {
      new FormatVerb(verb, flags, out).write(value, 0);
    }
  }

  private void write(Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new TemplateException("value nested deeper than " + MAX_DEPTH + " levels");
    }
    switch (value) {
      case Nil n -> nil();
      case Boolean b when verb == 't' || verb == 'v' -> out.append(flags.pad(b.toString()));
      case Long l -> number(numbers.whole(l, true), value);
      case GoInt i -> number(numbers.whole(i.value(), !i.isUnsigned()), value);
      case Double d -> number(numbers.floating(d), value);
      case GoComplex c -> number(numbers.complex(c), value);
      case String s -> text(s, value);
      case Scalar s when !complaining && !flags.sharpV && "vsxXq".indexOf(verb) >= 0 ->
          text(s.toString(), value);
      case Scalar s when !(s.plain() instanceof Scalar) -> write(Values.plain(s), depth);
      case List<?> list when verb != 'p' -> list(list, depth);
      case Map<?, ?> map when verb != 'p' -> map(map, depth);
      case Fields fields when verb != 'p' -> struct(fields, depth);
      case NilPointer p when verb == 'v' ->
          out.append(flags.sharpV ? "(" + p.typeName() + ")(nil)" : flags.pad("<nil>"));
      default -> bad(value);
    }
  }

  /** A nil within a list, map or struct. */
  private void nil() {
    out.append(flags.sharpV ? "interface {}(nil)" : "<nil>");
  }

  private void number(@Nullable String text, Object value) {
    if (text == null) {
      bad(value);
    } else {
      out.append(text);
    }
  }

  private void bad(Object value) {
    if (verb == 'p' && "slice map ptr func".contains(Values.kind(value))) {
      throw new TemplateException("%p would print an address of memory, which differs each time");
    }
    out.append("%!").appendCodePoint(verb).append('(').append(Values.typeName(value)).append('=');
    FormatVerb plain = new FormatVerb('v', flags, out);
    plain.complaining = true;
    plain.write(value, 0);
    out.append(')');
  }

  private void list(List<?> list, int depth) {
    if (flags.sharpV) {
      out.append(Values.typeName(list));
      if (GoList.isNil(list)) {
        out.append("(nil)");
        return;
      }
    }
    out.append(flags.sharpV ? '{' : '[');
    for (int i = 0; i < list.size(); i++) {
      out.append(i == 0 ? "" : separator());
      write(Values.of(list.get(i)), depth + 1);
    }
    out.append(flags.sharpV ? '}' : ']');
  }

  private String separator() {
    return flags.sharpV ? ", " : " ";
  }

  private void map(Map<?, ?> map, int depth) {
    out.append(flags.sharpV ? Values.typeName(map) : "map");
    if (flags.sharpV && map instanceof NilMap) {
      out.append("(nil)");
      return;
    }
    out.append(flags.sharpV ? '{' : '[');
    Iterator<Map.Entry<String, Object>> entries = Values.sorted(map).entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, Object> entry = entries.next();
      text(entry.getKey(), entry.getKey());
      out.append(':');
      write(entry.getValue(), depth + 1);
      out.append(entries.hasNext() ? separator() : "");
    }
    out.append(flags.sharpV ? '}' : ']');
  }

  private void struct(Fields fields, int depth) {
    String type = fields.typeName();
    out.append(type.startsWith("*") ? "&" : "").append(flags.sharpV ? type.replace("*", "") : "");
    out.append('{');
    boolean first = true;
    for (String name : fields.fieldNames()) {
      out.append(first ? "" : separator());
      first = false;
      if (flags.plusV || flags.sharpV) {
        out.append(name).append(':');
      }
      write(Values.of(fields.field(name)), depth + 1);
    }
    out.append('}');
  }

  private void text(String text, Object value) {
    switch (verb) {
      case 'v' -> out.append(flags.pad(flags.sharpV ? quoted(flags.cut(text)) : flags.cut(text)));
      case 's' -> out.append(flags.pad(flags.cut(text)));
      case 'q' -> out.append(flags.pad(quoted(flags.cut(text))));
      case 'x', 'X' -> hex(GoString.encode(flags.cut(text)));
      default -> bad(value);
    }
  }

  private String quoted(String text) {
    return flags.sharp && GoString.canBackquote(text)
        ? "`" + text + "`"
        : GoString.quoteWith(text, '"', flags.plus);
  }

  private void hex(byte[] bytes) {
    int length = flags.precision >= 0 ? Math.min(flags.precision, bytes.length) : bytes.length;
    String digits = verb == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
    String prefix = flags.sharp ? "0" + Character.toString(verb) : "";
    StringBuilder hex = new StringBuilder(Meter.length(length, 5));
    for (int i = 0; i < length; i++) {
      hex.append(flags.space && i > 0 ? " " : "").append(flags.space || i == 0 ? prefix : "");
      hex.append(digits.charAt(bytes[i] >> 4 & 15)).append(digits.charAt(bytes[i] & 15));
    }
    out.append(flags.pad(hex.toString()));
  }
}
