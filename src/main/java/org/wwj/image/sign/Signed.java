package org.wwj.image.sign;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of lines whose last line signs all bytes before it:
 *
 * <pre>
 *  signature ed25519 KEYID BASE64
 * </pre>
 *
 * The line has {@value #LINE} bytes whatever it signs, so that a shell can cut it off by size.
 *
 * @param body what is signed
 * @param signature the last line's, empty for a text that has none
 */
public record Signed(String body, Optional<Signature> signature) {
  /** Bytes of the last line. */
  public static final int LINE = 124;

  /** Bytes of an Ed25519 signature (RFC 8032 §5.1.6). */
  private static final int BYTES = 64;

  private static final String WORD = "signature ed25519 ";
  private static final Pattern FORM =
      Pattern.compile(WORD + "([0-9a-f]{16}) ([A-Za-z0-9+/]{86}==)\n");

  /**
   * Who signed, and the signature.
   *
   * @param keyId as {@link VerifyingKey#id} has it
   * @param base64 64 bytes in the usual alphabet, padded
   */
  public record Signature(String keyId, String base64) {
    /** The 64 bytes. */
    public byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }

    private String line() {
      return WORD + keyId + ' ' + base64 + '\n';
    }
  }

  /** Takes the signature off, if there is one; a line that only resembles one stays in the body. */
  public static Signed parse(String text) {
    int start = text.length() - LINE;
    if (start >= 0 && (start == 0 || text.charAt(start - 1) == '\n')) {
      Matcher line = FORM.matcher(text.substring(start));
      if (line.matches()) {
        Signature signature = new Signature(line.group(1), line.group(2));
        if (of(signature.keyId, signature.bytes()).equals(signature)) {
          return new Signed(text.substring(0, start), Optional.of(signature));
        }
      }
    }
    return new Signed(text, Optional.empty());
  }

  static Signature of(String keyId, byte[] signature) {
    if (signature.length != BYTES) {
      throw new IllegalArgumentException("a signature of " + signature.length + " bytes");
    }
    return new Signature(keyId, Base64.getEncoder().encodeToString(signature));
  }

  /** The whole text. */
  public String format() {
    return body + signature.map(Signature::line).orElse("");
  }

  static byte[] message(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
