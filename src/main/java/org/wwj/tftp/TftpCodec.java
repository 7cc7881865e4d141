package org.wwj.tftp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * TFTP packets on the wire, RFC 1350 §5 and RFC 2347. All numbers are 16 bits in network order, all
 * text ends with a zero byte.
 *
 * <pre>
 *          2 bytes   string  1   string  1   string  1   string  1
 *         +---------+-------+---+-------+---+-------+---+-------+---+
 *   RRQ   |    1    | file  | 0 | mode  | 0 | name  | 0 | value | 0 | ...
 *   WRQ   |    2    |       |   |       |   |       |   |       |   |
 *         +---------+-------+---+-------+---+-------+---+-------+---+
 *
 *          2 bytes   2 bytes   0 to blksize bytes
 *         +---------+---------+------------------+
 *   DATA  |    3    |  block  |     payload      |
 *         +---------+---------+------------------+
 *   ACK   |    4    |  block  |
 *         +---------+---------+-----------+---+
 *   ERROR |    5    |  code   |  message  | 0 |
 *         +---------+-------+-+-+-------+-+-+-+
 *   OACK  |    6    | name  | 0 | value | 0 | ...
 *         +---------+-------+---+-------+---+
 * </pre>
 */
final class TftpCodec {
  static final int READ_REQUEST = 1;
  static final int WRITE_REQUEST = 2;
  static final int DATA = 3;
  static final int ACK = 4;
  static final int ERROR = 5;
  static final int OPTION_ACK = 6;

  /** Opcode and block number before the payload of a DATA packet, in bytes. */
  static final int DATA_HEADER = 4;

  /** RFC 2347: "The maximum size of a request packet is 512 octets." */
  static final int MAX_REQUEST = 512;

  private TftpCodec() {}

  /**
   * Reads one packet. Never throws. A {@link TftpPacket.Data} looks into the given buffer, which
   * stays the caller's.
   */
  static TftpPacket decode(ByteBuf in) {
    if (in.readableBytes() < 4) {
      return new TftpPacket.Malformed("shorter than any packet");
    }
    int opcode = in.readUnsignedShort();
    return switch (opcode) {
      case READ_REQUEST, WRITE_REQUEST -> request(opcode, in);
      case DATA -> new TftpPacket.Data(in.readUnsignedShort(), in);
      case ACK -> new TftpPacket.Ack(in.readUnsignedShort());
      case ERROR -> error(in);
      case OPTION_ACK -> new TftpPacket.OptionAck(options(in));
      default -> new TftpPacket.Malformed("unknown opcode " + opcode);
    };
  }

  private static TftpPacket request(int opcode, ByteBuf in) {
    if (in.readableBytes() > MAX_REQUEST - 2) {
      return new TftpPacket.Malformed("request longer than " + MAX_REQUEST + " bytes");
    }
    String file = text(in);
    if (file == null) {
      return new TftpPacket.Malformed("file name does not end");
    }
    String mode = text(in);
    if (mode == null) {
      return new TftpPacket.Malformed("mode does not end");
    }
    return opcode == WRITE_REQUEST
        ? new TftpPacket.WriteRequest(file)
        : new TftpPacket.ReadRequest(file, mode.toLowerCase(Locale.ROOT), options(in));
  }

  /** Options up to the end; a last one that is cut off was not understood and is not answered. */
  private static SequencedMap<String, String> options(ByteBuf in) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    while (in.isReadable()) {
      String name = text(in);
      String value = name == null ? null : text(in);
      if (name == null || value == null) {
        break;
      }
      options.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
    }
    return options;
  }

  private static TftpPacket error(ByteBuf in) {
    ErrorCode code = new ErrorCode(in.readUnsignedShort());
    // Clients that leave out the final zero, or the whole message, still mean to stop.
    String message = text(in);
    return new TftpPacket.ErrorMessage(
        code, message == null ? in.toString(StandardCharsets.UTF_8) : message);
  }

  private static @Nullable String text(ByteBuf in) {
    int length = in.bytesBefore((byte) 0);
    if (length < 0) {
      return null;
    }
    String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
    in.skipBytes(length + 1);
    return text;
  }

  /** Writes one packet after what the buffer holds. */
  static void encode(TftpPacket packet, ByteBuf out) {
    switch (packet) {
      case TftpPacket.ReadRequest(
              String file,
              String mode,
              SequencedMap<String, String> options) -> {
        out.writeShort(READ_REQUEST);
        write(file, out);
        write(mode, out);
        write(options, out);
      }
      case TftpPacket.WriteRequest(String file) -> {
        out.writeShort(WRITE_REQUEST);
        write(file, out);
        write("octet", out);
      }
      case TftpPacket.Data(int block, ByteBuf payload) -> {
        out.writeShort(DATA).writeShort(block);
        out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
      }
      case TftpPacket.Ack(int block) -> out.writeShort(ACK).writeShort(block);
      case TftpPacket.ErrorMessage(ErrorCode code, String message) -> {
        out.writeShort(ERROR).writeShort(code.code());
        write(message, out);
      }
      case TftpPacket.OptionAck(SequencedMap<String, String> options) -> {
        out.writeShort(OPTION_ACK);
        write(options, out);
      }
      case TftpPacket.Malformed(String reason) ->
          throw new IllegalArgumentException("nobody sends malformed packets: " + reason);
    }
  }

  private static void write(SequencedMap<String, String> options, ByteBuf out) {
    options.forEach((name, value) -> {
      write(name, out);
      write(value, out);
    });
  }

  private static void write(String text, ByteBuf out) {
    ByteBufUtil.writeUtf8(out, text);
    out.writeByte(0);
  }
}
