package org.wwj.tftp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;

/** A UDP port that packets leave from. For use on its event loop only. */
interface Port {
  /** The event loop; asking is for any thread. */
  EventLoop loop();

  /** Whether the kernel behind it cuts datagrams (UDP_SEGMENT). */
  boolean cuts();

  /** Queues a packet of direct memory, and takes it. */
  void send(ByteBuf packet, InetSocketAddress to);

  /**
   * Queues packets that lie one after the other, and takes them.
   *
   * @param stride bytes from one to the next
   * @param refused called, not from within this method, when the kernel refuses to cut them
   */
  void sendCut(ByteBuf packets, int stride, InetSocketAddress to, Runnable refused);

  /** Has what is queued leave. */
  void flush();
}
