package org.wwj.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wwj.SiteFixture;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;
import org.wwj.registry.RootMethod;

class BootPlanTest {
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");

  private static String cmdline(RootMethod method, String mirrors) {
    return cmdlineBy(method, "mirrors: [" + mirrors + "]");
  }

  private static String cmdlineBy(RootMethod method, String delivery) {
    return cmdline(
        SiteFixture.node("c1", MAC, "10.1.0.11", method.name().toLowerCase()),
        method,
        config(delivery));
  }

  private static SiteConfig config(String delivery) {
    return SiteConfigReader.parse(
        Path.of("wwj.conf"), "ipaddr: 10.0.0.1/8\ndelivery: {" + delivery + "}\n");
  }

  private static String cmdline(Node node, RootMethod method, SiteConfig config) {
    return new BootPlan(
            node, MAC, Prefix.parse("10.1.0.11/8"), null, method, "debian-12@G", "token")
        .cmdline(config);
  }

  @Test
  void theKernelIsToldTheMirrorsOfTheNode() {
    String mirrors =
        "{subnet: 10.1.0.0/16, url: http://10.1.0.2:8080}, {subnet: 10.2.0.0/16, url: http://10.2.0.2},"
            + " {url: http://10.0.0.5}";
    assertThat(cmdline(RootMethod.SQUASHFS, mirrors))
        .contains(" wwj.mirrors=http://10.1.0.2:8080,http://10.0.0.5")
        .doesNotContain("10.2.0.2");
    assertThat(cmdline(RootMethod.TMPFS, mirrors)).contains("wwj.mirrors=");
    assertThat(cmdline(RootMethod.INITRD, mirrors)).doesNotContain("mirrors");
    assertThat(cmdline(RootMethod.SQUASHFS, "")).doesNotContain("mirrors");
  }

  @Test
  void aNodeThatCannotBearFullSpeedIsToldNoMirrorsAndBecomesNoPeer() {
    SiteConfig config = config("mirrors: [{url: http://10.0.0.5}], peers: true");
    Node paced =
        Registry.snapshot(
                config,
                NodesFile.parse(Path.of("nodes.conf"), "nodes: {c1: {tags: {bootpace: 10M}}}\n"))
            .nodes()
            .get("c1");
    assertThat(cmdline(paced, RootMethod.SQUASHFS, config)).doesNotContain("mirrors", "peer");
  }

  @Test
  void aNodeWithACompressedRootIsToldToBecomeAPeer() {
    assertThat(cmdlineBy(RootMethod.SQUASHFS, "peers: true")).contains(" wwj.peer=9875");
    assertThat(cmdlineBy(RootMethod.TMPFS, "peers: true")).doesNotContain("wwj.peer");
    assertThat(cmdlineBy(RootMethod.SQUASHFS, "peers: false")).doesNotContain("wwj.peer");
  }

  @Test
  void thereAreNoMoreMirrorsThanTheKernelTakes() {
    String many =
        IntStream.range(1, 200)
            .mapToObj(i -> "{url: http://10.0.1." + i + ":8080}")
            .collect(Collectors.joining(", "));
    assertThat(cmdline(RootMethod.SQUASHFS, many))
        .hasSizeBetween(1850, 1919)
        .containsPattern("wwj.mirrors=http://10.0.1.1:8080,.*:8080( |$)");
  }
}
