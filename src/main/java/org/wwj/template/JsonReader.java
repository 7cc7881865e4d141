package org.wwj.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as Go's {@code encoding/json} does into {@code interface {}}: all numbers are floats,
 * and its complaints name the character that is wrong.
 */
final class JsonReader {
  private static final int MAX_DEPTH = 100;

  private final String in;
  private int at;
  private int depth;

  private JsonReader(String in) {
    this.in = in;
  }

  /**
   * The value of the text.
   *
   * @throws JsonException when it is no JSON
   */
  static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value("looking for beginning of value");
    reader.space();
    if (reader.at < text.length()) {
      throw reader.unexpected("after top-level value");
    }
    return value;
  }

  private Object value(String context) {
    space();
    char c = peek();
    return switch (c) {
      case '{' -> nested(this::object);
      case '[' -> nested(this::array);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", Nil.NIL);
      default -> {
        if (c != '-' && !isDigit(c)) {
          throw unexpected(context);
        }
        yield number();
      }
    };
  }

  private interface Part {
    Object read();
  }

  private Object nested(Part part) {
    if (++depth > MAX_DEPTH) {
      throw new JsonException("exceeded max depth");
    }
    at++;
    Object value = part.read();
    depth--;
    return value;
  }

  private Object object() {
    Map<String, Object> map = new LinkedHashMap<>();
    space();
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      space();
      if (peek() != '"') {
        throw unexpected("looking for beginning of object key string");
      }
      String key = string();
      space();
      if (peek() != ':') {
        throw unexpected("after object key");
      }
      at++;
      map.put(key, value("looking for beginning of value"));
      Meter.count(map.size());
      space();
      if (peek() != ',' && peek() != '}') {
        throw unexpected("after object key:value pair");
      }
      if (in.charAt(at++) == '}') {
        return map;
      }
    }
  }

  private Object array() {
    List<Object> list = new ArrayList<>();
    space();
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      list.add(value("looking for beginning of value"));
      Meter.count(list.size());
      space();
      if (peek() != ',' && peek() != ']') {
        throw unexpected("after array element");
      }
      if (in.charAt(at++) == ']') {
        return list;
      }
    }
  }

  private Object word(String word, Object value) {
    for (int i = 1; i < word.length(); i++) {
      at++;
      if (peek() != word.charAt(i)) {
        throw unexpected("in literal " + word + " (expecting " + quoted(word.charAt(i)) + ")");
      }
    }
    at++;
    return value;
  }

  private Object number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits("in numeric literal");
    }
    if (peek() == '.') {
      at++;
      digits("after decimal point in numeric literal");
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits("in exponent of numeric literal");
    }
    String text = in.substring(start, at);
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new JsonException(
          "json: cannot unmarshal number " + text + " into Go value of type float64");
    }
    return value;
  }

  private void digits(String context) {
    if (!isDigit(peek())) {
      throw unexpected(context);
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private String string() {
    at++;
    StringBuilder text = new StringBuilder();
    while (true) {
      int c = at < in.length() ? in.codePointAt(at) : -1;
      if (c < ' ') {
        throw unexpected("in string literal");
      }
      at += Character.charCount(c);
      if (c == '"') {
        return text.toString();
      }
      if (c == '\\') {
        escape(text);
      } else {
        text.appendCodePoint(GoString.character(c));
      }
    }
  }

  private void escape(StringBuilder text) {
    char c = peek();
    int simple = "\"\\/bfnrt".indexOf(c);
    if (simple >= 0) {
      at++;
      text.append("\"\\/\b\f\n\r\t".charAt(simple));
      return;
    }
    if (c != 'u') {
      throw unexpected("in string escape code");
    }
    char code = hex();
    if (!Character.isSurrogate(code)) {
      text.append(code);
      return;
    }
    int before = at;
    if (Character.isHighSurrogate(code) && in.startsWith("\\u", at)) {
      at++;
      char low = hex();
      if (Character.isLowSurrogate(low)) {
        text.append(code).append(low);
        return;
      }
      at = before;
    }
    text.append('\ufffd');
  }

  /** Four digits behind the {@code u} where we are. */
  private char hex() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      at++;
      int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw unexpected("in \\u hexadecimal character escape");
      }
      code = code * 16 + digit;
    }
    at++;
    return (char) code;
  }

  private void space() {
    while (at < in.length() && " \t\r\n".indexOf(in.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    return at < in.length() ? in.charAt(at) : 0;
  }

  private JsonException unexpected(String context) {
    if (at >= in.length()) {
      // Go tries a space there before it gives up
      boolean space =
          context.startsWith("in literal")
              || context.contains("numeric")
              || context.contains("escape");
      return new JsonException(
          space ? "invalid character ' ' " + context : "unexpected end of JSON input");
    }
    // Go looks at bytes
    int first = GoString.encode(in.substring(at, Math.min(in.length(), at + 2)))[0] & 0xff;
    return new JsonException("invalid character " + quoted((char) first) + " " + context);
  }

  private static String quoted(char c) {
    return switch (c) {
      case '\'' -> "'\\''";
      case '"' -> "'\"'";
      default -> {
        String text = GoString.quote(String.valueOf(c));
        yield "'" + text.substring(1, text.length() - 1) + "'";
      }
    };
  }
}
