package org.wwj.template;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers by the verbs of Go's fmt; a Java null for a verb that is not for the number. */
final class FormatNumber {
  private static final int REPLACEMENT = 0xfffd;

  private final int verb;
  private final FormatFlags flags;

  FormatNumber(int verb, FormatFlags flags) {
    this.verb = verb;
    this.flags = flags;
  }

  @Nullable String whole(long value, boolean signed) {
    return switch (verb) {
      case 'v' ->
          flags.sharpV && !signed
              ? integer(value, false, 16, "0x")
              : integer(value, signed, 10, "");
      case 'd' -> integer(value, signed, 10, "");
      case 'b' -> integer(value, signed, 2, flags.sharp ? "0b" : "");
      case 'o' -> integer(value, signed, 8, flags.sharp ? "0" : "");
      case 'O' -> integer(value, signed, 8, flags.sharp ? "0o0" : "0o");
      case 'x' -> integer(value, signed, 16, flags.sharp ? "0x" : "");
      case 'X' -> integer(value, signed, 16, flags.sharp ? "0X" : "");
      case 'c' -> flags.pad(Character.toString(character(value)));
      case 'q' ->
          flags.pad(GoString.quoteWith(Character.toString(character(value)), '\'', flags.plus));
      case 'U' -> flags.padWithSpaces(unicode(value));
      default -> null;
    };
  }

  private static int character(long value) {
    boolean valid = value >= 0 && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);
    return valid ? (int) value : REPLACEMENT;
  }

  private String unicode(long value) {
    String digits = Long.toHexString(value).toUpperCase(Locale.ROOT);
    int least = Math.max(4, flags.precision);
    String code = "U+" + "0".repeat(Math.max(0, least - digits.length())) + digits;
    boolean shown = flags.sharp && value >= 0 && value <= 0x10ffff;
    return shown && GoString.printable((int) value)
        ? code + " '" + Character.toString((int) value) + "'"
        : code;
  }

  private String integer(long value, boolean signed, int radix, String prefix) {
    boolean negative = signed && value < 0;
    String digits = Long.toUnsignedString(negative ? -value : value, radix);
    if (verb == 'X') {
      digits = digits.toUpperCase(Locale.ROOT);
    }
    int least = flags.precision;
    if (least == 0 && value == 0) {
      return " ".repeat(Math.max(0, flags.width));
    }
    String sign = negative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
    if (least < 0 && flags.zeroPadded() && flags.width >= 0) {
      least = flags.width - sign.length();
    }
    if (digits.length() < least) {
      digits = "0".repeat(Meter.length(least - digits.length())) + digits;
    }
    boolean octal = prefix.endsWith("0") && digits.startsWith("0");
    String start = octal ? prefix.substring(0, prefix.length() - 1) : prefix;
    return flags.padWithSpaces(sign + start + digits);
  }

  @Nullable String complex(GoComplex value) {
    if ("vbgGxXfFeE".indexOf(verb) < 0) {
      return null;
    }
    boolean plus = flags.plus;
    @Nullable String real = floating(value.real());
    flags.plus = true;
    @Nullable String imaginary = floating(value.imaginary());
    flags.plus = plus;
    return "(" + real + imaginary + "i)";
  }

  @Nullable String floating(double value) {
    int precision = flags.precision;
    char form =
        switch (verb) {
          case 'v' -> 'g';
          case 'F' -> 'f';
          case 'b', 'g', 'G', 'x', 'X', 'f', 'e', 'E' -> (char) verb;
          default -> 0;
        };
    if (form == 0) {
      return null;
    }
    if (precision < 0 && "feE".indexOf(form) >= 0) {
      precision = 6;
    }
    Meter.length(precision);
    String number = GoFloat.format(value, form, precision);
    if (flags.space && number.startsWith("+") && !flags.plus) {
      number = " " + number.substring(1);
    }
    if (!Double.isFinite(value)) {
      boolean bare = Double.isNaN(value) && !flags.plus && !flags.space;
      return flags.padWithSpaces(bare ? number.substring(1) : number);
    }
    if (flags.sharp && form != 'b') {
      number = withPoint(number, form, precision);
    }
    if (!flags.plus && number.startsWith("+")) {
      return flags.pad(number.substring(1));
    }
    int missing = flags.width - number.length();
    return flags.zeroPadded() && missing > 0
        ? number.charAt(0) + "0".repeat(Meter.length(missing)) + number.substring(1)
        : flags.pad(number);
  }

  /** The sharp flag: a decimal point always, and no zero at the end taken away. */
  private static String withPoint(String number, char form, int precision) {
    int digits = "gGx".indexOf(form) < 0 ? 0 : precision < 0 ? 6 : precision;
    int end = number.length();
    boolean point = false;
    boolean significant = false;
    for (int i = 1; i < end; i++) {
      char c = Character.toLowerCase(number.charAt(i));
      if (c == '.') {
        point = true;
      } else if (c == 'p' || (c == 'e' && form != 'x' && form != 'X')) {
        end = i;
      } else {
        significant |= c != '0';
        digits -= significant ? 1 : 0;
      }
    }
    StringBuilder out = new StringBuilder(number.substring(0, end));
    if (!point) {
      digits -= out.length() == 2 && out.charAt(1) == '0' ? 1 : 0;
      out.append('.');
    }
    return out.repeat("0", Math.max(0, digits)).append(number, end, number.length()).toString();
  }
}
