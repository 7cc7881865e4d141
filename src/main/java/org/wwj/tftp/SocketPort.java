package org.wwj.tftp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.net.InetSocketAddress;
import org.wwj.net.DatagramPort;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/** The server's own port under epoll. */
record SocketPort(DatagramPort socket) implements Port {
  @Override
  public EventLoop loop() {
    return socket.loop();
  }

  @Override
  public boolean cuts() {
    return EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  }

  @Override
  public void send(ByteBuf packet, InetSocketAddress to) {
    socket.send(packet, to);
  }

  @Override
  public void sendCut(ByteBuf packets, int stride, InetSocketAddress to, Runnable refused) {
    socket.sendCut(packets, stride, to, () -> socket.loop().execute(refused));
  }

  @Override
  public void flush() {
    socket.flush();
  }

  /** What comes goes to these transfers. */
  static DatagramPort.Taker taker(Transfers transfers, Counters counters) {
    return new DatagramPort.Taker() {
      @Override
      public void received(DatagramPort socket, InetSocketAddress from, ByteBuf content) {
        try {
          transfers.received(new SocketPort(socket), from, content);
        } catch (RuntimeException e) {
          Log.error("tftp-failed", e, "ip", from.getAddress().getHostAddress());
        }
      }

      @Override
      public void lost(DatagramPort socket, int errno) {
        counters.count("tftp.send-errors");
        Log.debug("tftp-send-error", "errno", errno);
      }

      @Override
      public void closed() {
        transfers.close();
      }
    };
  }
}
