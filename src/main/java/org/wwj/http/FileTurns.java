package org.wwj.http;

import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.function.IntConsumer;
import org.wwj.libc.Native;

/**
 * A head and a range of a file on their way into one TCP socket. Each time it is its turn the
 * kernel takes what fits, but no more than a turn's worth. The transport gives it the next turn
 * when the socket has room and all others that have room have had theirs. Confined to its event
 * loop.
 */
final class FileTurns extends AbstractReferenceCounted implements FileRegion {
  /** Among many what goes last leaves in smaller turns: who began together ends together. */
  private static final int END = 2 << 20;

  private static final int END_TURN = 512 << 10;

  private final OpenFile file;
  private final int socket;
  private final String head;
  private final long first;
  private final long length;
  private final int start;
  private final int most;
  private final IntConsumer moved;
  private final Cork cork;
  private final Shares.Share share;
  private int headSent;
  private long sent;
  private boolean corked;

  /**
   * While it is on, the socket sends full packets only, and none for the end of each turn: each one
   * more is answered by the client, which costs more than it carries.
   */
  @FunctionalInterface
  interface Cork {
    void set(boolean on);
  }

  /**
   * A range that is not sent yet.
   *
   * @param file has a descriptor; one user of it is this one's
   * @param head what goes before, in ASCII and in the same packet
   * @param start bytes of the first turn: others wait for their first byte
   * @param most bytes of a later turn
   * @param moved told how many bytes left
   * @param cork set as long as it takes several turns, but for the first: that one waits for
   *     nothing
   */
  FileTurns(
      OpenFile file,
      int socket,
      String head,
      long first,
      long length,
      int start,
      int most,
      IntConsumer moved,
      Cork cork) {
    this.file = file;
    this.socket = socket;
    this.head = head;
    this.first = first;
    this.length = length;
    this.start = start;
    this.most = most;
    this.moved = moved;
    this.cork = cork;
    this.share = Shares.ofLoop().join();
  }

  @Override
  public long position() {
    return first;
  }

  @Override
  @Deprecated
  public long transfered() {
    return sent;
  }

  @Override
  public long transferred() {
    return sent;
  }

  @Override
  public long count() {
    return length;
  }

  /**
   * One turn. It returns 0 until all has left, as if the socket were full: then the transport waits
   * until that has room, and keeps being told so, in turns with all others. By any other number it
   * would ask once more, in vain where it is full, and change twice what it is told of.
   */
  @Override
  public long transferTo(WritableByteChannel target, long position) throws IOException {
    if (headSent < head.length() && !sendHead()) {
      return 0;
    }
    if (share.waits()) {
      return 0;
    }
    if (sent > 0 && !corked) {
      corked = true;
      cork.set(true);
    }
    int offered = (int) Math.min(worth(sent, length, start, most, share.ofMany()), length - sent);
    int n = Sendfile.ofLoop().send(socket, file.descriptor(), first + sent, offered);
    if (n == -Native.EAGAIN) {
      return 0;
    }
    if (n <= 0) {
      throw new IOException(
          n == 0
              ? "the file size is less than " + (first + length) + " now"
              : "sendfile failed with error " + -n);
    }
    sent += n;
    share.moved(n);
    moved.accept(n);
    if (sent < length) {
      return 0;
    }
    if (corked) {
      cork.set(false);
    }
    return n;
  }

  /** What a turn takes at most. */
  static int worth(long sent, long length, int start, int most, boolean ofMany) {
    if (sent == 0) {
      return start;
    }
    return ofMany ? Math.clamp(length - sent - END, Math.min(END_TURN, most), most) : most;
  }

  private boolean sendHead() throws IOException {
    int n = Sendfile.ofLoop().sendMore(socket, head.substring(headSent));
    if (n < 0 && n != -Native.EAGAIN) {
      throw new IOException("send failed with error " + -n);
    }
    headSent += Math.max(0, n);
    return headSent == head.length();
  }

  @Override
  protected void deallocate() {
    share.leave();
    file.release();
  }

  @Override
  public FileRegion retain() {
    super.retain();
    return this;
  }

  @Override
  public FileRegion retain(int increment) {
    super.retain(increment);
    return this;
  }

  @Override
  public FileRegion touch() {
    return this;
  }

  @Override
  public FileRegion touch(Object hint) {
    return this;
  }
}
