package org.wwj.archive;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 from its seed, the 32 bytes that are its private key (RFC 8032 §5.1.5). */
public final class Ed25519 {
  /** Bytes of a private key. */
  public static final int SEED = 32;

  /** Bytes of a public key. */
  public static final int PUBLIC = 32;

  /** What RFC 8410 puts before the bytes of a public key in DER. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519() {}

  /** The public key of a private one. */
  public static byte[] publicKey(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElse(new byte[0]);
      if (!MessageDigest.isEqual(used, seed)) {
        // The JDK has no other way from a seed to its public key, so this one is watched.
        throw new IllegalStateException("this JDK makes Ed25519 keys of more than their seed");
      }
      byte[] encoded = pair.getPublic().getEncoded();
      return Arrays.copyOfRange(encoded, encoded.length - PUBLIC, encoded.length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** The signature, the same each time for the same message. */
  public static byte[] sign(byte[] seed, byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether that is the message's signature by the key. */
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der(publicKey))));
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // bytes that are no signature or no key at all
    }
  }

  /** A public key in DER (RFC 8410 §4). */
  public static byte[] der(byte[] publicKey) {
    byte[] der = Arrays.copyOf(PREFIX, PREFIX.length + PUBLIC);
    System.arraycopy(publicKey, 0, der, PREFIX.length, PUBLIC);
    return der;
  }

  /**
   * The public key in that DER.
   *
   * @throws IllegalArgumentException when it is another kind of key
   */
  public static byte[] ofDer(byte[] der) {
    if (der.length != PREFIX.length + PUBLIC
        || !Arrays.equals(der, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
      throw new IllegalArgumentException("not an Ed25519 key");
    }
    return Arrays.copyOfRange(der, PREFIX.length, der.length);
  }

  /** A source of the one seed. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Given(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("asked for " + bytes.length + " bytes of a seed");
      }
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
