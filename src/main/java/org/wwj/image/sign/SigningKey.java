package org.wwj.image.sign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.wwj.archive.Ed25519;
import org.wwj.config.ConfigException;
import org.wwj.config.SecretFile;

/**
 * The site's own key, which signs what a generation consists of: Ed25519, as PKCS#8 in PEM, for its
 * owner alone; made on first use. Its public half lies beside it for everybody.
 */
public final class SigningKey {
  /** Name of its file in the site's folder of keys. */
  public static final String PRIVATE = "image.key";

  /** Name of the file of its public half. */
  public static final String PUBLIC = "image.pub";

  private final byte[] seed;
  private final VerifyingKey verifying;

  private SigningKey(byte[] seed, VerifyingKey verifying) {
    this.seed = seed.clone();
    this.verifying = verifying;
  }

  /**
   * The key in that folder; who comes second gets what the first one made.
   *
   * @param keys folder of the site's keys, {@code localstatedir/keys}
   * @throws ConfigException when it cannot be read or made, or is no Ed25519 key, naming the file
   */
  public static SigningKey load(Path keys) {
    Path file = keys.resolve(PRIVATE);
    byte[] content = SecretFile.load(file, SigningKey::make);
    SigningKey key;
    try {
      key = parse(new String(content, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new ConfigException(
          "%s: is no Ed25519 private key in PEM (%s); put the right one there, or remove it: a new one is made, and images are signed by it once they are built again"
              .formatted(file, e.getMessage()),
          e);
    }
    key.publish(keys);
    return key;
  }

  private static byte[] make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      return Pem.encode("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded())
          .getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  static SigningKey parse(String pem) throws GeneralSecurityException {
    PrivateKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new PKCS8EncodedKeySpec(Pem.decode("PRIVATE KEY", pem)));
    byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
    return new SigningKey(seed, new VerifyingKey(Ed25519.publicKey(seed)));
  }

  /** Writes the public half where it is missing or another key's. */
  private void publish(Path keys) {
    Path file = keys.resolve(PUBLIC);
    try {
      if (Files.exists(file) && Files.readString(file).equals(verifying.pem())) {
        return;
      }
      Path fresh =
          keys.resolve(
              "."
                  + PUBLIC
                  + "."
                  + ProcessHandle.current().pid()
                  + "-"
                  + Thread.currentThread().threadId());
      Files.writeString(fresh, verifying.pem());
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be written (" + e + ")", e);
    }
  }

  /** The half that everybody may have. */
  public VerifyingKey verifying() {
    return verifying;
  }

  /** The text with this key's signature: the same each time. */
  public Signed sign(String body) {
    byte[] signature = Ed25519.sign(seed, Signed.message(body));
    return new Signed(body, Optional.of(Signed.of(verifying.id(), signature)));
  }
}
