package org.wwj.overlay.ssh;

import java.util.Optional;
import java.util.stream.Stream;

/** A kind of host key. */
public enum KeyType {
  /** RFC 8709. */
  ED25519("ed25519", "ssh-ed25519"),
  /** On the curve P-256, RFC 5656. */
  ECDSA("ecdsa", "ecdsa-sha2-nistp256"),
  /** RFC 4253 §6.6. */
  RSA("rsa", "ssh-rsa");

  private final String word;
  private final String algorithm;

  KeyType(String word, String algorithm) {
    this.word = word;
    this.algorithm = algorithm;
  }

  /** Its name in {@code ssh: key types} and in {@code ssh_host_NAME_key}. */
  public String word() {
    return word;
  }

  /** Its name on the wire. */
  String algorithm() {
    return algorithm;
  }

  /** The kind of that name. */
  public static Optional<KeyType> find(String word) {
    return Stream.of(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
