package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Transfer;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;

/** The server on loopback, against clients of the JDK. */
@Timeout(120)
class HttpServerIT {
  @TempDir Path folder;
  private final Counters counters = new Counters();
  private final LinkedBlockingQueue<Transfer.End> ends = new LinkedBlockingQueue<>();
  private HttpServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    Awaitility.await("all files are closed").until(() -> Descriptors.in(folder).isEmpty());
  }

  private void start(Transport transport, Duration requestTimeout, Duration stallTimeout) {
    server =
        HttpServer.start(
            transport,
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            folder.resolve("wwj.sock"),
            request -> HttpServerMain.answer(folder, request).thenApply(this::listened),
            counters,
            new HttpSettings(1, 100, requestTimeout, stallTimeout));
  }

  private void start(Transport transport) {
    start(transport, Duration.ofSeconds(60), Duration.ofSeconds(60));
  }

  private Answer listened(Answer answer) {
    return answer instanceof Answer.FileSlice slice
        ? new Answer.FileSlice(
            slice.file(), 0, slice.size(), slice.mediaType(), slice.etag(), false, new Ends())
        : answer;
  }

  private final class Ends implements Transfer.Listener {
    @Override
    public void sent(long bytes) {}

    @Override
    public void ended(Transfer.End end) {
      ends.add(end);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.ports().getFirst() + path);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16 << 10); // a client that does not read shall hold the server up
    socket.connect(new InetSocketAddress("127.0.0.1", server.ports().getFirst()));
    socket.setSoTimeout(60_000);
    return socket;
  }

  private byte[] write(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(folder.resolve(name), content);
    return content;
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void sendsFilesToManyClientsAtOnce(Transport transport) throws Exception {
    byte[] content = write("image", 20 << 20);
    start(transport);
    try (HttpClient client = HttpClient.newHttpClient()) {
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        HttpRequest request = HttpRequest.newBuilder(uri("/image")).build();
        answers.add(client.sendAsync(request, BodyHandlers.ofByteArray()));
      }
      for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
        assertThat(Arrays.equals(answer.get().body(), content)).isTrue();
      }
      HttpRequest part =
          HttpRequest.newBuilder(uri("/image")).header("Range", "bytes=1000-2999999").build();
      HttpResponse<byte[]> answer = client.send(part, BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(206);
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, 1000, 3_000_000));
    }
    assertThat(ends).hasSize(9).containsOnly(Transfer.End.COMPLETE);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void answersThroughItsOwnSocketAsLocal(Transport transport) throws Exception {
    Files.write(folder.resolve("wwj.sock"), new byte[1]); // as a crash leaves one behind
    start(transport);
    Path socket = folder.resolve("wwj.sock");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(socket));
      String request = "GET /status HTTP/1.1\r\nConnection: close\r\n\r\n";
      client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(10_000);
      while (client.read(answer) >= 0) {}
      assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 404 ")
          .endsWith("no /status for LOCAL\n");
    }
    server.close();
    assertThat(socket).doesNotExist();
    assertThat(folder.resolve("wwj.sock.new")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void refusesToTakeTheSocketOfARunningServer(Transport transport) {
    start(transport);
    assertThatThrownBy(() ->
            HttpServer.start(
                transport,
                List.of(),
                folder.resolve("wwj.sock"),
                r -> new CompletableFuture<>(),
                counters,
                HttpSettings.standard()))
        .isInstanceOf(HttpException.class)
        .hasMessageContaining("another server answers on it; stop that one first");
    assertThat(folder.resolve("wwj.sock")).exists();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void saysWhichPortIsTaken(Transport transport) {
    start(transport);
    int port = server.ports().getFirst();
    assertThatThrownBy(() ->
            HttpServer.start(
                transport,
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                null,
                r -> new CompletableFuture<>(),
                counters,
                HttpSettings.standard()))
        .isInstanceOf(HttpException.class)
        .hasMessageContaining(":" + port + ": ")
        .hasMessageContaining("ss -ltnp");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void answersAClientThatHasEndedItsSide(Transport transport) throws Exception {
    byte[] content = write("image", 3 << 20);
    start(transport);
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write("GET /image HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      byte[] all = socket.getInputStream().readAllBytes();
      assertThat(all.length).isGreaterThan(content.length);
      assertThat(Arrays.copyOfRange(all, all.length - content.length, all.length))
          .isEqualTo(content);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void answersWhatIsAskedForInAdvanceOneAfterTheOther(Transport transport) throws Exception {
    byte[] content = write("image", 5 << 20);
    start(transport);
    String ask = "GET /image HTTP/1.1\r\n";
    String all;
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(
              (ask
                      + "\r\n"
                      + ask
                      + "Range: bytes=7-40006\r\n\r\n"
                      + ask
                      + "Connection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
    String image = new String(content, StandardCharsets.ISO_8859_1);
    int at = 0;
    for (String body : List.of(image, image.substring(7, 40_007), image)) {
      assertThat(all.substring(at, at + 11)).isEqualTo("HTTP/1.1 20");
      at = all.indexOf("\r\n\r\n", at) + 4;
      assertThat(all.startsWith(body, at)).isTrue();
      at += body.length();
    }
    assertThat(at).isEqualTo(all.length());
    assertThat(ends).hasSize(3).containsOnly(Transfer.End.COMPLETE);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void letsAClientWithALongBodyReadItsRefusal(Transport transport) throws Exception {
    start(transport);
    try (Socket socket = connect()) {
      byte[] request = new byte[100_000];
      byte[] head =
          "POST /x HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(head, 0, request, 0, head.length);
      socket.getOutputStream().write(request);
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 405 ");
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void endsAClientThatStopsReading(Transport transport) throws Exception {
    write("image", 64 << 20);
    start(transport, Duration.ofSeconds(60), Duration.ofMillis(500));
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write("GET /image HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo(Transfer.End.TIMED_OUT);
    }
    Awaitility.await().until(() -> counters.get("http.timeouts.transfer") == 1);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void endsOnlyTheConnectionWhenAFileShrinks(Transport transport) throws Exception {
    write("image", 64 << 20);
    byte[] other = write("other", 100);
    start(transport);
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write("GET /image HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(in.readNBytes(1000)).hasSize(1000);
      try (var file =
          java.nio.channels.FileChannel.open(
              folder.resolve("image"), java.nio.file.StandardOpenOption.WRITE)) {
        file.truncate(2000);
      }
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      try {
        in.transferTo(rest);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("reset"); // as good an end as a FIN
      }
      assertThat(rest.size()).isLessThan(64 << 20);
    }
    assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo(Transfer.End.ABORTED);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri("/other")).build();
      assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).isEqualTo(other);
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tellsOfAClientThatLeavesInTheMiddle(Transport transport) throws Exception {
    write("image", 64 << 20);
    start(transport);
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write("GET /image HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
    }
    assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo(Transfer.End.ABORTED);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void closesAConnectionThatDripsItsRequest(Transport transport) throws Exception {
    start(transport, Duration.ofMillis(500), Duration.ofSeconds(60));
    try (Socket socket = connect()) {
      socket.getOutputStream().write("GET /image HT".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    Awaitility.await().until(() -> counters.get("http.timeouts.request") == 1);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void startsOnNoAddressWhenOneIsTaken(Transport transport) throws IOException {
    start(transport);
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.ports().getFirst());
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    int threads = Thread.activeCount();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() ->
              HttpServer.start(
                  transport,
                  List.of(free, taken),
                  null,
                  r -> new CompletableFuture<>(),
                  counters,
                  HttpSettings.standard()))
          .isInstanceOf(HttpException.class);
    }
    Awaitility.await().until(() -> Thread.activeCount() <= threads + 1);
  }
}
