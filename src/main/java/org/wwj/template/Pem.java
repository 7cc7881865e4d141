package org.wwj.template;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A block of PEM (RFC 7468).
 *
 * @param type what stands behind {@code BEGIN}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Pem(String type, byte[] bytes) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]+)-----\\s+([A-Za-z0-9+/=\\s]*)-----END \\1-----(?:\\s|$)");

  /** The first block of the text, a Java null without one. */
  static @Nullable Pem first(String text) {
    Matcher block = BLOCK.matcher(Meter.brief(text));
    try {
      return block.find()
          ? new Pem(
              block.group(1), Base64.getDecoder().decode(block.group(2).replaceAll("\\s", "")))
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
