package org.wwj.http;

import io.netty.channel.DefaultFileRegion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.wwj.ops.Log;

/**
 * An open file with the count of its users, {@link OpenFiles} being one of them; the last one to
 * release it closes it.
 */
final class OpenFile {
  private final FileChannel channel;
  private final int descriptor;
  private final Instant modified;
  private final long size;
  private final AtomicInteger users = new AtomicInteger(1);
  private volatile boolean asked;

  /**
   * A file with one user.
   *
   * @param descriptor the number of a descriptor that is open on it as well, for sockets that the
   *     kernel feeds; negative for none
   */
  OpenFile(FileChannel channel, int descriptor, Instant modified, long size) {
    this.channel = channel;
    this.descriptor = descriptor;
    this.modified = modified;
    this.size = size;
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

  /** One more user; there is one already. */
  void retain() {
    if (users.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
      throw new IllegalStateException("the file is closed");
    }
    asked = true;
  }

  /** Whether it has no user but one, who does not use it. */
  boolean idle() {
    return users.get() == 1;
  }

  /** Whether it got a user since this was asked before. */
  boolean askedFor() {
    boolean was = asked;
    asked = false;
    return was;
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
  }

  /**
   * A range of the file for sendfile. It is a user of the file until it is released, which sending
   * it does. Nothing may be wrapped around it: the transports know this very class.
   */
  DefaultFileRegion region(long first, long length) {
    retain();
    return new DefaultFileRegion(channel, first, length) {
      @Override
      protected void deallocate() {
        // The inherited one would close the channel under the other transfers.
        OpenFile.this.release();
      }
    };
  }
}
