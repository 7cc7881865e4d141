package org.wwj.tftp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;

/** A port that is one of Netty's channels: with the JDK's selectors, and for a transfer's own. */
record ChannelPort(Channel channel) implements Port {
  @Override
  public EventLoop loop() {
    return channel.eventLoop();
  }

  @Override
  public boolean cuts() {
    return channel instanceof EpollDatagramChannel
        && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  }

  @Override
  public void send(ByteBuf packet, InetSocketAddress to) {
    channel.write(new DatagramPacket(packet, to), channel.voidPromise());
  }

  @Override
  public void sendCut(ByteBuf packets, int stride, InetSocketAddress to, Runnable refused) {
    channel
        .write(new SegmentedDatagramPacket(packets, stride, to))
        .addListener(written -> {
          if (!written.isSuccess()) {
            channel.eventLoop().execute(refused);
          }
        });
  }

  @Override
  public void flush() {
    channel.flush();
  }
}
