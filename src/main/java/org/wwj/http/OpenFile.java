package org.wwj.http;

import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.wwj.ops.Log;

/** An open file with the count of its users; the last one to release it closes it. */
final class OpenFile {
  private final FileChannel channel;
  private final int descriptor;
  private final Instant modified;
  private final long size;
  private final Runnable closed;
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * A file with one user.
   *
   * @param descriptor the number of a descriptor that is open on it as well, for sockets that the
   *     kernel feeds; negative for none
   * @param closed told after the last user left
   */
  OpenFile(FileChannel channel, int descriptor, Instant modified, long size, Runnable closed) {
    this.channel = channel;
    this.descriptor = descriptor;
    this.modified = modified;
    this.size = size;
    this.closed = closed;
  }

  Instant modified() {
    return modified;
  }

  /** Its size in bytes when it was opened. */
  long size() {
    return size;
  }

  /** See the constructor. */
  int descriptor() {
    return descriptor;
  }

  /** One more user, unless the last one has left already. */
  boolean tryRetain() {
    return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
  }

  boolean isClosed() {
    return users.get() == 0;
  }

  /** One user less. */
  void release() {
    if (users.decrementAndGet() > 0) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      Log.warn("http-file-close", "cause", e);
    }
    if (descriptor >= 0) {
      Sendfile.close(descriptor);
    }
    closed.run();
  }

  /**
   * A range of the file for sendfile. It is a user of the file until it is released, which sending
   * it does. Nothing may be wrapped around it: the transports know this very class.
   */
  DefaultFileRegion region(long first, long length) {
    if (!tryRetain()) {
      throw new IllegalStateException("the file is closed");
    }
    return new DefaultFileRegion(channel, first, length) {
      @Override
      protected void deallocate() {
        // The inherited one would close the channel under the other transfers.
        OpenFile.this.release();
      }
    };
  }
}
