package org.wwj.template;

import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.text;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Sprig's functions that reach outside of the template; a site has to allow them. */
final class SprigOutside {
  private SprigOutside() {}

  static void addTo(Map<String, Function> all) {
    all.put("env", Function.of(a -> variable(text(a, 0)), STRING));
    all.put("expandenv", Function.of(a -> expanded(text(a, 0)), STRING));
    all.put("getHostByName", Function.of(a -> address(text(a, 0)), STRING));
  }

  private static String variable(String name) {
    return System.getenv().getOrDefault(name, "");
  }

  /** {@code $name} and {@code ${name}} replaced; a dollar before anything else stays. */
  private static String expanded(String text) {
    Bounded out = new Bounded();
    int from = 0;
    for (int i = text.indexOf('$'); i >= 0 && i + 1 < text.length(); i = text.indexOf('$', from)) {
      out.append(text, from, i);
      from = i + 1;
      char next = text.charAt(from);
      if (next == '{') {
        int close = text.indexOf('}', from);
        if (close > from + 1) {
          out.append(variable(text.substring(from + 1, close)));
        }
        from = close < 0 ? from + 1 : close + 1; // a bad one is left out
      } else if ("*#$@!?-0123456789".indexOf(next) >= 0) {
        from++; // the shell's own, which no environment has
      } else {
        int end = from;
        while (end < text.length() && isNamePart(text.charAt(end))) {
          end++;
        }
        out.append(end == from ? "$" : variable(text.substring(from, end)));
        from = end;
      }
    }
    return out.append(text, from, text.length()).toString();
  }

  private static boolean isNamePart(char c) {
    return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
  }

  private static String address(String name) {
    try {
      InetAddress[] all = InetAddress.getAllByName(name);
      return all[ThreadLocalRandom.current().nextInt(all.length)].getHostAddress();
    } catch (UnknownHostException e) {
      throw new TemplateException("no name server knows " + GoString.quote(name), e);
    }
  }
}
