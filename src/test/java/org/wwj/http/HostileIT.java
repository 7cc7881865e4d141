package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Transfer;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;

/** Clients that are slow, broken or mean, beside nodes that boot. */
@Timeout(120)
class HostileIT {
  private static final int MOST = 400;

  @TempDir Path folder;
  private final byte[] image = new byte[8 << 20];
  private final Counters counters = new Counters();
  private final List<Socket> sockets = new ArrayList<>();
  private HttpServer server;
  private long pace;

  @BeforeEach
  void write() throws IOException {
    new Random(3).nextBytes(image);
    Files.write(folder.resolve("image"), image);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private void start(Transport transport, Duration requestTimeout) {
    server =
        HttpServer.start(
            transport,
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            null,
            request ->
                CompletableFuture.completedFuture(
                    new Answer.FileSlice(
                        folder.resolve("image"),
                        0,
                        image.length,
                        "x/y",
                        "v1",
                        false,
                        Transfer.Listener.NONE,
                        pace,
                        false)),
            counters,
            new HttpSettings(1, MOST, requestTimeout, Duration.ofSeconds(60)));
  }

  /** A client at 127.0.0.N, as one of many machines. */
  private Socket connect(int from, String text) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.setReceiveBufferSize(16 << 10);
    socket.bind(new InetSocketAddress("127.0.0." + from, 0));
    socket.connect(new InetSocketAddress("127.0.0.1", server.ports().getFirst()));
    socket.setSoTimeout(30_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void boots(int from) throws IOException {
    Socket node = connect(from, "GET /image HTTP/1.1\r\nConnection: close\r\n\r\n");
    byte[] all = node.getInputStream().readAllBytes();
    assertThat(new String(all, 0, 12, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
    assertThat(Arrays.equals(all, all.length - image.length, all.length, image, 0, image.length))
        .isTrue();
  }

  private void accepted(long count) {
    Awaitility.await()
        .until(() -> counters.get("http.connections") + counters.get("http.turnedaway") >= count);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void requestsThatDripKeepNobodyFromBooting(Transport transport) throws IOException {
    start(transport, Duration.ofSeconds(60));
    for (int i = 0; i < MOST; i++) { // from four addresses, each with all that one may have
      connect(10 + i / 100, i % 2 == 0 ? "GET /image HT" : "");
    }
    accepted(MOST);
    for (int node = 0; node < 5; node++) {
      boots(50 + node);
    }
    assertThat(counters.get("http.turnedaway")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void oneAddressCannotHaveAllConnections(Transport transport) throws IOException {
    start(transport, Duration.ofSeconds(60));
    for (int i = 0; i < MOST; i++) {
      connect(10, "GET /image HTTP/1.1\r\n\r\n"); // and reads none of it
    }
    accepted(MOST);
    assertThat(counters.get("http.turnedaway")).isEqualTo(MOST - MOST / 4);
    String told =
        new String(sockets.getLast().getInputStream().readNBytes(60), StandardCharsets.US_ASCII);
    assertThat(told).startsWith("HTTP/1.1 503 too many connections from this address");
    boots(50);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void fourAddressesWithWholeRequestsCannotHaveAllConnections(Transport transport)
      throws IOException {
    start(transport, Duration.ofSeconds(60));
    for (int i = 0; i < MOST; i++) {
      connect(10 + i / 100, "GET /image HTTP/1.1\r\n\r\n");
    }
    for (Socket socket : sockets) { // each is being answered, and reads no more of it
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    for (int node = 0; node < 5; node++) {
      boots(50 + node);
    }
    assertThat(counters.get("http.turnedaway")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void slowReadersHoldNoMemoryAndNobodyUp(Transport transport) throws Exception {
    start(transport, Duration.ofSeconds(60));
    boots(9);
    long before = PlatformDependent.usedDirectMemory();
    for (int i = 0; i < 300; i++) {
      connect(10 + i / 100, "GET /image HTTP/1.1\r\n\r\n");
    }
    accepted(301);
    long start = System.nanoTime();
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> ends = new ArrayList<>();
      for (int node = 0; node < 8; node++) {
        int from = 50 + node;
        ends.add(
            nodes.submit(() -> {
              fetch(from);
              return System.nanoTime() - start;
            }));
      }
      long slowest = 0;
      for (Future<Long> end : ends) {
        slowest = Math.max(slowest, end.get());
      }
      assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(20));
    }
    assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(16 << 20);
  }

  /** As long as a head may be, and never ended. */
  @ParameterizedTest
  @EnumSource(Transport.class)
  void headsThatNeverEndHoldLittleMemory(Transport transport) throws IOException {
    start(transport, Duration.ofSeconds(60));
    boots(9);
    long before = PlatformDependent.usedDirectMemory() + heap();
    String head = "GET /image HTTP/1.1\r\nX: " + "x".repeat(15_000);
    for (int i = 0; i < MOST - 1; i++) {
      connect(10 + i / 99, head);
    }
    accepted(MOST);
    boots(50);
    long more = PlatformDependent.usedDirectMemory() + heap() - before;
    assertThat(more).isLessThan(MOST * 64L << 10);
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void fetch(int from) throws IOException {
    try (Socket node = new Socket()) {
      node.bind(new InetSocketAddress("127.0.0." + from, 0));
      node.connect(new InetSocketAddress("127.0.0.1", server.ports().getFirst()));
      node.getOutputStream()
          .write(
              "GET /image HTTP/1.1\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(node.getInputStream().readAllBytes().length).isGreaterThan(image.length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-99 | | 206 bytes 0-99/8388608",
        "bytes=0-99,50-149 | | 206 bytes 0-99/8388608",
        "bytes=99999999-,5-6 | | 206 bytes 5-6/8388608",
        "bytes=8388607- | | 206 bytes 8388607-8388607/8388608",
        "bytes=8388608- | | 416 bytes */8388608",
        "bytes=99999999999999999999999-99999999999999999999999999 | | 416 bytes */8388608",
        "bytes=5-99999999999999999999999999 | | 206 bytes 5-8388607/8388608",
        "bytes=-99999999999999999999999999 | | 206 bytes 0-8388607/8388608",
        "bytes=-0 | | 416 bytes */8388608",
        "bytes=9-5 | | 200",
        "bytes=--5 | | 200",
        "bytes=10-19 | \"v1\" | 206 bytes 10-19/8388608",
        "bytes=10-19 | \"v2\" | 200"
      })
  void rangesMeanWhatTheyMean(String row) throws IOException {
    String[] cells = row.split("\\|", -1);
    start(Transport.choose(), Duration.ofSeconds(60));
    String condition = cells[1].isBlank() ? "" : "If-Range: " + cells[1].strip() + "\r\n";
    Socket socket =
        connect(
            9,
            "GET /image HTTP/1.1\r\nConnection: close\r\nRange: "
                + cells[0].strip()
                + "\r\n"
                + condition
                + "\r\n");
    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    String[] expected = cells[2].strip().split(" ", 2);
    assertThat(answer).startsWith("HTTP/1.1 " + expected[0] + " ");
    if (expected.length > 1) {
      assertThat(answer).contains("\r\nContent-Range: " + expected[1] + "\r\n");
    }
    if (expected[0].equals("200")) {
      assertThat(answer.length()).isGreaterThan(image.length);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void aPacedNodeGetsNoMoreThanItsPace(Transport transport) throws IOException {
    pace = 2 << 20;
    start(transport, Duration.ofSeconds(60));
    Socket socket = connect(9, "GET /image HTTP/1.1\r\n\r\n");
    InputStream in = socket.getInputStream();
    long begin = System.nanoTime();
    assertThat(in.readNBytes(6 << 20)).hasSize(6 << 20);
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat(seconds).as("6 MiB at 2 MiB/s").isBetween(2.4, 6.0);
  }
}
