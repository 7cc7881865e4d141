package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.boot.Status;
import org.wwj.net.MacAddress;

class NodeStatusCommandTest {
  @TempDir Path folder;

  private static final Status STATUS =
      new Status(
          List.of(
              new NodeStatus(
                  "n2",
                  MacAddress.parse("52:54:00:aa:bb:cc"),
                  Phase.KERNEL,
                  Instant.now(),
                  "10.0.0.12",
                  1 << 20,
                  4 << 20,
                  "")),
          List.of(),
          List.of("nodes.conf:3: it is broken"));

  @Test
  void asksTheServerAndAddsTheNodesItHasNotSeen() throws IOException {
    CliSite site = CliSite.full(folder);
    try (StatusSocket _ = new StatusSocket(folder.resolve("run/wwj.sock"), STATUS)) {
      CliSite.Result all = site.run("node", "status");
      assertThat(all.code()).isZero();
      assertThat(all.out().lines())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("NODE NAME  PHASE   SINCE  ADDRESS"),
              line -> assertThat(line).startsWith("---------"),
              line -> assertThat(line).startsWith("a1         --"),
              line -> assertThat(line).startsWith("b1         --"),
              line -> assertThat(line).startsWith("n10        --"),
              line -> assertThat(line).matches("n2         kernel  \\d+ s +10.0.0.12  1/4 .*"),
              line -> assertThat(line).isEqualTo("problem: nodes.conf:3: it is broken"));
      assertThat(site.run("node", "status", "-u", "n[1-10]", "-o", "csv").out())
          .startsWith("node_name,phase,since,address,mib,reason,hwaddr,reached,runs,next\r\nn10,")
          .doesNotContain("n2", "a1", "problem");
      assertThat(site.run("node", "status", "-j").out())
          .startsWith("{\"nodes\":{\"n2\":{\"node name\":\"n2\",\"stage\":\"KERNEL\"");
      assertThat(site.run("node", "status", "n3").err())
          .isEqualTo("wwj: no node n3; did you mean 'n2'?\n");
    }
  }

  @Test
  void aBrokenNodesFileDoesNotHideWhereTheMachinesStand() throws IOException {
    CliSite site = CliSite.full(folder);
    Files.writeString(site.nodes(), "nodes: [");
    try (StatusSocket _ = new StatusSocket(folder.resolve("run/wwj.sock"), STATUS)) {
      assertThat(site.run("node", "status").out()).contains("n2 ").doesNotContain("a1");
    }
  }

  @Test
  void aServerThatDoesNotRunIsToldWithHowToStartIt() {
    CliSite.Result result = CliSite.full(folder).run("node", "status");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("no server answers on", "run/wwj.sock", "wwj server");
  }
}
