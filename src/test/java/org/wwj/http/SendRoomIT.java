package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.wwj.net.Transport;

class SendRoomIT {
  private static final int CAP_NET_ADMIN = 12;

  /** Linux doubles what SO_SNDBUF is told, and net.core.wmem_max limits that. */
  private static boolean allowed() throws IOException {
    long capabilities =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
    long most = Long.parseLong(Files.readString(Path.of("/proc/sys/net/core/wmem_max")).strip());
    return (capabilities >> CAP_NET_ADMIN & 1) == 1 || 2 * most >= SendRoom.BYTES;
  }

  @Test
  void isAllOrNothing() throws Exception {
    assumeTrue(Epoll.isAvailable(), "epoll's native library does not load here");
    EventLoopGroup loops = Transport.EPOLL.loops("room", 1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EpollSocketChannel channel =
          (EpollSocketChannel)
              new Bootstrap()
                  .group(loops)
                  .channel(EpollSocketChannel.class)
                  .handler(new ChannelInboundHandlerAdapter())
                  .connect(server.getLocalSocketAddress())
                  .sync()
                  .channel();
      int before = channel.config().getSendBufferSize();
      long unsentBefore = channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT);
      SendRoom.give(channel);
      long unsent = channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT);
      if (allowed()) {
        assertThat(channel.config().getSendBufferSize()).isEqualTo(SendRoom.BYTES);
        assertThat(unsent).isBetween(1L << 20, 2L << 20);
      } else {
        assertThat(channel.config().getSendBufferSize()).isEqualTo(before);
        assertThat(unsent).isEqualTo(unsentBefore);
      }
      channel.close().sync();
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }
}
