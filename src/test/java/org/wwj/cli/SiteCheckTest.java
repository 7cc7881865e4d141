package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wwj.registry.NodesFile;

class SiteCheckTest {
  @TempDir Path folder;
  private CommandFixture site;

  @BeforeEach
  void site() {
    site = new CommandFixture(folder);
  }

  private List<String> findings(String nodes) {
    return new SiteCheck(site.config(), NodesFile.parse(site.nodes, nodes))
        .findings().stream()
            .map(f -> f.where() + ": " + f.severity().word() + ": " + f.text())
            .map(line -> line.replace(folder + "/", ""))
            .toList();
  }

  /** A node that is well, with what a case adds to it or to its device. */
  private static String nodes(String node, String device) {
    return """
    nodeprofiles:
      p: {image name: debian-12, system overlay: [hosts]}
    nodes:
      c1:
        profiles: [p]
    %s
        network devices:
          default:
            hwaddr: 52:54:00:00:00:01
            ipaddr: 10.0.0.11
            netmask: 255.255.255.0
    %s
      c2: {profiles: [p], network devices: {default: {hwaddr: "52:54:00:00:00:02", ipaddr: 10.0.0.12}}}
    """
        .formatted(node.indent(4).stripTrailing(), device.indent(8).stripTrailing());
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("all is well", "", "", ""),
        Arguments.of("unknown profile", "comment: x", "", ""),
        Arguments.of(
            "image that does not exist",
            "image name: debian12",
            "",
            "nodes.conf:6: error: image 'debian12' does not exist; did you mean 'debian-12'?;"
                + " wwj image import SOURCE debian12 (c1)"),
        Arguments.of(
            "image that is not built",
            "image name: raw",
            "",
            "nodes.conf:6: warning: image 'raw' is not built; wwj image build raw (c1)"),
        Arguments.of(
            "image cleared",
            "image name: ~",
            "",
            "nodes.conf:4: warning: no image is set; wwj profile set default --image NAME, or per"
                + " node (c1)"),
        Arguments.of(
            "overlay that does not exist",
            "runtime overlay: [chrny, ~resolf]",
            "",
            "nodes.conf:6: error: overlay 'chrny' is in neither state/overlays nor data/overlays;"
                + " did you mean 'chrony'? (c1)"),
        Arguments.of(
            "template that does not exist",
            "ipxe template: defualt",
            "",
            "nodes.conf:6: error: ipxe template 'defualt' does not exist; did you mean 'default'?;"
                + " there are default (c1)"),
        Arguments.of(
            "root that is none",
            "root: floppy",
            "",
            "nodes.conf:6: error: root 'floppy' is not one of squashfs, tmpfs, initrd, dracut (c1)"),
        Arguments.of(
            "primary network that is no device",
            "primary network: ib",
            "",
            "nodes.conf:6: error: primary network 'ib' is no network device (c1)"),
        Arguments.of(
            "size of a packet that is no number",
            "",
            "mtu: jumbo",
            "nodes.conf:12: error: NetDevs[default].MTU 'jumbo' is not a whole number from 68 to"
                + " 65536 (c1)"),
        Arguments.of(
            "prefix that is too long",
            "",
            "prefixlen6: 129",
            "nodes.conf:12: error: NetDevs[default].PrefixLen6 '129' is not a whole number from 0"
                + " to 128 (c1)"),
        Arguments.of(
            "numbers as they may be",
            "disks: {/dev/vda: {partitions: {a: {number: 0, size_mib: 1024, start_mib: 1}}}}",
            "mtu: 9000\nprefixlen6: 64",
            ""),
        Arguments.of(
            "gateway off the link",
            "",
            "gateway: 10.0.1.1",
            "nodes.conf:12: error: gateway 10.0.1.1 of c1 (default) is not in its network"
                + " 10.0.0.0/24"),
        Arguments.of(
            "BMC with another's address",
            "ipmi: {ipaddr: 10.0.0.12}",
            "",
            "nodes.conf:12: error: ipaddr 10.0.0.12 of c2 (default) belongs to c1 (BMC) already;"
                + " give each its own"),
        Arguments.of("node that no machine is", "discoverable: yes", "", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void tells(String name, String node, String device, String finding) {
    List<String> found = findings(nodes(node, device).replaceAll("(?m)^ +\n", "\n"));
    assertThat(found.stream().map(line -> line.replaceFirst(":\\d+:", ":")))
        .isEqualTo(finding.isEmpty() ? List.of() : List.of(finding.replaceFirst(":\\d+:", ":")));
  }

  static Stream<Arguments> addresses() {
    return Stream.of(
        Arguments.of(
            "10.0.0.12",
            "netmask: 255.255.255.0",
            "error: ipaddr 10.0.0.12 of c2 (default) belongs to c1 (default) already; give each its own"),
        Arguments.of(
            "10.0.0.1",
            "netmask: 255.255.255.0",
            "error: ipaddr 10.0.0.1 of c1 (default) is the server's own"),
        Arguments.of(
            "10.0.0.200",
            "netmask: 255.255.255.0",
            "error: ipaddr 10.0.0.200 of c1 (default) is inside the dynamic range; move it or the range"),
        Arguments.of(
            "10.0.0.250",
            "",
            "error: ipaddr 10.0.0.250 of c1 (default) is inside the dynamic range; move it or the range"),
        Arguments.of("10.0.0.251", "", ""),
        Arguments.of(
            "10.0.0.255",
            "",
            "error: ipaddr 10.0.0.255 of c1 (default) is no host's address in its network 10.0.0.0/24"),
        Arguments.of(
            "10.0.0.64",
            "netmask: 255.255.255.192",
            "error: ipaddr 10.0.0.64 of c1 (default) is no host's address in its network 10.0.0.64/26"),
        Arguments.of(
            "10.1.0.5",
            "netmask: 255.255.255.0",
            "error: ipaddr 10.1.0.5 of c1 (default) is outside the provisioning network 10.0.0.0/24, and no gateway leads to the server"),
        Arguments.of(
            "10.1.0.5",
            "netmask: 255.255.255.0, gateway: 10.1.0.1",
            "warning: ipaddr 10.1.0.5 of c1 (default) is outside the provisioning network 10.0.0.0/24; a relay has to pass its DHCP on"),
        Arguments.of(
            "10.0.0.20",
            "netmask: 255.0.255.0",
            "error: netmask 255.0.255.0 is not contiguous (c1 (default))"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("addresses")
  void looksAtAddresses(String address, String more, String finding) {
    List<String> found =
        findings(
            """
            nodeprofiles: {p: {image name: debian-12}}
            nodes:
              c1: {profiles: [p], network devices: {default: {hwaddr: "52:54:00:00:00:01", ipaddr: %s, %s}}}
              c2: {profiles: [p], network devices: {default: {hwaddr: "52:54:00:00:00:02", ipaddr: 10.0.0.12}}}
            """
                .formatted(address, more));
    assertThat(found.stream().map(line -> line.replaceFirst("nodes.conf:\\d+: ", "")))
        .isEqualTo(finding.isEmpty() ? List.of() : List.of(finding));
  }

  @Test
  void devicesOtherThanThePrimaryMayLieAnywhere() {
    assertThat(
            findings(
                nodes("", "")
                    .replace(
                        "  c2:",
                        "      ib: {ipaddr: 10.149.0.1, netmask: 255.255.0.0, gateway: 10.149.0.254}\n  c2:")))
        .isEmpty();
  }

  @Test
  void aMistakeOfAProfileIsToldOnceWithTheNodesThatItReaches() {
    String nodes =
        """
        nodeprofiles:
          p: {image name: nope, profiles: [gone, ~lost], system overlay: [nix]}
          q: {image name: nope}
        nodes:
          c1: {profiles: [p, q]}
          c2: {profiles: [p], image name: debian-12}
          c3: {profiles: [q, quux]}
        """;
    assertThat(findings(nodes))
        .contains(
            "nodes.conf:2: error: image 'nope' does not exist; wwj image import SOURCE nope (c[1,3])",
            "nodes.conf:2: error: profile 'gone' does not exist (profile p)",
            "nodes.conf:2: warning: profile 'lost', which is taken away here, does not exist (profile"
                + " p)",
            "nodes.conf:2: error: overlay 'nix' is in neither state/overlays nor data/overlays"
                + " (c[1-2])",
            "nodes.conf:7: error: profile 'quux' does not exist (c3)");
  }

  @Test
  void aChangeBringsInOnlyWhatWasNotWrongBefore() {
    NodesFile before = NodesFile.parse(site.nodes, "nodeprofiles: {p: {image name: nope}}\n");
    NodesFile after =
        NodesFile.parse(
            site.nodes,
            "# moved\nnodeprofiles: {p: {image name: nope}}\nnodes: {c1: {profiles: [p], root: x}}\n");
    assertThat(SiteCheck.brought(site.config(), before, after).stream().filter(Mistake::isError))
        .extracting(Mistake::text)
        .containsExactly("root 'x' is not one of squashfs, tmpfs, initrd, dracut");
    NodesFile again = NodesFile.parse(site.nodes, "nodes: {c1: {root: x}, c2: {root: x}}\n");
    assertThat(SiteCheck.brought(site.config(), after, again).stream().filter(Mistake::isError))
        .extracting(Mistake::by)
        .containsExactly("node c2");
  }

  @Test
  @Timeout(60)
  void tenThousandNodesAreLookedAtInNoTime() {
    StringBuilder text =
        new StringBuilder(
            "nodeprofiles: {p: {image name: debian-12, system overlay: [hosts, nix]}}\nnodes:\n");
    for (int i = 0; i < 10_000; i++) {
      text.append(
          "  n%d: {profiles: [p], root: %s, network devices: {default: {ipaddr: 10.1.%d.%d, gateway: 10.9.9.9}}}\n"
              .formatted(i, i % 2 == 0 ? "x" : "tmpfs", i / 250, i % 250 + 1));
    }
    NodesFile file = NodesFile.parse(site.nodes, text.toString());
    long start = System.nanoTime();
    List<Finding> findings = new SiteCheck(site.config(), file).findings();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(findings).filteredOn(f -> f.text().contains("'nix'")).hasSize(1);
    assertThat(findings).filteredOn(f -> f.text().startsWith("root 'x'")).hasSize(1);
    assertThat(findings).filteredOn(f -> f.text().contains("a relay")).hasSize(10_000);
  }

  @Test
  void namesMustBeOnesThatCanBeUsed() {
    assertThat(
            findings(
                """
                nodeprofiles: {"a,b": {}, "~p": {}, ok p: {}}
                nodes: {../x: {}, bad name: {}, --yes: {}, n_1.example.org: {}, 10: {}}
                """))
        .filteredOn(line -> line.contains(": error: "))
        .containsExactlyInAnyOrder(
            "nodes.conf:1: error: profile name 'a,b' cannot stand in a list of profiles; choose another",
            "nodes.conf:1: error: profile name '~p' cannot stand in a list of profiles; choose another",
            "nodes.conf:2: error: node name '../x' cannot be a host name; use letters, digits, '-', '.'"
                + " and '_'",
            "nodes.conf:2: error: node name 'bad name' cannot be a host name; use letters, digits, '-',"
                + " '.' and '_'",
            "nodes.conf:2: error: node name '--yes' cannot be a host name; use letters, digits, '-',"
                + " '.' and '_'");
  }
}
