package org.wwj.cli;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Comparator;

/** Runs of digits count as numbers: {@code n2} before {@code n10}; letters come after the rest. */
final class GoKeyOrder implements Comparator<String>, Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public int compare(String a, String b) {
    int i = 0;
    boolean digits = false;
    for (; i < a.length() && i < b.length(); i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return differ(a, b, i, digits);
      }
      digits = isDigit(x);
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int differ(String a, String b, int i, boolean inNumber) {
    char x = a.charAt(i);
    char y = b.charAt(i);
    if (Character.isLetter(x) && Character.isLetter(y)) {
      return Character.compare(x, y);
    }
    if (Character.isLetter(x) || Character.isLetter(y)) {
      // After a number the letter goes on with another name; elsewhere signs come first.
      boolean first = Character.isLetter(x) == inNumber;
      return first ? -1 : 1;
    }
    if (!isDigit(x) || !isDigit(y)) {
      return Character.compare(x, y);
    }
    int order = number(a, i).compareTo(number(b, i));
    return order != 0 ? order : Character.compare(x, y);
  }

  /** The number whose digits hold that place. */
  private static BigInteger number(String text, int place) {
    int start = place;
    while (start > 0 && isDigit(text.charAt(start - 1))) {
      start--;
    }
    int end = place;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return new BigInteger(text.substring(start, end));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
