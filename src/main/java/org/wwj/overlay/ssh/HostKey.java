package org.wwj.overlay.ssh;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Base64;
import org.wwj.archive.Ed25519;

/**
 * A host key, in the parts that OpenSSH's formats are made of.
 *
 * @param type its kind
 * @param publicFields the public key's fields after its type
 * @param privateFields the fields of {@code openssh-key-v1} after the type
 */
@SuppressWarnings("ArrayRecordComponent") // keys are written, never compared
public record HostKey(KeyType type, byte[] publicFields, byte[] privateFields) {
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK = 8;
  private static final int LINE = 70;

  static HostKey ed25519(byte[] seed) {
    byte[] point = Ed25519.publicKey(seed);
    byte[] both = new SshWire().raw(seed).raw(point).bytes();
    byte[] publicFields = new SshWire().string(point).bytes();
    return new HostKey(
        KeyType.ED25519, publicFields, new SshWire().raw(publicFields).string(both).bytes());
  }

  static HostKey ecdsa(BigInteger scalar) {
    byte[] publicFields =
        new SshWire().string("nistp256").string(P256.encode(P256.times(scalar))).bytes();
    return new HostKey(
        KeyType.ECDSA, publicFields, new SshWire().raw(publicFields).mpint(scalar).bytes());
  }

  static HostKey rsa(RSAPrivateCrtKey key) {
    return new HostKey(
        KeyType.RSA,
        new SshWire().mpint(key.getPublicExponent()).mpint(key.getModulus()).bytes(),
        new SshWire()
            .mpint(key.getModulus())
            .mpint(key.getPublicExponent())
            .mpint(key.getPrivateExponent())
            .mpint(key.getCrtCoefficient())
            .mpint(key.getPrimeP())
            .mpint(key.getPrimeQ())
            .bytes());
  }

  /** The public key as it stands on the wire. */
  byte[] publicBlob() {
    return new SshWire().string(type.algorithm()).raw(publicFields).bytes();
  }

  /** The line of a {@code .pub} file, without newline. */
  public String publicLine(String comment) {
    return line(type.algorithm(), publicBlob(), comment);
  }

  static String line(String algorithm, byte[] blob, String comment) {
    return algorithm + " " + Base64.getEncoder().encodeToString(blob) + " " + comment;
  }

  /**
   * The private key's file, not encrypted (OpenSSH's PROTOCOL.key).
   *
   * @param check any number; it stands in the file twice, by which a wrong passphrase shows
   */
  String privateFile(String comment, int check) {
    SshWire secret =
        new SshWire()
            .uint32(check)
            .uint32(check)
            .string(type.algorithm())
            .raw(privateFields)
            .string(comment);
    for (byte pad = 1; secret.bytes().length % BLOCK != 0; pad++) {
      secret.raw(new byte[] {pad});
    }
    byte[] file =
        new SshWire()
            .raw(MAGIC)
            .string("none")
            .string("none")
            .string("")
            .uint32(1)
            .string(publicBlob())
            .string(secret.bytes())
            .bytes();
    String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(file);
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }
}
