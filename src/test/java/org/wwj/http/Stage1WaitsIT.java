package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.archive.Digest;
import org.wwj.delivery.Admission;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Request;
import org.wwj.delivery.Transfer;
import org.wwj.delivery.Turnstile;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.testnet.ChunkServer;
import org.wwj.testnet.Peers;

/** Stage-1's own way of fetching, by the shells and programs of real images, when it must wait. */
@Timeout(120)
class Stage1WaitsIT {
  private static final String ME = "52-54-00-00-00-07";

  @TempDir Path folder;
  private final byte[] image = new byte[6 << 20];
  private Admission admission;
  private ScheduledExecutorService looks;
  private final Map<String, byte[]> chunks = new LinkedHashMap<>();
  private final List<String> reports = new CopyOnWriteArrayList<>();
  private final AtomicInteger chunksAsked = new AtomicInteger();
  private volatile List<String> peers = List.of();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    Peers.require("busybox", "curl", "dash", "mkfifo", "sed");
    new Random(7).nextBytes(image);
    Files.write(folder.resolve("served"), image);
    admission = new Admission(() -> 1, () -> 0, System::nanoTime);
    Turnstile turnstile =
        new Turnstile(
            request -> CompletableFuture.completedFuture(answer(request)),
            admission,
            mac -> 0,
            mac -> peers,
            System::nanoTime);
    looks = Executors.newSingleThreadScheduledExecutor();
    looks.scheduleWithFixedDelay(turnstile::look, 200, 200, TimeUnit.MILLISECONDS);
    server =
        HttpServer.start(
            Transport.choose(),
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            null,
            turnstile,
            new Counters(),
            HttpSettings.standard());
  }

  @AfterEach
  void stop() {
    server.close();
    looks.shutdownNow();
  }

  private Answer answer(Request request) {
    if (request.path().startsWith("/report/")) {
      reports.add(request.path() + "?" + request.query());
    }
    String digest = request.path().replace("/chunk/", "");
    chunksAsked.addAndGet(chunks.containsKey(digest) ? 1 : 0);
    if (chunks.containsKey(digest)) {
      return new Answer.Bytes(chunks.get(digest), "x/y", digest, true, Transfer.Listener.NONE);
    }
    return request.path().startsWith("/image/")
        ? new Answer.FileSlice(
            folder.resolve("served"), 0, image.length, "x/y", "v1", false, Transfer.Listener.NONE)
        : new Answer.Bytes(
            "ok\n".getBytes(StandardCharsets.US_ASCII), "x/y", "v2", false, Transfer.Listener.NONE);
  }

  @SuppressWarnings("try") // the first one ends early
  @ParameterizedTest
  @CsvSource({"dash, curl", "busybox sh, curl", "busybox sh, busybox"})
  void saysWhereItStandsAndGoesOnWhenItsTurnComes(String shell, String fetcher) throws Exception {
    try (Socket first = firstInTurn()) {
      Path console = folder.resolve("console");
      Process stage1 = stage1(shell, fetcher, console);
      try {
        Awaitility.await()
            .atMost(20, TimeUnit.SECONDS)
            .until(() -> Files.exists(console) && Files.readString(console).contains("wwj: "));
        assertThat(admission.traffic().waiting()).isEqualTo(1);
        first.close();
        assertThat(stage1.waitFor(30, TimeUnit.SECONDS)).as(Files.readString(console)).isTrue();
      } finally {
        stage1.destroyForcibly();
      }
    }
    String console = Files.readString(folder.resolve("console"));
    assertThat(console)
        .contains("wwj: next\n")
        .contains("FETCHED")
        .doesNotContain("stage-1: ")
        .doesNotContain("not found");
    assertThat(Arrays.equals(Files.readAllBytes(folder.resolve("image/root.squashfs")), image))
        .isTrue();
    assertThat(folder.resolve("image/system")).hasContent("ok\n");
  }

  @ParameterizedTest
  @CsvSource({"dash, curl", "busybox sh, curl", "busybox sh, busybox"})
  void takesItsImageFromAPeerWhileItWaits(String shell, String fetcher) throws Exception {
    aManifest();
    try (Socket _ = firstInTurn();
        ChunkServer peer = new ChunkServer(chunks, n -> ChunkServer.Fault.NONE)) {
      peers = List.of(peer.url());
      String console = fetched(shell, fetcher);
      assertThat(console).contains("wwj: next\n").doesNotContain("stage-1: ");
      assertThat(peer.chunksAsked()).isEqualTo(chunks.size());
    }
  }

  @ParameterizedTest
  @CsvSource({"dash, curl", "busybox sh, busybox"})
  void takesFromTheServerWhatItsPeerDoesNotGive(String shell, String fetcher) throws Exception {
    aManifest();
    try (Socket _ = firstInTurn();
        ChunkServer peer =
            new ChunkServer(chunks, n -> n == 2 ? ChunkServer.Fault.CUT : ChunkServer.Fault.NONE)) {
      peers = List.of(peer.url());
      assertThat(fetched(shell, fetcher)).contains("did not come from " + peer.url());
      assertThat(peer.chunksAsked()).isGreaterThan(3);
    }
  }

  @SuppressWarnings("try") // the first one ends early
  @ParameterizedTest
  @CsvSource({"dash, curl", "busybox sh, busybox"})
  void goesOnWaitingWhenItsPeerIsNotThere(String shell, String fetcher) throws Exception {
    aManifest();
    ChunkServer gone = new ChunkServer(chunks, n -> ChunkServer.Fault.NONE);
    gone.close();
    peers = List.of(gone.url());
    Path console = folder.resolve("console");
    try (Socket first = firstInTurn()) {
      Process stage1 = stage1(shell, fetcher, console);
      try {
        Awaitility.await()
            .atMost(20, TimeUnit.SECONDS)
            .until(() -> reports.stream().anyMatch(path -> path.contains("phase=mirror")));
        assertThat(chunksAsked).as("out of turn").hasValue(0);
        first.close();
        assertThat(stage1.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(console)).isTrue();
      } finally {
        stage1.descendants().forEach(ProcessHandle::destroyForcibly);
        stage1.destroyForcibly();
      }
    }
    assertThat(chunksAsked).hasValue(0);
    assertThat(Files.readAllBytes(folder.resolve("image/root.squashfs"))).isEqualTo(image);
  }

  /** Takes the one place there is until it is closed. */
  private Socket firstInTurn() throws IOException {
    Socket first = new Socket();
    first.setReceiveBufferSize(16 << 10);
    first.connect(new InetSocketAddress("127.0.0.1", server.ports().getFirst()));
    first
        .getOutputStream()
        .write("GET /image/52-54-00-00-00-01 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    Awaitility.await().until(() -> admission.traffic().moving() == 1);
    return first;
  }

  /** Cuts the image into chunks, and gives stage-1 a list of them. */
  private void aManifest() throws IOException {
    int size = image.length / 24;
    StringBuilder manifest = new StringBuilder("size " + image.length + "\n");
    for (int at = 0; at < image.length; at += size) {
      byte[] chunk = Arrays.copyOfRange(image, at, Math.min(image.length, at + size));
      String digest = Digest.of(chunk).hex();
      chunks.put(digest, chunk);
      manifest.append("chunk %s %d %d\n".formatted(digest, at, chunk.length));
    }
    Files.writeString(folder.resolve("manifest"), manifest);
  }

  /** What the console of a stage-1 says that has fetched the image. */
  private String fetched(String shell, String fetcher) throws Exception {
    Path console = folder.resolve("console");
    Process stage1 = stage1(shell, fetcher, console);
    try {
      assertThat(stage1.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(console)).isTrue();
    } finally {
      stage1.descendants().forEach(ProcessHandle::destroyForcibly);
      stage1.destroyForcibly();
    }
    String said = Files.readString(console);
    assertThat(said).contains("FETCHED").doesNotContain("not found");
    assertThat(Files.readAllBytes(folder.resolve("image/root.squashfs"))).isEqualTo(image);
    assertThat(folder.resolve("image/system")).hasContent("ok\n");
    return said;
  }

  /** What stage-1 does between its network and its root, run as it stands there. */
  private Process stage1(String shell, String fetcher, Path console) throws IOException {
    String init = Files.readString(Path.of("src/main/resources/stage1/init"));
    String body =
        init.substring(init.indexOf("server=''"), init.indexOf("\nnow\necho \"STAGE1-START"));
    Path config = folder.resolve("config");
    String script =
        String.join(
            "\n",
            "fetcher=" + fetcher,
            body.lines()
                .map(line -> line.replace("/config", config.toString()))
                .collect(Collectors.joining("\n")),
            fetcher.equals("busybox") ? "wget() { busybox wget \"$@\"; }" : ":",
            "server=http://127.0.0.1:" + server.ports().getFirst(),
            "mac=" + ME.replace('-', ':') + " image=i@g token=t format=tar total=" + image.length,
            "mkdir image && cd image && mkfifo ../status && exec 3<>../status",
            "[ ! -e ../manifest ] || read_list ../manifest",
            "fetch && wait $checkers && echo FETCHED");
    Files.writeString(folder.resolve("script"), script);
    Files.createFile(config);
    List<String> command = new ArrayList<>(Arrays.asList(shell.split(" ")));
    command.add("script");
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(console.toFile())
        .start();
  }
}
