package org.wwj.template;

import java.util.List;

/** A text being read from its beginning, in the pieces that a layout of a time names. */
final class TimeText {
  private String rest;

  TimeText(String text) {
    this.rest = text;
  }

  /** The text does not go on with what was looked for. */
  static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** What is still to be read. */
  String rest() {
    return rest;
  }

  boolean startsWith(String prefix) {
    return rest.startsWith(prefix);
  }

  String take(int length) {
    String taken = rest.substring(0, length);
    rest = rest.substring(length);
    return taken;
  }

  /** Passes spaces, at most so many. */
  void spaces(int most) {
    int end = 0;
    while (end < most && end < rest.length() && rest.charAt(end) == ' ') {
      end++;
    }
    rest = rest.substring(end);
  }

  /** Passes text of the layout; any number of spaces stands for any other. */
  void skip(String wanted) throws Mismatch {
    int at = 0;
    while (at < wanted.length()) {
      char c = wanted.charAt(at);
      if (c == ' ') {
        if (!rest.isEmpty() && rest.charAt(0) != ' ') {
          throw new Mismatch();
        }
        while (at < wanted.length() && wanted.charAt(at) == ' ') {
          at++;
        }
        spaces(rest.length());
      } else if (rest.isEmpty() || rest.charAt(0) != c) {
        throw new Mismatch();
      } else {
        rest = rest.substring(1);
        at++;
      }
    }
  }

  /** A number of at least and at most so many digits. */
  int digits(int least, int most) throws Mismatch {
    int end = 0;
    while (end < most && isDigit(end)) {
      end++;
    }
    if (end < least) {
      throw new Mismatch();
    }
    return Integer.parseInt(take(end));
  }

  private boolean isDigit(int at) {
    return at < rest.length() && rest.charAt(at) >= '0' && rest.charAt(at) <= '9';
  }

  /** The place of one of the names, cut to the length, whatever its case. */
  int name(List<String> names, int length) throws Mismatch {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).substring(0, Math.min(length, names.get(i).length()));
      if (rest.regionMatches(true, 0, name, 0, name.length())) {
        take(name.length());
        return i;
      }
    }
    throw new Mismatch();
  }

  /** Nanoseconds, if a point or comma and digits follow. */
  int optionalFraction() throws Mismatch {
    if (rest.length() < 2 || ".,".indexOf(rest.charAt(0)) < 0 || !isDigit(1)) {
      return 0;
    }
    int end = 2;
    while (isDigit(end)) {
      end++;
    }
    return fraction(end);
  }

  /** Nanoseconds in so many characters, the point included. */
  int fraction(int length) throws Mismatch {
    if (rest.length() < length || ".,".indexOf(rest.charAt(0)) < 0) {
      throw new Mismatch();
    }
    String digits = rest.substring(1, length);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Mismatch();
    }
    take(length);
    return Integer.parseInt((digits + "000000000").substring(0, 9));
  }

  /** A zone's short name: three to five capitals, or hours beside GMT. */
  String zone() throws Mismatch {
    int length = 0;
    while (length < 6
        && length < rest.length()
        && rest.charAt(length) >= 'A'
        && rest.charAt(length) <= 'Z') {
      length++;
    }
    boolean good =
        switch (length) {
          case 3 -> true;
          case 4 -> rest.charAt(3) == 'T' || startsWith("WITA");
          case 5 -> rest.charAt(4) == 'T';
          default -> false;
        };
    if (startsWith("ChST") || startsWith("MeST")) {
      return take(4);
    }
    if (startsWith("GMT+") || startsWith("GMT-")) {
      int end = isDigit(4) ? isDigit(5) ? 6 : 5 : 3;
      return take(isDigit(6) ? 3 : end);
    }
    if (!good) {
      throw new Mismatch();
    }
    return take(length);
  }
}
