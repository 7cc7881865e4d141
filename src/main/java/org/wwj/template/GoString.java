package org.wwj.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Go strings are bytes, Java's are UTF-16. A byte that is no valid UTF-8 travels as the lone
 * surrogate U+DC80..U+DCFF, so text in an old encoding leaves as it came.
 */
public final class GoString {
  private static final String HEX = "0123456789abcdef";

  private GoString() {}

  /** Text of the bytes. */
  public static String decode(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int i = 0;
    while (i < bytes.length) {
      int b = bytes[i] & 0xff;
      if (b < 0x80) {
        text.append((char) b);
        i++;
        continue;
      }
      int size = sequence(bytes, i);
      if (size == 0) {
        text.append((char) (0xdc00 + b));
        i++;
      } else {
        text.append(new String(bytes, i, size, StandardCharsets.UTF_8));
        i += size;
      }
    }
    return text.toString();
  }

  /** Length of the valid sequence that starts here, 0 when there is none. */
  private static int sequence(byte[] bytes, int at) {
    int lead = bytes[at] & 0xff;
    int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + size > bytes.length) {
      return 0;
    }
    int code = lead & (0x7f >> size);
    for (int i = 1; i < size; i++) {
      int next = bytes[at + i] & 0xff;
      if ((next & 0xc0) != 0x80) {
        return 0;
      }
      code = code << 6 | (next & 0x3f);
    }
    int least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
    boolean surrogate = code >= 0xd800 && code <= 0xdfff;
    return code < least || code > 0x10ffff || surrogate ? 0 : size;
  }

  /** Bytes of the text. */
  public static byte[] encode(String text) {
    boolean plain = true;
    for (int i = 0; i < text.length() && plain; i++) {
      plain = !Character.isSurrogate(text.charAt(i));
    }
    if (plain) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          if (isByte(c)) {
            bytes.write(c - 0xdc00);
          } else {
            bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
          }
        });
    return bytes.toByteArray();
  }

  /** Go's {@code len}. */
  static int byteLength(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80 || (Character.isLowSurrogate(c) && isByte(text.codePointAt(i)))) {
        length += 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        length += 2; // a pair of surrogates counts 4 together
      } else {
        length += 3;
      }
    }
    return length;
  }

  /** The bytes, each as a character of its own, for functions that count and cut bytes. */
  static String latin(String text) {
    return new String(encode(text), StandardCharsets.ISO_8859_1);
  }

  /** Text of bytes that are characters of their own. */
  static String ofLatin(String bytes) {
    return decode(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The character, or the replacement character for a byte that is none. */
  static int character(int codePoint) {
    return isByte(codePoint) ? 0xfffd : codePoint;
  }

  static boolean isByte(int codePoint) {
    return codePoint >= 0xdc80 && codePoint <= 0xdcff;
  }

  /** {@code strconv.Quote}. */
  static String quote(String text) {
    return quoteWith(text, '"', false);
  }

  static String quoteWith(String text, char quote, boolean asciiOnly) {
    StringBuilder out = new StringBuilder().append(quote);
    text.codePoints().forEach(c -> escape(out, c, quote, asciiOnly));
    return out.append(quote).toString();
  }

  private static void escape(StringBuilder out, int c, char quote, boolean asciiOnly) {
    switch (c) {
      case '\\' -> out.append("\\\\");
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (c < 0x80 ? c >= 0x20 && c != 0x7f : !asciiOnly && printable(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x80) {
          hex(out.append("\\x"), c, 2);
        } else if (isByte(c)) {
          hex(out.append("\\x"), c - 0xdc00, 2);
        } else if (c < 0x10000) {
          hex(out.append("\\u"), c, 4);
        } else {
          hex(out.append("\\U"), c, 8);
        }
      }
    }
  }

  /** Whether the text can stand between backquotes as it is. */
  static boolean canBackquote(String text) {
    return text.codePoints()
        .allMatch(
            c -> c == '\t' || (c >= ' ' && c != '`' && c != 0x7f && c != 0xfeff && !isByte(c)));
  }

  /** {@code unicode.IsPrint}. */
  static boolean printable(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static void hex(StringBuilder out, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(HEX.charAt(value >> shift & 15));
    }
  }

  /**
   * The text between quotes with its escapes resolved, as {@code strconv.Unquote}.
   *
   * @throws TemplateException with Go's {@code invalid syntax}
   */
  static String unquote(String quoted) {
    char quote = quoted.charAt(0);
    String body = quoted.substring(1, quoted.length() - 1);
    if (quote == '`') {
      return body.replace("\r", "");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length());
    int i = 0;
    while (i < body.length()) {
      int c = body.codePointAt(i);
      if (c == '\n' || c == quote) {
        throw invalid();
      }
      if (c == '\\') {
        i = unescape(body, i + 1, quote, bytes);
      } else {
        bytes.writeBytes(encode(Character.toString(character(c))));
        i += Character.charCount(c);
      }
    }
    return decode(bytes.toByteArray());
  }

  private static int unescape(String body, int at, char quote, ByteArrayOutputStream out) {
    if (at >= body.length()) {
      throw invalid();
    }
    char c = body.charAt(at);
    int simple = "abfnrtv\\".indexOf(c);
    if (simple >= 0) {
      out.write(new int[] {7, 8, 12, 10, 13, 9, 11, '\\'}[simple]);
      return at + 1;
    }
    if (c == quote) {
      out.write(c);
      return at + 1;
    }
    if (c >= '0' && c <= '7') {
      int value = number(body, at, 3, 8);
      if (value > 255) {
        throw invalid();
      }
      out.write(value);
      return at + 3;
    }
    int digits =
        switch (c) {
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> throw invalid();
        };
    int value = number(body, at + 1, digits, 16);
    if (digits == 2) {
      out.write(value);
    } else {
      if (value < 0 || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
        throw invalid();
      }
      out.writeBytes(encode(Character.toString(value)));
    }
    return at + 1 + digits;
  }

  private static int number(String body, int at, int digits, int radix) {
    if (at + digits > body.length()) {
      throw invalid();
    }
    try {
      return Integer.parseUnsignedInt(body, at, at + digits, radix);
    } catch (NumberFormatException e) {
      throw new TemplateException("invalid syntax", e);
    }
  }

  private static TemplateException invalid() {
    return new TemplateException("invalid syntax");
  }
}
