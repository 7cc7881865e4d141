package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Transfer;
import org.wwj.net.Transport;
import org.wwj.ops.Closer;
import org.wwj.ops.Counters;

/** The server over the loopback interface, with a client of the test's own. */
class TftpServerTest {
  private final Closer closer = new Closer();
  private final Counters counters = new Counters();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    closer.close();
  }

  @ParameterizedTest
  @CsvSource({
    // transport, single port, bytes, options
    "EPOLL, true,  1000000, ''",
    "EPOLL, true,  1000000, blksize=1468",
    "EPOLL, true,  1000000, blksize=1468 windowsize=4",
    "EPOLL, true,  3000000, blksize=1468 windowsize=64",
    "EPOLL, true,  512000,  windowsize=16",
    "EPOLL, true,  600000,  blksize=8 windowsize=64", // rolls over
    "EPOLL, true,  0,       blksize=1468",
    "EPOLL, false, 1000000, blksize=1468 windowsize=16",
    "NIO,   true,  1000000, blksize=1468 windowsize=16",
    "NIO,   false, 100000,  ''",
  })
  void deliversFileByteExact(Transport transport, boolean singlePort, int size, String options)
      throws IOException {
    Path file = write("f", size);
    TftpServer server = start(transport, singlePort);
    byte[] got = LoopbackClient.fetch(server.port(), "f", options);
    assertThat(Arrays.mismatch(got, Files.readAllBytes(file))).isEqualTo(-1);
    await().untilAsserted(() -> assertThat(counters.get("tftp.completed")).isEqualTo(1));
    assertThat(counters.get("tftp.bytes")).isEqualTo(size);
  }

  @Test
  void windowsLeaveInOnePieceWhereTheKernelCanCutThem() throws IOException {
    write("f", 1_000_000);
    TftpServer server = start(Transport.EPOLL, true);
    LoopbackClient.fetch(server.port(), "f", "blksize=1468 windowsize=16");
    if (Epoll.isAvailable() && EpollDatagramChannel.isSegmentedDatagramPacketSupported()) {
      assertThat(counters.get("tftp.unsegmented")).isZero();
    }
  }

  @Test
  void classicModeAnswersStrangersWithUnknownTransfer() throws IOException {
    write("f", 2000);
    TftpServer server = start(Transport.EPOLL, false);
    try (DatagramSocket client = LoopbackClient.socket();
        DatagramSocket stranger = LoopbackClient.socket()) {
      LoopbackClient.send(client, server.port(), "\0\1f\0octet\0");
      DatagramPacket first = LoopbackClient.receive(client);
      assertThat(first.getPort()).isNotEqualTo(server.port());
      LoopbackClient.send(stranger, first.getPort(), "\0\4\0\1");
      assertThat(LoopbackClient.text(LoopbackClient.receive(stranger))).startsWith("\0\5\0\5");
      LoopbackClient.send(client, first.getPort(), "\0\4\0\1");
      assertThat(LoopbackClient.text(LoopbackClient.receive(client))).startsWith("\0\3\0\2");
    }
  }

  @Test
  void stolenPortIsExplained() {
    TftpServer first = start(Transport.EPOLL, true);
    assertThatThrownBy(() ->
            closer.add(
                TftpServer.start(
                    Transport.EPOLL,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), first.port()),
                    request -> CompletableFuture.failedFuture(new IllegalStateException()),
                    counters,
                    TftpSettings.defaults())))
        .isInstanceOf(TftpException.class)
        .hasMessageContaining("port " + first.port())
        .hasMessageContaining("in use")
        .hasMessageContaining("ss -ulpn");
  }

  private Path write(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(3).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  private TftpServer start(Transport transport, boolean singlePort) {
    return start(
        transport,
        new TftpSettings(singlePort, true, 1468, 64, 16, 1 << 24, 1 << 25, Duration.ofSeconds(30)));
  }

  private TftpServer start(Transport transport, TftpSettings settings) {
    return closer.add(
        TftpServer.start(
            transport == Transport.EPOLL ? Transport.choose() : transport,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            request -> CompletableFuture.supplyAsync(() -> answer(folder.resolve(request.path()))),
            counters,
            settings));
  }

  private static Answer answer(Path file) {
    return new Answer.FileSlice(
        file, 0, file.toFile().length(), "", "e", false, Transfer.Listener.NONE);
  }
}
