package org.wwj.delivery.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Digest;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Answer.Reason;
import org.wwj.delivery.Answer.Refusal;
import org.wwj.delivery.Request;
import org.wwj.delivery.Transfer;
import org.wwj.testnet.ChunkServer;
import org.wwj.testnet.ChunkServer.Fault;

/** A mirror before a server on loopback that goes wrong as it is told. */
@Timeout(60)
class MirrorIT {
  private static final int SIZE = 100_000;

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> chunks = chunks(8);

  private static Map<String, byte[]> chunks(int number) {
    Map<String, byte[]> chunks = new LinkedHashMap<>();
    Random random = new Random(5);
    for (int i = 0; i < number; i++) {
      byte[] chunk = new byte[SIZE];
      random.nextBytes(chunk);
      chunks.put(Digest.of(chunk).hex(), chunk);
    }
    return chunks;
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private ChunkServer head(IntFunction<Fault> faults) {
    return new ChunkServer(chunks, faults);
  }

  private Mirror mirror(String head, long limit) {
    return Mirror.open(URI.create(head), folder.resolve("cache"), limit, threads);
  }

  private static CompletableFuture<Answer> ask(Mirror mirror, String path) {
    InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return mirror
        .answer(new Request(Request.Protocol.HTTP, path, Map.of(), peer))
        .toCompletableFuture();
  }

  private static Refusal refusal(Mirror mirror, String path) {
    return (Refusal) ask(mirror, path).join();
  }

  private String digest(int number) {
    return List.copyOf(chunks.keySet()).get(number);
  }

  private void assertGives(Mirror mirror, String digest) throws IOException {
    Answer.FileSlice slice = (Answer.FileSlice) ask(mirror, "/chunk/" + digest).join();
    assertThat(Files.readAllBytes(slice.file())).isEqualTo(chunks.get(digest));
    assertThat(slice.immutable()).isTrue();
    slice.listener().ended(Transfer.End.COMPLETE);
  }

  @Test
  void manyWhoAskAtOnceCostTheServerOneRequest() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    IntFunction<Fault> slow =
        n -> {
          await(all);
          return Fault.NONE;
        };
    try (ChunkServer head = head(slow);
        Mirror mirror = mirror(head.url(), 1 << 20)) {
      List<CompletableFuture<Answer>> asked = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        asked.add(ask(mirror, "/chunk/" + digest(0)));
      }
      all.countDown();
      for (CompletableFuture<Answer> answer : asked) {
        assertThat(answer.join()).isInstanceOf(Answer.FileSlice.class);
      }
      assertThat(head.asked()).containsExactly("/chunk/" + digest(0));
      assertGives(mirror, digest(0));
      assertThat(head.chunksAsked()).isEqualTo(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void nobodyGetsAChunkThatIsWrong() {
    try (ChunkServer head = head(n -> Fault.WRONG);
        Mirror mirror = mirror(head.url(), 1 << 20)) {
      Refusal no = refusal(mirror, "/chunk/" + digest(0));
      assertThat(no.reason()).isEqualTo(Reason.BAD_GATEWAY);
      assertThat(no.message()).contains(head.url(), "something else", digest(0));
      assertThat(head.chunksAsked()).isEqualTo(2);
      assertThat(files("incoming")).isEmpty();
    }
  }

  @Test
  void aBitThatFlippedOnTheWayIsFetchedAgain() throws IOException {
    try (ChunkServer head = head(n -> n == 0 ? Fault.WRONG : n == 1 ? Fault.SHORT : Fault.NONE);
        Mirror mirror = mirror(head.url(), 1 << 20)) {
      assertThat(refusal(mirror, "/chunk/" + digest(0)).reason()).isEqualTo(Reason.BAD_GATEWAY);
      assertGives(mirror, digest(0));
    }
  }

  @Test
  void aDownloadThatIsCutIsTriedOnceMore() throws IOException {
    try (ChunkServer head = head(n -> n == 0 ? Fault.CUT : Fault.NONE);
        Mirror mirror = mirror(head.url(), 1 << 20)) {
      assertGives(mirror, digest(0));
      assertThat(head.chunksAsked()).isEqualTo(2);
    }
  }

  @Test
  void whatTheServerSaysIsPassedOn() throws IOException {
    List<Fault> faults = List.of(Fault.BUSY, Fault.BROKEN, Fault.NOT_FOUND);
    try (ChunkServer head = head(n -> n < 3 ? faults.get(n) : Fault.NONE);
        Mirror mirror = mirror(head.url(), 1 << 20)) {
      String url = head.url();
      String path = "/chunk/" + digest(0);
      assertThat(refusal(mirror, path))
          .isEqualTo(new Refusal(Reason.BUSY, url + " is busy", Duration.ofSeconds(7)));
      assertThat(refusal(mirror, path))
          .isEqualTo(new Refusal(Reason.BAD_GATEWAY, url + " answered HTTP 500 for " + path, null));
      assertThat(refusal(mirror, path))
          .isEqualTo(new Refusal(Reason.NOT_FOUND, url + " has no " + path, null));
      assertGives(mirror, digest(0));
    }
  }

  @Test
  void aServerThatIsGoneIsNamedAndTheCacheGoesOn() throws IOException {
    ChunkServer head = head(n -> Fault.NONE);
    try (Mirror mirror = mirror(head.url(), 1 << 20)) {
      assertGives(mirror, digest(0));
      head.close();
      assertGives(mirror, digest(0));
      Refusal no = refusal(mirror, "/chunk/" + digest(1));
      assertThat(no.reason()).isEqualTo(Reason.BAD_GATEWAY);
      assertThat(no.message()).startsWith(head.url() + " does not answer: ");
    }
  }

  @Test
  void aCacheThatIsTooSmallForAllStaysWithinItsSize() throws IOException {
    try (ChunkServer head = head(n -> Fault.NONE);
        Mirror mirror = mirror(head.url(), 3 * SIZE)) {
      for (String digest : chunks.keySet()) {
        assertGives(mirror, digest);
      }
      assertThat(head.chunksAsked()).isEqualTo(8);
      assertGives(mirror, digest(7));
      assertThat(head.chunksAsked()).isEqualTo(8);
      assertGives(mirror, digest(0));
      assertThat(head.chunksAsked()).isEqualTo(9);
      Answer.Bytes status = (Answer.Bytes) ask(mirror, "/status").join();
      assertThat(new String(status.content(), java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("{\"chunks\":3,\"bytes\":300000,\"given\":10,\"fetched\":9}\n");
    }
  }

  @Test
  void itHasNothingElse() {
    try (ChunkServer head = head(n -> Fault.NONE);
        Mirror mirror = mirror(head.url(), 1 << 20)) {
      for (String path :
          List.of("/", "/chunk/", "/chunk/../lock", "/chunk/" + digest(0) + "0", "/image/x")) {
        assertThat(refusal(mirror, path).reason()).as(path).isEqualTo(Reason.NOT_FOUND);
      }
      assertThat(head.asked()).isEmpty();
    }
  }

  private List<Path> files(String part) {
    try (var files = Files.list(folder.resolve("cache").resolve(part))) {
      return files.toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
