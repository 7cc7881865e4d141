package org.wwj.image.sign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.wwj.archive.Digest;
import org.wwj.archive.Ed25519;
import org.wwj.config.ConfigException;

/** The public half of a site's key: who has it can tell whether a text is the site's. */
public final class VerifyingKey {
  private final byte[] raw;

  VerifyingKey(byte[] raw) {
    this.raw = raw.clone();
  }

  /**
   * The key in a site's folder of keys; empty when the site has not signed anything yet.
   *
   * @throws ConfigException when the file cannot be read or is no such key, naming it
   */
  public static Optional<VerifyingKey> load(Path keys) {
    Path file = keys.resolve(SigningKey.PUBLIC);
    try {
      return Optional.of(parse(Files.readString(file, StandardCharsets.US_ASCII)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          "%s: is no readable Ed25519 public key (%s); remove it, and the next `wwj image build` writes it again"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Parses a PEM file as {@code openssl pkey -pubout} writes it.
   *
   * @throws IllegalArgumentException when it is not an Ed25519 key
   */
  public static VerifyingKey parse(String pem) {
    return new VerifyingKey(Ed25519.ofDer(Pem.decode("PUBLIC KEY", pem)));
  }

  /** The PEM text. */
  public String pem() {
    return Pem.encode("PUBLIC KEY", Ed25519.der(raw));
  }

  /** First 16 digits of the SHA-256 of the key's 32 bytes. */
  public String id() {
    return Digest.of(raw).hex().substring(0, 16);
  }

  /** Whether the text carries this key's signature. */
  public boolean verifies(Signed text) {
    return text.signature()
        .filter(signature -> signature.keyId().equals(id()))
        .map(signature -> Ed25519.verify(raw, Signed.message(text.body()), signature.bytes()))
        .orElse(false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey key && Arrays.equals(raw, key.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return id();
  }
}
