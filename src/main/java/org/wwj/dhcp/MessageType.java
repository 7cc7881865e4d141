package org.wwj.dhcp;

import java.util.Locale;
import java.util.Optional;

/** What a DHCP packet is: option 53 (RFC 2132 §9.6). */
enum MessageType {
  DISCOVER(1),
  OFFER(2),
  REQUEST(3),
  DECLINE(4),
  ACK(5),
  NAK(6),
  RELEASE(7),
  INFORM(8);

  private static final MessageType[] BY_CODE = values();

  private final int code;
  private final String word = name().toLowerCase(Locale.ROOT);

  MessageType(int code) {
    this.code = code;
  }

  static Optional<MessageType> of(int code) {
    return code < 1 || code > BY_CODE.length ? Optional.empty() : Optional.of(BY_CODE[code - 1]);
  }

  Bytes option() {
    return Bytes.of((byte) code);
  }

  /** The name in counters and log lines. */
  String word() {
    return word;
  }
}
