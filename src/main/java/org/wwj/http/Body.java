package org.wwj.http;

import io.netty.buffer.Unpooled;
import java.util.function.IntConsumer;

/** The bytes that follow a head, cut into slices as they are sent. */
sealed interface Body {
  /** All bytes to send. */
  long length();

  /** The largest slice that is worth a turn, in bytes. */
  int sliceSize();

  /**
   * A message for the channel, which takes ownership.
   *
   * @param from relative to this body's first byte
   */
  Object slice(long from, int length);

  /** Bytes on the heap. The transport copies what it is given, so it is given little at a time. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record InMemory(byte[] content, int first, int size) implements Body {
    @Override
    public long length() {
      return size;
    }

    @Override
    public int sliceSize() {
      return 32 << 10;
    }

    @Override
    public Object slice(long from, int length) {
      return Unpooled.wrappedBuffer(content, first + (int) from, length);
    }
  }

  /** A range of a file, which leaves the page cache by sendfile. */
  record InFile(OpenFile file, long first, long length, int sliceSize) implements Body {
    @Override
    public Object slice(long from, int length) {
      return file.region(first + from, length);
    }

    /** A head and all of it for a TCP socket, turn by turn, of which the first is a small one. */
    FileTurns turns(int socket, String head, int start, IntConsumer moved, FileTurns.Cork cork) {
      file.retain();
      return new FileTurns(file, socket, head, first, length, start, sliceSize, moved, cork);
    }
  }
}
