package org.wwj.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.image.ImageFixture;
import org.wwj.net.MacAddress;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/** From a tag in nodes.conf to the order in which nodes are sent their images. */
class PriorityIT {
  @TempDir Path folder;

  @Test
  void aNodeWithAPriorityIsNextThoughItCameLater() throws Exception {
    Peers.require("ip", "curl");
    site();
    try (TestNet net = TestNet.create()) {
      ServerProcess server =
          ServerProcess.wwj(net, folder.resolve("log"), folder.resolve("wwj.conf"));
      String client = net.client("c", MacAddress.parse("52:54:00:00:00:01"));
      net.in(client, "ip", "addr", "add", "10.0.0.250/24", "dev", "eth0");
      Path moving = folder.resolve("moving");
      net.start(
          client,
          folder.resolve("bulk"),
          "curl",
          "-sS",
          "--limit-rate",
          "2M",
          "-o",
          moving.toString(),
          url(1));
      Awaitility.await("the first image under way")
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(moving) && Files.size(moving) > 100_000);

      assertThat(ask(net, client, 2)).as(server.log()).contains("waits: next");
      assertThat(ask(net, client, 3)).contains("waits: 1 machine before this one");
      assertThat(ask(net, client, 4)).as("its priority is 5").contains("waits: next");
    }
  }

  private static String ask(TestNet net, String client, int node) {
    return net.in(client, "curl", "-sS", "--max-time", "30", url(node) + "?waits=1");
  }

  private static String url(int node) {
    return "http://10.0.0.1:9873/image/52-54-00-00-00-0" + node;
  }

  private void site() throws Exception {
    Path generation = folder.resolve("state/provision/images/rocky-10/20261123T050000Z-aa");
    Files.createDirectories(generation);
    ImageFixture.generation(generation, "rocky-10", "x".repeat(64 << 20));
    Files.createSymbolicLink(generation.resolveSibling("current"), generation.getFileName());
    Files.writeString(
        folder.resolve("wwj.conf"),
        """
        ipaddr: 10.0.0.1/24
        dhcp: {enabled: false}
        tftp: {enabled: false}
        delivery: {transfers: 1}
        paths:
          localstatedir: %1$s/state
          wwprovisiondir: %1$s/state/provision
          cachedir: %1$s/cache
          rundir: %1$s/run
        """
            .formatted(folder));
    StringBuilder nodes = new StringBuilder("nodeprofiles: {}\nnodes:\n");
    for (int i = 1; i <= 4; i++) {
      nodes.append(
          """
            n%1$d:
              image name: rocky-10
              root: squashfs
              tags: {%2$s}
              network devices: {default: {hwaddr: "52:54:00:00:00:0%1$d", ipaddr: 10.0.0.1%1$d}}
          """
              .formatted(i, i == 4 ? "bootpriority: \"5\"" : ""));
    }
    Files.writeString(folder.resolve("nodes.conf"), nodes);
  }
}
