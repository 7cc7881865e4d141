package org.wwj.http;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.wwj.http.Selection.NotModified;
import org.wwj.http.Selection.PreconditionFailed;
import org.wwj.http.Selection.Whole;

/**
 * The conditions and the range of a request, RFC 9110 §13 and §14, as they were written. Firmware
 * resumes a cut download with {@code Range} and {@code If-Match} or {@code If-Unmodified-Since}
 * (edk2), curl with {@code Range} alone.
 */
record Conditions(
    @Nullable String range,
    @Nullable String ifRange,
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable String ifUnmodifiedSince,
    @Nullable String ifModifiedSince) {

  /** Longest text that is looked at as a date; the parser throws on more. */
  private static final int MAX_DATE = 64;

  static Conditions of(HttpHeaders headers) {
    return new Conditions(
        headers.get(HttpHeaderNames.RANGE),
        headers.get(HttpHeaderNames.IF_RANGE),
        list(headers, HttpHeaderNames.IF_MATCH),
        list(headers, HttpHeaderNames.IF_NONE_MATCH),
        headers.get(HttpHeaderNames.IF_UNMODIFIED_SINCE),
        headers.get(HttpHeaderNames.IF_MODIFIED_SINCE));
  }

  private static @Nullable String list(HttpHeaders headers, CharSequence name) {
    return headers.contains(name) ? String.join(",", headers.getAll(name)) : null;
  }

  /**
   * What the request selects, in the order of RFC 9110 §13.2.2.
   *
   * @param head whether it is a HEAD, to which a range does not apply (§14.2)
   * @param size bytes of the representation
   * @param etag its strong validator, without quotes
   * @param modified when it was last changed, or null where nobody knows
   */
  Selection select(boolean head, long size, String etag, @Nullable Instant modified, Instant now) {
    Instant second = modified == null ? null : modified.truncatedTo(ChronoUnit.SECONDS);
    if (ifMatch != null) {
      if (!matches(ifMatch, etag, false)) {
        return new PreconditionFailed();
      }
    } else if (isAfter(second, ifUnmodifiedSince)) {
      return new PreconditionFailed();
    }
    if (ifNoneMatch != null) {
      if (matches(ifNoneMatch, etag, true)) {
        return new NotModified();
      }
    } else if (second != null
        && date(ifModifiedSince) != null
        && !isAfter(second, ifModifiedSince)) {
      return new NotModified();
    }
    return head || !rangeApplies(etag, second, now) ? new Whole() : ByteRange.select(range, size);
  }

  private boolean rangeApplies(String etag, @Nullable Instant modified, Instant now) {
    if (ifRange == null || ifRange.equals('"' + etag + '"')) {
      return true;
    }
    // A date is a strong validator only when the file rested for a second, RFC 9110 §8.8.2.2.
    return modified != null
        && modified.equals(date(ifRange))
        && Duration.between(modified, now).toSeconds() >= 1;
  }

  private static boolean isAfter(@Nullable Instant modified, @Nullable String header) {
    Instant date = date(header);
    return modified != null && date != null && modified.isAfter(date);
  }

  private static @Nullable Instant date(@Nullable String header) {
    if (header == null || header.isEmpty() || header.length() > MAX_DATE) {
      return null;
    }
    Date date = DateFormatter.parseHttpDate(header);
    return date == null ? null : date.toInstant();
  }

  /** Whether a list of entity tags names this one; weak tags only count where the RFC says so. */
  private static boolean matches(String list, String etag, boolean weak) {
    String quoted = '"' + etag + '"';
    int at = 0;
    while (at < list.length()) {
      char c = list.charAt(at);
      if (c == '*') {
        return true;
      }
      if (c == ' ' || c == '\t' || c == ',') {
        at++;
        continue;
      }
      boolean weakTag = list.startsWith("W/", at);
      int open = weakTag ? at + 2 : at;
      int close =
          open < list.length() && list.charAt(open) == '"' ? list.indexOf('"', open + 1) : -1;
      if (close < 0) {
        return false;
      }
      if ((weak || !weakTag) && list.substring(open, close + 1).equals(quoted)) {
        return true;
      }
      at = close + 1;
    }
    return false;
  }
}
