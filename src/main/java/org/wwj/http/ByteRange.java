package org.wwj.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Request;
import org.wwj.http.Selection.Part;
import org.wwj.http.Selection.Unsatisfiable;
import org.wwj.http.Selection.Whole;

/**
 * The {@code Range} header, RFC 9110 §14.2. A header that is not understood is ignored, as the RFC
 * asks. Of several ranges the first that can be answered is: clients that boot ask for one, and a
 * multipart body would be more bytes than were asked for.
 */
final class ByteRange {
  private static final String UNIT = "bytes=";
  private static final Pattern LATER =
      Pattern.compile("bytes=\\s*(0*[1-9][0-9]*)-([0-9]*)\\s*", Pattern.CASE_INSENSITIVE);

  private ByteRange() {}

  /** What the header selects of a representation of that size in bytes. */
  static Selection select(@Nullable String header, long size) {
    if (header == null || !header.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return new Whole();
    }
    Selection selected = new Unsatisfiable();
    boolean any = false;
    for (String spec : header.substring(UNIT.length()).split(",", -1)) {
      String trimmed = spec.strip();
      if (trimmed.isEmpty()) {
        continue; // RFC 9110 §5.6.1.2: empty list elements are skipped
      }
      any = true;
      Selection one = one(trimmed, size);
      if (one instanceof Whole) {
        return one;
      }
      if (selected instanceof Unsatisfiable) {
        selected = one;
      }
    }
    return any ? selected : new Whole();
  }

  /** How much the header of a GET asks for, as far as it tells without the size. */
  static Request.Part part(@Nullable String header) {
    Matcher later = LATER.matcher(header == null ? "" : header);
    if (!later.matches()) {
      return Request.Part.WHOLE;
    }
    return later.group(2).isEmpty() ? Request.Part.REST : Request.Part.PIECE;
  }

  /**
   * The first byte that the header of a GET asks for, 0 where that is not told without the size.
   */
  static long first(@Nullable String header) {
    Matcher later = LATER.matcher(header == null ? "" : header);
    return later.matches() ? number(later.group(1)) : 0;
  }

  /** One range; {@link Whole} when it is not one. */
  private static Selection one(String spec, long size) {
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return new Whole();
    }
    String left = spec.substring(0, dash);
    String right = spec.substring(dash + 1);
    if (!digits(left) || !digits(right) || (left.isEmpty() && right.isEmpty())) {
      return new Whole();
    }
    if (left.isEmpty()) {
      long suffix = Math.min(number(right), size);
      return suffix == 0 ? new Unsatisfiable() : new Part(size - suffix, suffix);
    }
    long first = number(left);
    long last = right.isEmpty() ? Long.MAX_VALUE : number(right);
    if (last < first) {
      return new Whole();
    }
    return first >= size
        ? new Unsatisfiable()
        : new Part(first, Math.min(last, size - 1) - first + 1);
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Digits as a number; beyond what a long holds, the greatest: no file is that long. */
  private static long number(String digits) {
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        return Long.MAX_VALUE;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
