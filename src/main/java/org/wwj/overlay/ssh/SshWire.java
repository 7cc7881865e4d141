package org.wwj.overlay.ssh;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A writer of the data types of RFC 4251 §5. */
final class SshWire {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  SshWire raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  SshWire uint32(int value) {
    return raw(ByteBuffer.allocate(4).putInt(value).array());
  }

  SshWire uint64(long value) {
    return raw(ByteBuffer.allocate(8).putLong(value).array());
  }

  SshWire string(byte[] bytes) {
    return uint32(bytes.length).raw(bytes);
  }

  SshWire string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A positive number; BigInteger's own form is that of the RFC. */
  SshWire mpint(BigInteger value) {
    return string(value.toByteArray());
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
