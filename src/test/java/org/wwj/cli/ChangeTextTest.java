package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wwj.registry.NodesDiff;
import org.wwj.registry.NodesFile;

class ChangeTextTest {
  private static String text(String before, String after) {
    Path file = Path.of("nodes.conf");
    NodesDiff diff = NodesDiff.between(NodesFile.parse(file, before), NodesFile.parse(file, after));
    return new ChangeText(false).of(diff);
  }

  private static String nodes(int count, String each) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "  c%d: %s\n".formatted(i, each.replace("#", String.valueOf(i))))
        .collect(Collectors.joining("", "nodes:\n", ""));
  }

  @Test
  void identicalChangesStandOnceUnderAHostList() {
    assertThat(
            text(
                "nodeprofiles: {p: {}}\n" + nodes(1000, "{image name: a, init: /i}"),
                "nodeprofiles: {p: {root: tmpfs}}\n"
                    + nodes(1000, "{image name: b, kernel: {args: [q, \"x,y\"]}}")))
        .isEqualTo(
            """
            profile p:
              Root: -- -> tmpfs
            nodes c[1-1000]:
              ImageName: a -> b
              Kernel.Args: -- -> q,x,y
              Init: /i -> --
            """);
  }

  @Test
  void differentChangesStandApartInTheOrderOfTheNames() {
    assertThat(
            text(
                "nodes: {c1: {init: /a}, c2: {init: /b}, c3: {init: /a}, c10: {}}",
                "nodes: {c1: {init: /x}, c2: {init: /x}, c3: {init: /x}, c10: {}}"))
        .isEqualTo("nodes c[1,3]:\n  Init: /a -> /x\nnode c2:\n  Init: /b -> /x\n");
  }

  @Test
  void addressesThatCountUpAreOneChange() {
    String address = "{network devices: {default: {ipaddr: 10.0.0.#, mtu: 9000}}}";
    assertThat(text("", nodes(12, address)))
        .isEqualTo(
            """
            new nodes c[1-12]:
              NetDevs[default].Ipaddr: -- -> 10.0.0.1 … 10.0.0.12
              NetDevs[default].MTU: -- -> 9000
            """);
    assertThat(text("", nodes(4, address).replace("10.0.0.3", "10.0.0.30")))
        .isEqualTo(
            """
            new nodes c[1-2]:
              NetDevs[default].Ipaddr: -- -> 10.0.0.1 … 10.0.0.2
              NetDevs[default].MTU: -- -> 9000
            new node c3:
              NetDevs[default].Ipaddr: -- -> 10.0.0.30
              NetDevs[default].MTU: -- -> 9000
            new node c4:
              NetDevs[default].Ipaddr: -- -> 10.0.0.4
              NetDevs[default].MTU: -- -> 9000
            """);
  }

  @Test
  void deletedNodesAreToldTogether() {
    assertThat(text(nodes(3, "{asset key: a#, init: /i}") + "  d1: {}\n", "nodes: {}"))
        .isEqualTo(
            """
            deleted nodes c[1-3]:
              AssetKey: (3 values) -> --
              Init: /i -> --
            deleted node d1
            """);
  }

  @Test
  void secretsAreNotShown() {
    assertThat(
            text(
                "nodes: {c1: {ipmi: {password: old}}, c2: {}}",
                "nodes: {c1: {ipmi: {password: new}}, c2: {ipmi: {password: new}}}"))
        .isEqualTo("node c1:\n  Ipmi.Password: *** -> ***\nnode c2:\n  Ipmi.Password: -- -> ***\n");
  }

  @Test
  void nullsTreesAndBareDevicesHaveASign() {
    assertThat(
            text(
                "nodes: {c1: {init: /i, resources: {r: [1]}}}",
                "nodes: {c1: {init: ~, resources: {r: [1, {a: x}]}, network devices: {ib: {}}}}"))
        .isEqualTo(
            """
            node c1:
              Init: /i -> ~
              Resources[r]: [1] -> [1,{"a":"x"}]
              NetDevs[ib]: -- -> {}
            """);
    assertThat(text("nodes: {}", "# x\nnodes: {}")).isEqualTo("Only comments or layout change.\n");
  }

  @Test
  void coloursTellOldFromNew() {
    Path file = Path.of("f");
    NodesDiff diff =
        NodesDiff.between(
            NodesFile.parse(file, "nodes: {c1: {init: /i}}"),
            NodesFile.parse(file, "nodes: {c1: {init: /j}}"));
    assertThat(new ChangeText(true).of(diff))
        .isEqualTo("node c1:\n  Init: \u001b[31m/i\u001b[0m -> \u001b[32m/j\u001b[0m\n");
  }
}
