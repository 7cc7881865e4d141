package org.wwj.boot;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.wwj.config.SecretFile;
import org.wwj.net.MacAddress;

/**
 * Tokens of one boot of one machine. A token is the time it was minted and a keyed digest over that
 * and the MAC, so no server needs to remember any: after a restart, and on a second server with the
 * same key, they still hold.
 */
public final class Tokens {
  /** How long after its script a machine may fetch what only a booting machine gets. */
  public static final Duration BOOT_WINDOW = Duration.ofHours(1);

  private static final int KEY_BYTES = 32;
  private static final int DIGEST_BYTES = 16;

  private final SecretKeySpec key;

  private Tokens(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /**
   * Tokens under the key in that file, which is made on first use with mode 0600.
   *
   * @throws org.wwj.config.ConfigException when the file cannot be read or made, naming it
   */
  public static Tokens load(Path file) {
    return new Tokens(SecretFile.key(file, KEY_BYTES));
  }

  /** A token for a boot that starts now. */
  public String mint(MacAddress mac, Instant now) {
    long issued = now.getEpochSecond();
    return Long.toString(issued, 36) + "." + digest(mac, issued);
  }

  /** When the token was minted, if it is one of ours for that machine. */
  public Optional<Instant> verify(String token, MacAddress mac) {
    int dot = token.indexOf('.');
    if (dot < 1 || dot > 12) {
      return Optional.empty();
    }
    long issued;
    try {
      issued = Long.parseLong(token.substring(0, dot), 36);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    byte[] expected = digest(mac, issued).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] given = token.substring(dot + 1).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given)
        ? Optional.of(Instant.ofEpochSecond(issued))
        : Optional.empty();
  }

  private String digest(MacAddress mac, long issued) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(key);
      byte[] full =
          hmac.doFinal(ByteBuffer.allocate(16).putLong(mac.value()).putLong(issued).array());
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(java.util.Arrays.copyOf(full, DIGEST_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has HmacSHA256
    }
  }
}
