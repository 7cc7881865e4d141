package org.wwj.overlay.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Ed25519;
import org.wwj.config.ConfigException;
import org.wwj.config.SecretFile;

/**
 * The host keys of a site's nodes and the authority that certifies them. Ed25519 and ECDSA keys and
 * the authority's come from one secret of the site and the node's name (RFC 5869), so nothing is
 * kept for a node, and servers that share the secret agree (docs/decisions/006). RSA keys cannot be
 * had that way: each is made once and kept.
 */
public final class HostKeys {
  private static final int SECRET_BYTES = 32;
  private static final int RSA_BITS = 3072;
  private static final int MAX_KNOWN = 1024;
  private static final byte[] SALT = "wwj ssh 1".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

  private final Path secret;
  private final Path rsa;
  private volatile @Nullable Derived derived;

  /**
   * The keys of the site whose state lies there.
   *
   * @param keys folder of the site's keys, {@code localstatedir/keys}
   */
  public HostKeys(Path keys) {
    this.secret = keys.resolve("ssh.key");
    this.rsa = keys.resolve("ssh_host_rsa");
  }

  /** The file that all of them come from; made on first use. */
  public Path secret() {
    return secret;
  }

  /**
   * A node's key.
   *
   * @throws ConfigException when the secret cannot be read or made
   */
  public HostKey key(String node, KeyType type) {
    return type == KeyType.RSA ? HostKey.rsa(rsaKey(node)) : derived().key(node, type);
  }

  /** The file of a node's private key. */
  public String privateFile(String node, KeyType type) {
    int check = ByteBuffer.wrap(derived().bytes("check " + type.word(), node, 4)).getInt();
    return key(node, type).privateFile(node, check);
  }

  /**
   * The certificate of a node's key, valid as long as the authority is.
   *
   * @param principals the names and addresses that the node is reached by
   */
  public String certificate(String node, KeyType type, List<String> principals) {
    Derived site = derived();
    byte[] nonce = site.bytes("nonce " + type.word(), node, 32);
    return HostCertificate.sign(key(node, type), node, principals, nonce, site.authority);
  }

  /** The authority's public key, as {@code known_hosts} takes it after {@code @cert-authority}. */
  public String authority() {
    return derived().authority.key().publicLine("wwj");
  }

  private Derived derived() {
    byte[] now = SecretFile.key(secret, SECRET_BYTES);
    Derived known = derived;
    if (known == null || !MessageDigest.isEqual(known.secret, now)) {
      known = new Derived(now);
      derived = known;
    }
    return known;
  }

  /**
   * All that comes from one secret. What was asked for lately is kept, as it is asked for twice.
   */
  private static final class Derived {
    private final byte[] secret;
    private final HostCertificate.Authority authority;
    private final Map<String, HostKey> known = new ConcurrentHashMap<>();

    Derived(byte[] secret) {
      this.secret = secret;
      byte[] seed = bytes("authority", "", Ed25519.SEED);
      this.authority = new HostCertificate.Authority(seed, HostKey.ed25519(seed));
    }

    HostKey key(String node, KeyType type) {
      if (known.size() > MAX_KNOWN) {
        known.clear();
      }
      return known.computeIfAbsent(type.word() + " " + node, name -> make(node, type));
    }

    private HostKey make(String node, KeyType type) {
      return type == KeyType.ED25519
          ? HostKey.ed25519(bytes("host ed25519", node, Ed25519.SEED))
          : HostKey.ecdsa(P256.scalar(bytes("host ecdsa", node, 40)));
    }

    byte[] bytes(String purpose, String node, int length) {
      byte[] info = (purpose + "\0" + node).getBytes(StandardCharsets.UTF_8);
      try {
        return KDF.getInstance("HKDF-SHA256")
            .deriveData(
                HKDFParameterSpec.ofExtract()
                    .addIKM(secret)
                    .addSalt(SALT)
                    .thenExpand(info, length));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e); // every JDK has it
      }
    }
  }

  private RSAPrivateCrtKey rsaKey(String node) {
    if (!FILE_NAME.matcher(node).matches()) {
      throw new ConfigException(
          "node '" + node + "' cannot have an RSA host key: its name is no file name");
    }
    Path file = rsa.resolve(node);
    byte[] encoded = SecretFile.load(file, HostKeys::makeRsa);
    try {
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | ClassCastException e) {
      throw new ConfigException(file + ": holds no RSA key; remove it and a new one is made", e);
    }
  }

  private static byte[] makeRsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS);
      return generator.generateKeyPair().getPrivate().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
