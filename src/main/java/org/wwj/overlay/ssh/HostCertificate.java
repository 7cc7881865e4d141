package org.wwj.overlay.ssh;

import java.util.List;
import org.wwj.archive.Ed25519;

/**
 * A host certificate (OpenSSH's PROTOCOL.certkeys): the site's authority says that a key belongs to
 * these names.
 *
 * <pre>
 *  type nonce | the key's fields | serial kind key-id principals after before
 *  critical-options extensions reserved | authority's key | signature over all before it
 * </pre>
 */
final class HostCertificate {
  private static final String SUFFIX = "-cert-v01@openssh.com";
  private static final int HOST = 2;
  private static final long FOREVER = -1;

  /** OpenSSH refuses a certificate with more. */
  private static final int MAX_PRINCIPALS = 256;

  private HostCertificate() {}

  /** Who certifies: an Ed25519 key and its seed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Authority(byte[] seed, HostKey key) {}

  /**
   * The line of a {@code -cert.pub} file, without newline.
   *
   * @param nonce bytes that nobody can foretell
   */
  static String sign(
      HostKey key, String keyId, List<String> principals, byte[] nonce, Authority authority) {
    SshWire names = new SshWire();
    principals.stream().limit(MAX_PRINCIPALS).forEach(names::string);
    byte[] body =
        new SshWire()
            .string(key.type().algorithm() + SUFFIX)
            .string(nonce)
            .raw(key.publicFields())
            .uint64(0)
            .uint32(HOST)
            .string(keyId)
            .string(names.bytes())
            .uint64(0)
            .uint64(FOREVER)
            .string("")
            .string("")
            .string("")
            .string(authority.key().publicBlob())
            .bytes();
    byte[] signature =
        new SshWire()
            .string(KeyType.ED25519.algorithm())
            .string(Ed25519.sign(authority.seed(), body))
            .bytes();
    return HostKey.line(
        key.type().algorithm() + SUFFIX, new SshWire().raw(body).string(signature).bytes(), keyId);
  }
}
