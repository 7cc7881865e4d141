package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wwj.archive.Digest;
import org.wwj.delivery.mirror.Mirror;
import org.wwj.http.HttpServer;
import org.wwj.http.HttpSettings;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.testnet.ChunkServer;
import org.wwj.testnet.ChunkServer.Fault;
import org.wwj.testnet.Peers;

/**
 * Stage-1's own functions fetch an image by chunks, in the shells and by the programs of images.
 */
class Stage1ChunksIT {
  private static final int CHUNKS = 24;

  /** What a stage-1 is made of. */
  enum Made {
    BUSYBOX("busybox sh", "wget"),
    DASH_AND_CURL("dash", "curl"),
    BASH_AND_CURL("bash", "curl");

    private final String shell;
    private final String fetcher;

    Made(String shell, String fetcher) {
      this.shell = shell;
      this.fetcher = fetcher;
    }
  }

  @TempDir Path folder;
  private final Map<String, byte[]> chunks = new LinkedHashMap<>();
  private byte[] image = {};
  private String manifest = "";
  private String console = "";

  @BeforeEach
  void anImage() throws Exception {
    Peers.require("busybox", "dash", "curl");
    Random random = new Random(7);
    StringBuilder lines = new StringBuilder("generation G\n");
    image = new byte[2_345_678];
    random.nextBytes(image);
    int at = 0;
    for (int i = 0; i < CHUNKS; i++) {
      int end = i == CHUNKS - 1 ? image.length : at + 50_000 + random.nextInt(90_000);
      byte[] chunk = Arrays.copyOfRange(image, at, end);
      String digest = Digest.of(chunk).hex();
      chunks.put(digest, chunk);
      lines.append("chunk %s %d %d\n".formatted(digest, at, chunk.length));
      at = end;
    }
    int half = image.length / 2;
    lines.append("part %s 0 %d\n".formatted(sha512(0, half), half));
    lines.append(
        "part %s %d %d\n".formatted(sha512(half, image.length), half, image.length - half));
    lines.append("size %d\nsha512 %s\n".formatted(image.length, sha512(0, image.length)));
    manifest = lines.toString();
  }

