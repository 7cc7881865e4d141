package org.wwj.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.image.ImageFixture;
import org.wwj.net.MacAddress;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/** The real server is killed in the middle of a storm of 200 curls. */
class RestartIT {
  private static final int NODES = 200;
  private static final int SIZE = 2 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  /** Asks until it has all, each time for what it lacks; notes what each attempt brought. */
  private static final String CLIENTS =
      """
      cd "$1"
      for i in $(seq 0 $(($2 - 1))); do
        mac=$(printf 52-54-00-00-01-%02x "$i")
        (until curl -sS -f -C - -o "image.$i" -w '%{size_download}\\n' \\
            "http://10.0.0.1:9873/image/$mac?waits=1" >>"attempts.$i" 2>>"errors.$i"; do
          sleep 1
        done; : >"done.$i") &
      done
      wait
      """;

  @TempDir Path folder;

  @Test
  void everyNodeHasItsImageAndNoByteOfItCameTwice() throws Exception {
    Peers.require("ip", "tc", "curl", "sh", "seq");
    Path image = site();
    try (TestNet net = TestNet.create()) {
      ServerProcess first = serve(net, "first.log");
      String client = net.client("c", MacAddress.parse("52:54:00:00:00:01"));
      net.in(client, "ip", "addr", "add", "10.0.0.250/24", "dev", "eth0");
      // So that it takes some time: 400 MiB by 400 Mbit/s.
      net.in(
          net.server(),
          "tc",
          "qdisc",
          "add",
          "dev",
          "p-c",
          "root",
          "tbf",
          "rate",
          "400mbit",
          "burst",
          "1mb",
          "latency",
          "50ms");
      net.start(
          client,
          folder.resolve("clients.log"),
          "sh",
          "-c",
          CLIENTS,
          "sh",
          folder.toString(),
          String.valueOf(NODES));
      awaitDone(NODES / 4, first);
      first.kill();
      long before = done();
      ServerProcess second = serve(net, "second.log");
      awaitDone(NODES, second);

      assertThat(before).as("nodes that were ready when it was killed").isLessThan(NODES);
      int cut = 0;
      for (int i = 0; i < NODES; i++) {
        assertThat(Files.mismatch(image, folder.resolve("image." + i)))
            .as("node " + i)
            .isEqualTo(-1);
        List<Long> brought =
            Files.readAllLines(folder.resolve("attempts." + i)).stream()
                .map(Long::valueOf)
                .toList();
        assertThat(brought.stream().mapToLong(Long::longValue).sum())
            .as("node %d: %s, %s", i, brought, Files.readString(folder.resolve("errors." + i)))
            .isEqualTo(SIZE);
        cut += brought.stream().anyMatch(bytes -> bytes > 0 && bytes < SIZE) ? 1 : 0;
      }
      assertThat(cut).as("nodes that had a part").isPositive();
    }
  }

  private void awaitDone(int nodes, ServerProcess server) {
    Awaitility.await(nodes + " nodes have their image")
        .atMost(PATIENCE)
        .failFast("the server has ended", () -> !server.process().isAlive())
        .until(() -> done() >= nodes);
  }

  private long done() {
    return IntStream.range(0, NODES).filter(i -> Files.exists(folder.resolve("done." + i))).count();
  }

  private ServerProcess serve(TestNet net, String log) {
    return ServerProcess.wwj(net, folder.resolve(log), folder.resolve("wwj.conf"));
  }

  private Path site() throws IOException {
    byte[] letters = new byte[SIZE];
    Random random = new Random(1);
    for (int i = 0; i < SIZE; i++) {
      letters[i] = (byte) ('a' + random.nextInt(26));
    }
    Path generation = folder.resolve("state/provision/images/rocky-10/20261123T050000Z-aa");
    Files.createDirectories(generation);
    ImageFixture.generation(generation, "rocky-10", new String(letters, StandardCharsets.US_ASCII));
    Files.createSymbolicLink(generation.resolveSibling("current"), generation.getFileName());
    Files.writeString(
        folder.resolve("wwj.conf"),
        """
        ipaddr: 10.0.0.1/24
        dhcp: {enabled: false}
        tftp: {enabled: false}
        delivery: {transfers: 8}
        paths:
          localstatedir: %1$s/state
          wwprovisiondir: %1$s/state/provision
          cachedir: %1$s/cache
          rundir: %1$s/run
        """
            .formatted(folder));
    StringBuilder nodes = new StringBuilder("nodeprofiles: {}\nnodes:\n");
    for (int i = 0; i < NODES; i++) {
      nodes.append(
          """
            n%1$d:
              image name: rocky-10
              root: squashfs
              network devices: {default: {hwaddr: "52:54:00:00:01:%1$02x", ipaddr: 10.0.0.%2$d}}
          """
              .formatted(i, i + 20));
    }
    Files.writeString(folder.resolve("nodes.conf"), nodes);
    return generation.resolve("root.squashfs");
  }
}
