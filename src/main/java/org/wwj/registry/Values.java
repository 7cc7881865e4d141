package org.wwj.registry;

import java.net.Inet6Address;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.wwj.net.Prefix;

/** The words of single values: what they may be, and the one form they are kept in. */
public final class Values {
  private static final Set<String> NO_WORDS =
      Set.of("unset", "delete", "undef", "--", "nil", "0.0.0.0");
  private static final Pattern HWADDR = Pattern.compile("[0-9a-fA-F]{2}([:.-][0-9a-fA-F]{2})*");

  private Values() {}

  /** The words that take a field away: exactly these, upper case (warewulf.md §2.4). */
  public static boolean isUnset(String text) {
    return text.equals("UNSET") || text.equals("UNDEF");
  }

  /**
   * The text as it is stored.
   *
   * @throws IllegalArgumentException when the type does not allow it, naming the text
   */
  public static String check(Field.Type type, String text) {
    return switch (type) {
      case TEXT, LIST, TAGS, TREE -> text;
      case IP -> Prefix.isDotted(text) ? text : Prefix.parseAddress(text).getHostAddress();
      case IP6 -> ip6(text);
      case HWADDR -> hwaddr(text);
      case WORD -> NO_WORDS.contains(text.toLowerCase(Locale.ROOT)) ? text : flag(text);
      case FLAG -> flag(text);
    };
  }

  /** Whether a WWbool says yes; nothing and odd words say no (warewulf.md §2.2). */
  public static boolean isYes(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true", "t", "1", "yes", "y", "on" -> true;
      default -> false;
    };
  }

  private static String flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "1", "yes", "y", "on" -> "true";
      case "false", "f", "0", "no", "n", "off" -> "false";
      default -> throw new IllegalArgumentException("'" + text + "' is neither yes nor no");
    };
  }

  private static String hwaddr(String text) {
    int bytes = (text.length() + 1) / 3;
    if (isLowerCase(text)) {
      return text;
    }
    if (!HWADDR.matcher(text).matches() || (bytes != 6 && bytes != 8 && bytes != 20)) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a hardware address (expected six bytes, like 52:54:00:12:34:56)");
    }
    return text.toLowerCase(Locale.ROOT).replace('-', ':').replace('.', ':');
  }

  /** Whether it is six bytes in the form they are kept in, as nearly always. */
  private static boolean isLowerCase(String text) {
    if (text.length() != 17) {
      return false;
    }
    for (int i = 0; i < 17; i++) {
      char c = text.charAt(i);
      boolean digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (i % 3 == 2 ? c != ':' : !digit) {
        return false;
      }
    }
    return true;
  }

  private static String ip6(String text) {
    String address = text.indexOf('/') < 0 ? text : text.substring(0, text.indexOf('/'));
    try {
      Inet6Address.ofLiteral(address);
      return text;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is not an IPv6 address", e);
    }
  }
}
