package org.wwj.tftp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file cut into DATA packets for one block size, headers included, in one piece of direct memory:
 * a window is a slice of it, and all clients share it.
 *
 * <pre>
 *   | 3 | 1 | payload | 3 | 2 | payload | ... | 3 | n | short or empty payload |
 * </pre>
 */
final class Blocks {
  private static final int CHUNK = 1 << 16;

  private final ByteBuf packets;
  private final int blockSize;
  private final int count;
  private final long size;

  private Blocks(ByteBuf packets, int blockSize, int count, long size) {
    this.packets = packets;
    this.blockSize = blockSize;
    this.count = count;
    this.size = size;
  }

  /** Bytes of memory that so many bytes of file take. */
  static long footprint(long size, int blockSize) {
    return size + (size / blockSize + 1) * TftpCodec.DATA_HEADER;
  }

  /**
   * Reads that many bytes. The caller owns the result and releases it.
   *
   * @throws IOException also when the stream ends before that
   */
  static Blocks read(InputStream in, long bytes, int blockSize, boolean netascii)
      throws IOException {
    Builder builder = new Builder(bytes, blockSize);
    try {
      byte[] chunk = new byte[(int) Math.min(CHUNK, bytes)];
      for (long left = bytes; left > 0; ) {
        int n = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (n < 0) {
          throw new EOFException("file is shorter than it was a moment ago");
        }
        left -= n;
        if (netascii) {
          byte[] encoded = Netascii.encode(chunk, n);
          builder.add(encoded, encoded.length);
        } else {
          builder.add(chunk, n);
        }
      }
      return builder.build();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      builder.packets.release();
      throw e;
    }
  }

  private static final class Builder {
    final ByteBuf packets;
    private final int blockSize;
    private int count;
    private int room;
    private long size;

    Builder(long bytes, int blockSize) {
      this.blockSize = blockSize;
      packets = Unpooled.directBuffer((int) footprint(bytes, blockSize));
    }

    void add(byte[] bytes, int length) {
      size += length;
      for (int at = 0; at < length; ) {
        if (room == 0) {
          header();
        }
        int part = Math.min(length - at, room);
        packets.writeBytes(bytes, at, part);
        at += part;
        room -= part;
      }
    }

    private void header() {
      // The lower 16 bits of the number: after 65535 comes 0.
      packets.writeShort(TftpCodec.DATA).writeShort(++count);
      room = blockSize;
    }

    Blocks build() {
      if (room == 0) {
        header(); // a full last block would not tell the client that it is the last
      }
      return new Blocks(packets, blockSize, count, size);
    }
  }

  /** Number of DATA packets, at least 1. */
  int count() {
    return count;
  }

  /** Bytes of payload in all blocks. */
  long size() {
    return size;
  }

  /** Bytes of payload up to and including that block. */
  long sizeUpTo(int block) {
    return Math.min((long) block * blockSize, size);
  }

  /** Bytes from one packet to the next. */
  int stride() {
    return blockSize + TftpCodec.DATA_HEADER;
  }

  /** Bytes of memory taken. */
  long footprint() {
    return packets.capacity();
  }

  /** The packets of these blocks, both ends included. The caller releases the slice. */
  ByteBuf slice(int first, int last) {
    int start = (first - 1) * stride();
    int end = Math.min(last * stride(), packets.writerIndex());
    return packets.retainedSlice(start, end - start);
  }

  /** Gives the memory back once the last slice is released. */
  void release() {
    packets.release();
  }
}