  private String sha512(int from, int to) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-512").digest(Arrays.copyOfRange(image, from, to)));
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void allOfItComesFromTheMirrorInOrder(Made made) throws Exception {
    try (ChunkServer head = head();
        ChunkServer mirror = new ChunkServer(chunks, n -> Fault.NONE)) {
      run(made, head, mirror.url());
      assertThat(mirror.asked())
          .containsExactlyElementsOf(chunks.keySet().stream().map(d -> "/chunk/" + d).toList());
      assertThat(head.asked()).noneMatch(path -> path.startsWith("/image/"));
      assertThat(head.chunksAsked()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void theServerIsToldWhatComesFromWhere(Made made) throws Exception {
    try (ChunkServer head = head();
        ChunkServer first = new ChunkServer(chunks, n -> n == 3 ? Fault.CUT : Fault.NONE);
        ChunkServer second =
            new ChunkServer(chunks, n -> n == 0 ? heard(head, "phase=image") : Fault.NONE)) {
      run(made, head, first.url(), second.url());
      int three = chunks.values().stream().limit(3).mapToInt(chunk -> chunk.length).sum();
      String report = "&token=t&mirror=" + second.url() + "&mirrored=";
      assertThat(head.asked()).anyMatch(path -> path.endsWith("phase=image" + report + three));
      assertThat(head.asked())
          .anyMatch(path -> path.matches("/report/.*phase=init.*&mirrored=" + image.length));
    }
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void whatTheServerGaveItselfIsNotReported(Made made) throws Exception {
    try (ChunkServer head = head();
        ChunkServer mirror =
            new ChunkServer(chunks, n -> n < 10 || n > 20 ? Fault.NONE : Fault.CUT)) {
      run(made, head, mirror.url());
      String init =
          head.asked().stream().filter(path -> path.contains("phase=init")).findFirst().get();
      long mirrored = Long.parseLong(init.replaceAll(".*&mirrored=", ""));
      assertThat(mirror.chunksAsked()).isGreaterThan(10);
      assertThat(head.chunksAsked()).isPositive();
      assertThat(mirrored).isEqualTo(image.length - sentBy(head));
    }
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void aReportThatNobodyTakesHoldsNothingUp(Made made) throws Exception {
    try (ChunkServer head = ChunkServer.head(chunks, image).silentFor("phase=image");
        ChunkServer mirror =
            new ChunkServer(chunks, n -> n == 3 ? heard(head, "phase=image") : Fault.NONE)) {
      long begin = System.nanoTime();
      run(made, head, mirror.url());
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }
  }

  /** The bytes of chunks, and of the image from where it went on. */
  private long sentBy(ChunkServer head) {
    long bytes = 0;
    for (String path : head.asked()) {
      if (path.startsWith("/chunk/")) {
        bytes += chunks.get(path.substring("/chunk/".length())).length;
      } else if (path.startsWith("/image/")) {
        bytes += image.length - Long.parseLong(path.replaceAll(".* bytes=|-$", ""));
      }
    }
    return bytes;
  }

  /** Waits until the head node was asked such a thing; then nothing goes wrong. */
  private static Fault heard(ChunkServer head, String what) {
    Awaitility.await().until(() -> head.asked().stream().anyMatch(path -> path.contains(what)));
    return Fault.NONE;
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void theNextMirrorGivesWhatTheFirstCannotAndTheFirstGoesOn(Made made) throws Exception {
    List<Fault> faults = List.of(Fault.NONE, Fault.NOT_FOUND, Fault.NONE, Fault.CUT);
    try (ChunkServer head = head();
        ChunkServer first = new ChunkServer(chunks, n -> n < 4 ? faults.get(n) : Fault.NONE);
        ChunkServer second = new ChunkServer(chunks, n -> n == 1 ? Fault.CUT : Fault.NONE)) {
      run(made, head, first.url(), second.url());
      assertThat(first.chunksAsked() + second.chunksAsked()).isLessThan(CHUNKS + 5);
      assertThat(second.chunksAsked()).isPositive();
      assertThat(head.asked()).noneMatch(path -> path.startsWith("/image/"));
    }
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void theServerGivesAllWhenNoMirrorAnswers(Made made) throws Exception {
    ChunkServer gone = new ChunkServer(chunks, n -> Fault.NONE);
    gone.close();
    try (ChunkServer head = head()) {
      run(made, head, gone.url());
      assertThat(head.asked()).anyMatch(path -> path.matches("/image/.*&waits=1( bytes=0-)?"));
      assertThat(head.chunksAsked()).as("out of turn").isZero();
      assertThat(head.asked())
          .anyMatch(path -> path.matches("/report/.*phase=mirror.*&reason=HTTP%20000.*"));
    }
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void theServerHelpsOutAndTheMirrorIsAskedAgain(Made made) throws Exception {
    try (ChunkServer head = head();
        ChunkServer mirror =
            new ChunkServer(chunks, n -> n == 5 || n == 7 ? Fault.CUT : Fault.NONE)) {
      run(made, head, mirror.url());
      assertThat(head.chunksAsked()).isBetween(8L, 16L);
      assertThat(mirror.chunksAsked()).isGreaterThan(8);
      assertThat(head.asked()).noneMatch(path -> path.startsWith("/image/"));
    }
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void aChunkOfAnotherLengthShiftsNothing(Made made) throws Exception {
    try (ChunkServer head = head();
        ChunkServer mirror = new ChunkServer(chunks, n -> n == 3 ? Fault.SHORT : Fault.NONE)) {
      run(made, head, mirror.url());
    }
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void whatAMirrorGaveWrongComesFromAnotherAndTheServerIsTold(Made made) throws Exception {
    try (ChunkServer head = head();
        ChunkServer liar =
            new ChunkServer(chunks, n -> n == 6 || n == 19 ? Fault.WRONG : Fault.NONE);
        ChunkServer honest = new ChunkServer(chunks, n -> Fault.NONE)) {
      run(made, head, liar.url(), honest.url());
      assertThat(console).contains("mirror " + liar.url() + " gave a wrong chunk");
      assertThat(head.asked().stream().filter(path -> path.contains("phase=mirror")))
          .singleElement()
          .asString()
          .contains("&mirror=" + liar.url().replace(":", "%3A").replace("/", "%2F"))
          .containsPattern("&chunk=[0-9a-f]{64}$");
      assertThat(honest.chunksAsked()).isEqualTo(2);
      assertThat(head.chunksAsked()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void mirrorsThatAllLieAreLeftForTheServer(Made made) throws Exception {
    try (ChunkServer head = head();
        ChunkServer one = new ChunkServer(chunks, n -> Fault.WRONG);
        ChunkServer two = new ChunkServer(chunks, n -> Fault.WRONG)) {
      run(made, head, one.url(), two.url());
      assertThat(head.chunksAsked()).isGreaterThanOrEqualTo(CHUNKS - 3);
      assertThat(two.chunksAsked()).isLessThanOrEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Made.class)
  void ourOwnMirrorFetchesEachChunkOnce(Made made) throws Exception {
    try (ChunkServer head = head();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Mirror mirror =
            Mirror.open(URI.create(head.url()), folder.resolve("cache"), 1L << 30, threads);
        HttpServer server =
            HttpServer.start(
                Transport.choose(),
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                null,
                mirror,
                new Counters(),
                HttpSettings.standard())) {
      run(made, head, "http://127.0.0.1:" + server.ports().getFirst());
      assertThat(head.chunksAsked()).isEqualTo(CHUNKS);
      assertThat(head.asked()).noneMatch(path -> path.startsWith("/image/"));
      assertThat(head.asked()).noneMatch(path -> path.contains("phase=mirror"));
    }
  }

  private ChunkServer head() {
    return ChunkServer.head(chunks, image);
  }

  /** Runs the functions of stage-1 as its end does, and looks at the image it has then. */
  private void run(Made made, ChunkServer head, String... mirrors) throws Exception {
    Path place = Files.createDirectories(folder.resolve("image"));
    Files.writeString(folder.resolve("manifest"), manifest);
    Path script = Files.writeString(folder.resolve("script"), script(made, head, mirrors));
    Path out = folder.resolve("console");
    List<String> command =
        Stream.concat(Arrays.stream(made.shell.split(" ")), Stream.of(script.toString())).toList();
    Process process =
        new ProcessBuilder(command)
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    console = Files.readString(out);
    assertThat(ended).as(console).isTrue();
    assertThat(console).endsWith("BUILT\n");
    assertThat(Files.readAllBytes(place.resolve("root.squashfs"))).isEqualTo(image);
    assertThat(head.asked().stream().map(path -> path.replaceAll("/52:.*", "")))
        .contains("/system", "/runtime", "/report");
  }

  private String script(Made made, ChunkServer head, String... mirrors) throws IOException {
    String init;
    try (InputStream in = Stage1.class.getResourceAsStream("/stage1/init")) {
      init = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String functions =
        init.substring(init.indexOf("server=''"), init.indexOf("\nnow\necho \"STAGE1-START"))
            .replace("/config", folder + "/config")
            .replace("/status", folder + "/status")
            .replace("/rw", folder + "/rw");
    return """
    mkfifo "%1$s/config" "%1$s/status"
    exec 3<>"%1$s/status"
    mkdir -p "%1$s/rw" "%1$s/programs"
    openssl='' busybox='%2$s' fetcher=%3$s format=tar spare=0 place=/
    if [ -n "$busybox" ]; then
      for name in sh sha256sum cat dd mkdir rm sleep stat wget; do
        ln -s /usr/bin/busybox "%1$s/programs/$name"
      done
      PATH=%1$s/programs:$PATH
    fi
    %4$s
    die() { echo "DIED $1"; exit 9; }
    mount_root() { :; }
    unpack() { :; }
    umount() { :; }
    server=%5$s mirrors=%6$s mac=52:54:00:00:00:01 image=i@G token=t
    [ "$fetcher" != curl ] || start_curl
    read_list "%1$s/manifest"
    fetch
    build_root
    rm -rf "%1$s/programs"
    echo BUILT
    """
        .formatted(
            folder,
            made == Made.BUSYBOX ? "busybox" : "",
            made.fetcher,
            functions,
            head.url(),
            Arrays.stream(mirrors).collect(Collectors.joining(",")));
  }
}
