package org.wwj.overlay;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a file holds: read or rendered once, shared by all archives that it is in.
 *
 * @param bytes never changed
 * @param sum their SHA-256
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never compared
record Content(byte[] bytes, byte[] sum) {
  static Content of(byte[] bytes) {
    return new Content(bytes, sha256().digest(bytes));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
