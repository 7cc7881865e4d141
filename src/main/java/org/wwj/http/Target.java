package org.wwj.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request target, RFC 9112 §3.2, decoded. Firmware asks for {@code //grub.efi} and takes no
 * redirect, so slashes are collapsed here and nowhere else.
 */
sealed interface Target {
  /**
   * A target that names something.
   *
   * @param path decoded, with single slashes, starting with one, without dot segments
   * @param query decoded parameters, the first of each name
   */
  record Named(String path, Map<String, String> query) implements Target {}

  /** A target nobody is answered for. */
  record Malformed(String reason) implements Target {}

  /** Reads the target of a request line. */
  static Target parse(String target) {
    String origin = withoutAuthority(target);
    if (!origin.startsWith("/")) {
      return new Malformed("the path does not start with a slash");
    }
    int mark = origin.indexOf('?');
    String path = decode(mark < 0 ? origin : origin.substring(0, mark), false);
    if (path == null) {
      return new Malformed("the path holds a broken escape, a control character or a backslash");
    }
    String normal = normalise(path);
    if (normal == null) {
      return new Malformed("the path leads upwards ('..')");
    }
    Map<String, String> query = parameters(mark < 0 ? "" : origin.substring(mark + 1));
    return query == null
        ? new Malformed("the query holds a broken escape or a control character")
        : new Named(normal, query);
  }

  /** The absolute form that proxies use, RFC 9112 §3.2.2, brought into the usual one. */
  private static String withoutAuthority(String target) {
    if (!target.regionMatches(true, 0, "http://", 0, 7)) {
      return target;
    }
    for (int i = 7; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/') {
        return target.substring(i);
      }
      if (c == '?') {
        return "/" + target.substring(i);
      }
    }
    return "/";
  }

  private static @Nullable String normalise(String path) {
    StringBuilder normal = new StringBuilder(path.length());
    int start = 0;
    while (start < path.length()) {
      int end = path.indexOf('/', start);
      String segment = path.substring(start, end < 0 ? path.length() : end);
      if (segment.equals("..")) {
        return null;
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        normal.append('/').append(segment);
      }
      start = end < 0 ? path.length() : end + 1;
    }
    if (normal.isEmpty() || path.endsWith("/")) {
      normal.append('/');
    }
    return normal.toString();
  }

  private static @Nullable Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    int start = 0;
    while (start < query.length()) {
      int end = query.indexOf('&', start);
      String pair = query.substring(start, end < 0 ? query.length() : end);
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
      if (name == null || value == null) {
        return null;
      }
      if (!name.isEmpty()) {
        parameters.putIfAbsent(name, value);
      }
      start = end < 0 ? query.length() : end + 1;
    }
    return Collections.unmodifiableMap(parameters);
  }

  /** The text behind percent escapes, or null. In a query, plus is a space and backslashes pass. */
  private static @Nullable String decode(String text, boolean query) {
    if (plain(text)) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()
            || !HexFormat.isHexDigit(text.charAt(i + 1))
            || !HexFormat.isHexDigit(text.charAt(i + 2))) {
          return null;
        }
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else if (c > 0xff) {
        return null; // the decoder makes one char of one byte
      } else {
        bytes.write(c == '+' && query ? ' ' : c);
      }
    }
    String decoded = strictUtf8(bytes.toByteArray());
    return decoded == null
            || decoded.chars().anyMatch(c -> Character.isISOControl(c) || (c == '\\' && !query))
        ? null
        : decoded;
  }

  /** Whether it stands for itself: printable ASCII without a sign that means something. */
  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '%' || c == '+' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String strictUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
