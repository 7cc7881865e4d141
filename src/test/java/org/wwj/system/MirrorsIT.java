package org.wwj.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.image.Chunk;
import org.wwj.net.MacAddress;
import org.wwj.testnet.HeadNode;
import org.wwj.testnet.NginxMirror;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;
import org.wwj.testnet.WwjMirror;

/** Racks, each with a mirror and nodes that fetch an image of it at the same time. */
@Timeout(300)
class MirrorsIT {
  private static final int RACKS = 3;
  private static final int NODES = 4;
  private static final int SIZE = 12 << 20;

  @TempDir Path folder;
  private TestNet net;
  private HeadNode head;
  private ServerProcess server;
  private Path list;

  @BeforeEach
  void start() throws IOException {
    Peers.require("ip", "sysctl", "curl", "cmp", "nginx");
    net = TestNet.create();
    head = HeadNode.prepare(Files.createDirectory(folder.resolve("head")), SIZE);
    server = head.start(net);
    // As stage-1 asks: one curl, all chunks in order.
    list =
        Files.writeString(
            folder.resolve("list"),
            head.manifest().chunks().stream()
                .map(chunk -> "url = http://127.0.0.1:8080/chunk/" + chunk.digest() + "\n")
                .collect(Collectors.joining()));
  }

  @AfterEach
  void stop() {
    net.close();
  }

  private String rack(int number) {
    String name = "r" + number;
    String namespace = net.client(name, MacAddress.parse("52:54:00:00:00:0" + number));
    net.in(namespace, "ip", "addr", "add", "10.0.0.1" + number + "/24", "dev", "eth0");
    return namespace;
  }

  private TestNet.Output fetch(String rack) {
    String script =
        "curl -q -sS --fail --fail-early --no-buffer -K %s | cmp - %s"
            .formatted(list, head.image());
    return net.run(rack, Duration.ofMinutes(2), "bash", "-o", "pipefail", "-c", script);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "wwj"})
  void theHeadNodeSendsTheImageToEachRackOnce(String mirror) throws Exception {
    List<String> racks = new ArrayList<>();
    for (int number = 1; number <= RACKS; number++) {
      String rack = rack(number);
      racks.add(rack);
      Path place = folder.resolve("mirror" + number);
      if (mirror.equals("nginx")) {
        NginxMirror.start(net, rack, place, "127.0.0.1:8080", "");
      } else {
        WwjMirror.start(net, rack, place, "127.0.0.1:8080");
      }
    }
    allAtOnce(racks.stream().flatMap(rack -> Stream.generate(() -> rack).limit(NODES)).toList());
    long all = 0;
    for (int number = 1; number <= RACKS; number++) {
      all += HeadNode.sentTo(net, "r" + number);
    }
    assertThat(all).isBetween((long) RACKS * SIZE, RACKS * SIZE * 101L / 100);
  }

  private void allAtOnce(List<String> racks) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TestNet.Output>> nodes =
          racks.stream().map(rack -> threads.submit(() -> fetch(rack))).toList();
      for (Future<TestNet.Output> node : nodes) {
        assertThat(node.get()).isEqualTo(new TestNet.Output(0, ""));
      }
    }
  }

  @Test
  void aMirrorThatIsKilledAmidAllLeavesNothingWrongAndFetchesNothingAgain() throws Exception {
    String rack = rack(1);
    Path cache = folder.resolve("mirror");
    ServerProcess mirror = WwjMirror.start(net, rack, cache, "127.0.0.1:8080");
    List<Chunk> chunks = head.manifest().chunks();
    for (Chunk chunk : chunks.subList(0, 4)) {
      get(rack, chunk);
    }
    // The fifth is on its way when it ends.
    Process fifth =
        net.start(
            rack,
            folder.resolve("fifth"),
            "curl",
            "-s",
            "http://127.0.0.1:8080/chunk/" + chunks.get(4).digest());
    mirror.kill();
    fifth.waitFor();
    Files.write(cache.resolve("incoming/" + chunks.get(5).digest() + ".9"), new byte[1000]);
    long before = HeadNode.sentTo(net, "r1");

    WwjMirror.start(net, rack, cache, "127.0.0.1:8080");
    try (Stream<Path> litter = Files.list(cache.resolve("incoming"))) {
      assertThat(litter).isEmpty();
    }
    for (Chunk chunk : chunks.subList(0, 4)) {
      get(rack, chunk);
    }
    assertThat(HeadNode.sentTo(net, "r1") - before).isLessThan(10_000);
    assertThat(fetch(rack)).isEqualTo(new TestNet.Output(0, ""));
  }

  private void get(String rack, Chunk chunk) {
    String sum =
        net.in(
            rack,
            "bash",
            "-c",
            "curl -sS --fail http://127.0.0.1:8080/chunk/%s | sha256sum".formatted(chunk.digest()));
    assertThat(sum).startsWith(chunk.digest().hex());
  }

  @Test
  void whatTheHeadNodeDoesNotGiveIsToldToTheNode() throws InterruptedException {
    String rack = rack(1);
    WwjMirror.start(net, rack, folder.resolve("mirror"), "127.0.0.1:8080");
    String url = "http://127.0.0.1:8080/chunk/" + "0".repeat(64);
    assertThat(net.in(rack, "curl", "-s", "-w", "%{http_code}", url))
        .isEqualTo(HeadNode.URL + " has no /chunk/" + "0".repeat(64) + "\n404");
    server.stop();
    assertThat(net.in(rack, "curl", "-s", "-w", "%{http_code}", url.replace("000", "001")))
        .startsWith(HeadNode.URL + " does not answer: ")
        .endsWith("\n502");
  }
}
