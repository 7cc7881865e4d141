package org.wwj.template;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.DSAPrivateKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pairs of keys, made and written as PEM in the form that OpenSSL has for each kind. */
final class Keys {
  private static final String RSA = "1.2.840.113549.1.1.1";
  private static final String EC = "1.2.840.10045.2.1";
  private static final String ED25519 = "1.3.101.112";

  private Keys() {}

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** A new key of a kind, as PEM. */
  static String generate(String kind) {
    try {
      return switch (kind) {
        case "", "rsa" -> pem(rsa(4096));
        case "dsa" -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA");
          generator.initialize(2048);
          yield pem(generator.generateKeyPair());
        }
        case "ecdsa" -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp256r1"));
          yield pem(generator.generateKeyPair());
        }
        case "ed25519" -> pem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        default -> "Unknown type " + kind;
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has them
    }
  }

  static String pem(KeyPair pair) {
    PrivateKey key = pair.getPrivate();
    return switch (key.getAlgorithm()) {
      case "RSA" -> new Pem("RSA PRIVATE KEY", inner(key).content()).toString();
      case "EC" -> new Pem("EC PRIVATE KEY", sec1(pair)).toString();
      case "DSA" -> new Pem("DSA PRIVATE KEY", dsa(pair)).toString();
      default -> new Pem("PRIVATE KEY", key.getEncoded()).toString();
    };
  }

  /** What PKCS #8 wraps (RFC 5208): version, algorithm, and the key as octets. */
  private static Der.Value inner(PrivateKey key) {
    return Der.read(key.getEncoded()).parts().get(2);
  }

  /** RFC 5915, with curve and public key. */
  private static byte[] sec1(KeyPair pair) {
    Der.Value algorithm = Der.read(pair.getPrivate().getEncoded()).parts().get(1);
    List<Der.Value> plain = Der.read(inner(pair.getPrivate()).content()).parts();
    byte[] curve = algorithm.parts().get(1).encoded();
    byte[] point = Der.read(pair.getPublic().getEncoded()).parts().get(1).encoded();
    return Der.sequence(
        plain.get(0).encoded(), plain.get(1).encoded(), Der.of(0xa0, curve), Der.of(0xa1, point));
  }

  private static byte[] dsa(KeyPair pair) {
    DSAPrivateKey key = (DSAPrivateKey) pair.getPrivate();
    return Der.sequence(
        Der.integer(0),
        Der.integer(key.getParams().getP()),
        Der.integer(key.getParams().getQ()),
        Der.integer(key.getParams().getG()),
        Der.integer(((DSAPublicKey) pair.getPublic()).getY()),
        Der.integer(key.getX()));
  }

  /**
   * A private key with the public one that belongs to it.
   *
   * @throws TemplateException with sprig's message
   */
  static KeyPair parse(String text) {
    @Nullable Pem pem = Pem.first(text);
    if (pem == null) {
      throw new TemplateException("no PEM data in input");
    }
    if (!pem.type().endsWith("PRIVATE KEY")) {
      throw new TemplateException("no private key data in PEM block of type " + pem.type());
    }
    String kind = pem.type().equals("PRIVATE KEY") ? "" : pem.type().replace(" PRIVATE KEY", "");
    try {
      return switch (kind) {
        case "" -> wrapped(pem.bytes());
        case "RSA" -> wrapped(pkcs8(Der.of(0x05), RSA, pem.bytes()));
        case "EC" -> {
          Der.Value curve =
              Der.read(pem.bytes()).parts().stream()
                  .filter(part -> part.tag() == 0xa0)
                  .findFirst()
                  .orElseThrow(() -> new IllegalArgumentException("it names no curve"));
          yield wrapped(pkcs8(curve.content(), EC, pem.bytes()));
        }
        default -> throw new TemplateException("invalid private key type " + kind);
      };
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      String form =
          kind.isEmpty()
              ? "decoding PEM as PKCS#8: "
              : "parsing " + kind + " private key from PEM: ";
      throw new TemplateException(form + e.getMessage(), e);
    }
  }

  private static byte[] pkcs8(byte[] parameters, String algorithm, byte[] key) {
    return Der.sequence(
        Der.integer(0), Der.sequence(Der.identifier(algorithm), parameters), Der.octets(key));
  }

  private static KeyPair wrapped(byte[] pkcs8) throws GeneralSecurityException {
    List<Der.Value> parts = Der.read(pkcs8).parts();
    Der.Value algorithm = parts.get(1);
    byte[] identifier = algorithm.parts().getFirst().encoded();
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
    if (Arrays.equals(identifier, Der.identifier(RSA))) {
      KeyFactory factory = KeyFactory.getInstance("RSA");
      RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(spec);
      return new KeyPair(
          factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())),
          key);
    }
    if (Arrays.equals(identifier, Der.identifier(EC))) {
      KeyFactory factory = KeyFactory.getInstance("EC");
      return new KeyPair(
          publicPoint(factory, algorithm, Der.read(parts.get(2).content())),
          factory.generatePrivate(spec));
    }
    if (Arrays.equals(identifier, Der.identifier(ED25519))) {
      return ed25519(Der.read(parts.get(2).content()).content());
    }
    throw new IllegalArgumentException("the key is neither RSA nor of an elliptic curve");
  }

  private static PublicKey publicPoint(KeyFactory factory, Der.Value algorithm, Der.Value key)
      throws GeneralSecurityException {
    for (Der.Value part : key.parts()) {
      if (part.tag() == 0xa1) {
        return factory.generatePublic(
            new X509EncodedKeySpec(Der.sequence(algorithm.encoded(), part.content())));
      }
    }
    throw new IllegalArgumentException("the key does not hold its public key");
  }

  /** The JDK has no way from the private key to the public one but to make the pair again. */
  private static KeyPair ed25519(byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(
        NamedParameterSpec.ED25519,
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
          }
        });
    return generator.generateKeyPair();
  }

  static BigInteger serial() {
    return new BigInteger(128, new SecureRandom());
  }
}
