package org.wwj.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.wwj.delivery.Answer.Reason;
import org.wwj.delivery.Answer.Refusal;

/** Short forms of the answers the catalog gives. */
final class Answers {
  private Answers() {}

  static Answer text(String text, String mediaType, Transfer.Listener listener) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes(bytes, mediaType, listener);
  }

  static Answer bytes(byte[] bytes, String mediaType, Transfer.Listener listener) {
    return new Answer.Bytes(bytes, mediaType, digest(bytes), false, listener);
  }

  static Refusal notFound(String message) {
    return new Refusal(Reason.NOT_FOUND, message, null);
  }

  static Refusal badRequest(String message) {
    return new Refusal(Reason.BAD_REQUEST, message, null);
  }

  static Refusal unauthorized(String message) {
    return new Refusal(Reason.UNAUTHORIZED, message, null);
  }

  static Refusal error(String message) {
    return new Refusal(Reason.ERROR, message, null);
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has SHA-256
    }
  }
}
