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

  /** Only of the first user namespace the capability counts. */
  private static boolean certain() throws IOException {
    long capabilities =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("CapEff:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
    return (capabilities >> CAP_NET_ADMIN & 1) == 1
        && Files.readString(Path.of("/proc/self/uid_map")).contains("4294967295");
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
      if (certain() || channel.config().getSendBufferSize() != before) {
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
