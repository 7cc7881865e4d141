package org.wwj.tftp;

import io.netty.buffer.ByteBuf;
import java.util.SequencedMap;

/** A TFTP packet as it was read from the wire, or is about to be written. */
sealed interface TftpPacket {

  /**
   * RRQ, RFC 1350 §5 and RFC 2347.
   *
   * @param file the name as the client spelled it
   * @param mode transfer mode in lower case
   * @param options names in lower case with their values, in the order asked, the first of each
   *     name
   */
  record ReadRequest(String file, String mode, SequencedMap<String, String> options)
      implements TftpPacket {}

  /** WRQ. Only read to be refused. */
  record WriteRequest(String file) implements TftpPacket {}

  /**
   * DATA.
   *
   * @param block block number, 0 to 65535
   * @param payload the bytes; a view without a reference of its own
   */
  record Data(int block, ByteBuf payload) implements TftpPacket {}

  /**
   * ACK.
   *
   * @param block block number, 0 to 65535
   */
  record Ack(int block) implements TftpPacket {}

  /** ERROR. */
  record ErrorMessage(ErrorCode code, String message) implements TftpPacket {}

  /** OACK, RFC 2347. */
  record OptionAck(SequencedMap<String, String> options) implements TftpPacket {}

  /**
   * Bytes that are no TFTP packet.
   *
   * @param reason what is wrong with them
   */
  record Malformed(String reason) implements TftpPacket {}
}
