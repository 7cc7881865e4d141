package org.wwj.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over the loopback interface, with the JDK's sockets on the other side. */
class DatagramPortTest {
  private static final int SIZE = 64;
  private static final int BUFFER = 1 << 18;

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private EventLoopGroup loops;
  private DatagramSocket client;

  @BeforeEach
  void open() throws IOException {
    Assumptions.assumeTrue(Epoll.isAvailable());
    loops = Transport.EPOLL.loops("test", 1);
    client = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client.setSoTimeout(5000);
    client.setReceiveBufferSize(BUFFER);
  }

  @AfterEach
  void close() {
    if (loops != null) {
      client.close();
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  /** Sends back what comes, and notes the rest. */
  private class Echo implements DatagramPort.Taker {
    @Override
    public void received(DatagramPort port, InetSocketAddress from, ByteBuf content) {
      port.send(Unpooled.directBuffer().writeBytes(content), from);
    }

    @Override
    public void read(DatagramPort port) {
      told.add("read");
    }

    @Override
    public void lost(DatagramPort port, int errno) {
      told.add("lost " + (errno > 0));
    }

    @Override
    public void closed() {
      told.add("closed");
    }
  }

  private DatagramPort open(int port) throws IOException {
    DatagramPort opened = unstarted(port);
    opened.start(new Echo());
    return opened;
  }

  private DatagramPort unstarted(int port) throws IOException {
    InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return DatagramPort.open(
        loops,
        bind,
        SIZE,
        socket -> {
          socket.setSendBufferSize(BUFFER);
          socket.setReceiveBufferSize(BUFFER);
        });
  }

  private void say(DatagramPort port, byte[] bytes) throws IOException {
    client.send(new DatagramPacket(bytes, bytes.length, port.address()));
  }

  private int hear() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    client.receive(packet);
    return packet.getLength();
  }

  private static ByteBuf bytes(int count) {
    return Unpooled.directBuffer().writeZero(count);
  }

  private InetSocketAddress clientAddress() {
    return (InetSocketAddress) client.getLocalSocketAddress();
  }

  @Test
  void takesAndSendsManyInTheirOrder() throws IOException {
    try (DatagramPort port = open(0)) {
      List<Integer> lengths = IntStream.range(0, 150).map(i -> i % SIZE).boxed().toList();
      // All at once, while the loop is held: more than one call or one turn takes.
      var held =
          port.loop()
              .submit(() -> {
                for (int length : lengths) {
                  say(port, new byte[length]);
                }
                return true;
              });
      held.syncUninterruptibly();
      List<Integer> back = new ArrayList<>();
      for (int i = 0; i < lengths.size(); i++) {
        back.add(hear());
      }
      assertThat(back).isEqualTo(lengths);
    }
  }

  @Test
  void whatComesBeforeItIsStartedWaits() throws IOException {
    try (DatagramPort port = unstarted(0)) {
      say(port, new byte[7]);
      port.loop().submit(() -> {}).syncUninterruptibly();
      port.start(new Echo());
      assertThat(hear()).isEqualTo(7);
      await().untilAsserted(() -> assertThat(told).containsExactly("read"));
    }
    unstarted(0).close();
  }

  @Test
  void cutsWhatIsLongerThanItsRoom() throws IOException {
    try (DatagramPort port = open(0)) {
      say(port, new byte[SIZE + 1]);
      say(port, new byte[1]);
      assertThat(List.of(hear(), hear())).containsExactly(SIZE, 1);
    }
  }

  @Test
  void hasTheKernelCut() throws IOException {
    Assumptions.assumeTrue(EpollDatagramChannel.isSegmentedDatagramPacketSupported());
    try (DatagramPort port = open(0)) {
      port.loop()
          .execute(() -> {
            port.sendCut(bytes(350), 100, clientAddress(), () -> told.add("refused"));
            port.send(bytes(350), clientAddress());
            port.flush();
          });
      assertThat(List.of(hear(), hear(), hear(), hear(), hear()))
          .containsExactly(100, 100, 100, 50, 350);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void oneThatTheKernelRefusesLeavesTheOthersAlone() throws IOException {
    List<ByteBuf> sent = List.of(bytes(1), bytes(100_000), bytes(2), bytes(3000), bytes(3));
    try (DatagramPort port = open(0)) {
      port.loop()
          .execute(() -> {
            port.send(sent.get(0), clientAddress());
            port.send(sent.get(1), clientAddress()); // no datagram is that long
            port.send(sent.get(2), clientAddress());
            // Nor is one cut into that many.
            port.sendCut(sent.get(3), 1, clientAddress(), () -> told.add("refused"));
            port.send(sent.get(4), clientAddress());
            port.flush();
          });
      assertThat(List.of(hear(), hear(), hear())).containsExactly(1, 2, 3);
      await().untilAsserted(() -> assertThat(told).containsExactly("lost true", "refused"));
    }
    assertThat(sent).allMatch(buffer -> buffer.refCnt() == 0);
  }

  @Test
  void closingDropsWhatIsQueuedAndFreesThePort() throws IOException {
    DatagramPort port = open(0);
    ByteBuf queued = bytes(1);
    port.loop().submit(() -> port.send(queued, clientAddress())).syncUninterruptibly();
    port.close();
    port.close();
    assertThat(queued.refCnt()).isZero();
    assertThat(told).containsExactly("closed");
    open(port.address().getPort()).close();
  }

  @Test
  void endsWithItsLoop() throws IOException {
    open(0);
    // Without a quiet time a loop may end before it has looked at what is registered with it.
    loops.shutdownGracefully(10, 1000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    assertThat(told).containsExactly("closed");
  }

  @Test
  void portOfAnotherIsNotToBeHad() throws IOException {
    assertThatThrownBy(() -> open(client.getLocalPort()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }
}
