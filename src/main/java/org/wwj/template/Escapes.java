package org.wwj.template;

import java.util.Locale;

/** Escaping for HTML, JavaScript and URLs as text/template does it. */
final class Escapes {
  private Escapes() {}

  static String html(String text) {
    Bounded out = new Bounded();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case 0 -> out.append('\uFFFD');
        case '"' -> out.append("&#34;");
        case '\'' -> out.append("&#39;");
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  static String js(String text) {
    Bounded out = new Bounded();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\\' -> out.append("\\\\");
            case '\'' -> out.append("\\'");
            case '"' -> out.append("\\\"");
            case '<', '>', '&', '=' -> out.append("\\u%04X".formatted(c));
            default -> {
              if (c < ' ' || (c > 0x7e && c != 0x7f && !shown(c))) {
                out.append("\\u%04X".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    return out.toString();
  }

  /** Whether a character stands for itself; a byte that is none is left as it is. */
  private static boolean shown(int c) {
    return GoString.printable(c) || GoString.isByte(c);
  }

  static String urlQuery(String text) {
    Bounded out = new Bounded();
    for (byte b : GoString.encode(text)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0)) {
        out.append(c);
      } else if (c == ' ') {
        out.append('+');
      } else {
        out.append('%').append("%02x".formatted((int) c).toUpperCase(Locale.ROOT));
      }
    }
    return out.toString();
  }
}
