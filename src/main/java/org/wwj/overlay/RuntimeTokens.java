package org.wwj.overlay;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.wwj.config.SecretFile;

/**
 * By what a node that runs gets its runtime overlays: a keyed digest over its name. The token of
 * its boot stands on the kernel's command line, where each user of the node reads it; this one
 * travels in an overlay, in a file for root alone (docs/decisions/001).
 */
public final class RuntimeTokens {
  private static final int KEY_BYTES = 32;

  private final Path secret;

  /**
   * The tokens of the site whose state lies there.
   *
   * @param keys folder of the site's keys, {@code localstatedir/keys}
   */
  public RuntimeTokens(Path keys) {
    this.secret = keys.resolve("runtime.key");
  }

  /** The file that all of them come from; made on first use. */
  public Path secret() {
    return secret;
  }

  /**
   * Has the secret made if there is none, so that one that is not right shows before a node needs
   * it.
   *
   * @throws org.wwj.config.ConfigException when the secret cannot be read or made
   */
  public void require() {
    SecretFile.key(secret, KEY_BYTES);
  }

  /**
   * A node's token.
   *
   * @throws org.wwj.config.ConfigException when the secret cannot be read or made
   */
  public String of(String node) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(SecretFile.key(secret, KEY_BYTES), "HmacSHA256"));
      byte[] digest = hmac.doFinal(node.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has HmacSHA256
    }
  }

  /**
   * Whether a token is that node's.
   *
   * @throws org.wwj.config.ConfigException when the secret cannot be read or made
   */
  public boolean isOf(String node, String token) {
    if (token.isEmpty()) {
      return false; // most requests have none, and the key is in a file
    }
    return MessageDigest.isEqual(
        of(node).getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
  }
}
