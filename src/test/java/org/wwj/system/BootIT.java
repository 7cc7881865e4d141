package org.wwj.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.net.MacAddress;
import org.wwj.testnet.NginxMirror;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;
import org.wwj.testnet.Vm;
import org.wwj.testnet.Vm.Firmware;

/** Real machines under emulation boot a real Linux from the real server. */
class BootIT {
  private static final int RAM = 768;
  private static final String THIRD =
      """
        c3:
          profiles: [default]
          network devices:
            default: {hwaddr: "52:54:00:00:00:03", ipaddr: 10.0.0.13, netmask: 255.255.255.0}
      """;
  private static final MacAddress FOURTH = MacAddress.parse("52:54:00:00:00:04");

  @TempDir Path folder;
  private TestNet net;
  private TestSite site;

  @BeforeEach
  void aNetworkWithASite() {
    Peers.require(
        "ip",
        "curl",
        "qemu-system-x86_64",
        "mksquashfs",
        "mmdebstrap",
        "/usr/share/OVMF/OVMF_CODE_4M.fd",
        "/usr/lib/ipxe/snponly.efi");
    net = TestNet.create();
    site = new TestSite(net, folder);
    site.buildImages();
  }

  @AfterEach
  void removeTheNetwork() {
    if (net != null) {
      net.close();
    }
  }

  @Test
  void biosMachineBootsWithItsImageCompressedInRamAlthoughTheServerCrashes() throws Exception {
    ServerProcess first = site.serve();
    try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
      site.awaitPhase("c1", Phase.IMAGE);
      first.kill();
      site.serve();
      vm.await("NODE-READY rc=0");
      assertThat(vm.console()).containsOnlyOnce("STAGE1-START").contains("ip=10.0.0.11");
      site.awaitPhase("c1", Phase.READY);
    }
  }

  /** While it runs it gets no token, which its next boot needs. */
  @Test
  void biosMachineBootsIntoATmpfsAndOnceMore() {
    site.nodes(TestSite.IMAGE, "tmpfs", "");
    ServerProcess server = site.serve();
    for (int i = 0; i < 2; i++) {
      try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
        vm.await("NODE-READY rc=0");
        assertThat(vm.console()).contains("root=tmpfs");
        site.awaitPhase("c1", Phase.READY);
      }
    }
    assertThat(server.log())
        .containsSubsequence("event=ready mac=" + TestSite.C1, "event=ready mac=" + TestSite.C1)
        .doesNotContain("script.untrusted", "overlay.refused");
  }

  @Test
  void aMachineTellsOfItselfFromItsLoaderToItsClient() throws Exception {
    site.serve();
    try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
      site.awaitPhase("c1", Phase.KERNEL);
      // From the card that iPXE drives, before Linux has a driver for it.
      assertThat(site.facts(TestSite.C1)).startsWith("pci 1af4:1000\nseen ");
      vm.await("NODE-READY rc=0");
      site.awaitPhase("c1", Phase.READY);
      assertThat(site.facts(TestSite.C1))
          .matches("memory 78\\d{4}\npci 1af4:1000\nimage debian-12@\\w+-\\w{8}\nseen \\S+\n");
    }
  }

  @Test
  void biosMachineBootsTheWholeTreeAsOneArchive() {
    site.nodes(TestSite.IMAGE, "initrd", "");
    site.serve();
    try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
      vm.await("NODE-READY rc=0");
      assertThat(vm.console()).doesNotContain("STAGE1-START").contains("root=rootfs");
    }
  }

  /** It is held for 50 s before that. */
  @Test
  void ipxeThatIsToldToComeBackWaitsForItsTurnAndBoots() throws Exception {
    site.nodes(TestSite.IMAGE, "initrd", THIRD);
    site.delivery("  transfers: 1\n");
    site.pace("c3", "4M");
    ServerProcess server = site.serve("--debug");
    Process other = site.fetchesForever(TestSite.C3);
    try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
      Awaitility.await("told to come back")
          .atMost(Vm.PATIENCE)
          .until(() -> answered(server, TestSite.C1, 503));
      List<ProcessHandle> fetching = other.descendants().toList();
      other.destroy();
      fetching.forEach(ProcessHandle::destroy);
      vm.await("NODE-READY rc=0");
      assertThat(vm.console()).containsOnlyOnce("SeaBIOS").doesNotContain("STAGE1-START");
      assertThat(answered(server, TestSite.C1, 200)).as(server.log()).isTrue();
    }
  }

  /** iPXE writes the address with dashes. */
  private static boolean answered(ServerProcess server, MacAddress mac, int status) {
    return server.log().contains("path=/image/" + mac.dashed() + " status=" + status);
  }

  @Test
  void biosMachineBootsWithEveryOverlayThatShips() throws Exception {
    site.everyOverlay();
    ServerProcess server = site.serve();
    try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
      vm.await("NODE-READY rc=0");
      site.awaitPhase("c1", Phase.READY);
      assertThat(vm.console()).doesNotContain("ordering cycle").doesNotContain("FAILED");
      assertThat(server.log()).doesNotContain("overlay-broken");
    }
  }

  @Test
  void uefiMachineBootsByPxe() {
    site.serve();
    try (Vm vm = boot("c2", TestSite.C2, Firmware.UEFI_PXE)) {
      vm.await("NODE-READY rc=0");
      site.awaitPhase("c2", Phase.READY);
      NodeStatus c2 = site.status().nodes().getFirst();
      assertThat(c2.address()).isEqualTo("10.0.0.12");
      assertThat(c2.bytes()).isGreaterThan(c2.total() * 9 / 10);
    }
  }

  @Test
  void uefiMachineBootsByHttpAlone() {
    ServerProcess server = site.serve();
    try (Vm vm = boot("c2", TestSite.C2, Firmware.UEFI_HTTP)) {
      vm.await("STAGE1-NET");
      assertThat(server.log()).doesNotContain("event=tftp-sent");
    }
  }

  @Test
  void biosMachineBootsAnImageWithoutBusyboxAlthoughTheServerCrashes() throws Exception {
    site.nodes(TestSite.PLAIN_IMAGE, "squashfs", "");
    ServerProcess first = site.serve();
    try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
      site.awaitPhase("c1", Phase.IMAGE);
      first.kill();
      site.serve();
      vm.await("NODE-READY rc=0");
      assertThat(vm.console()).containsOnlyOnce("STAGE1-START");
    }
  }

  @Test
  void biosMachineBootsUnderPacketLoss() {
    site.serve();
    net.loss(5);
    try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
      vm.await("NODE-READY rc=0");
    }
  }

  @Test
  void biosMachineFetchesTheDamagedChunksOfItsImageAgain() throws Exception {
    site.serve();
    TestSite.Damage damage = site.damageImage();
    try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
      vm.await("the image came damaged");
      damage.undo();
      vm.await("NODE-READY rc=0");
      assertThat(vm.console())
          .containsPattern("stage-1: chunk [0-9a-f]{64} came damaged")
          .containsOnlyOnce("STAGE1-START");
    } finally {
      damage.undo();
    }
  }

  /** The other is a store of objects, filled as docs/mirrors.md has it. */
  @Test
  void aMirrorThatLiesAboutAChunkIsNamedAndAnotherIsUsed() throws Exception {
    Peers.require("nginx");
    Path wrong = folder.resolve("wrong");
    String digest = site.wrongChunk(wrong);
    String lie = "location = /chunk/" + digest + " { alias " + wrong + "; }";
    NginxMirror.start(net, net.server(), folder.resolve("liar"), "10.0.0.1:8081", lie);
    Path store = Files.createDirectories(folder.resolve("store"));
    String objects = "location /wwj/chunk/ { alias " + store + "/; }";
    NginxMirror honest =
        NginxMirror.start(net, net.server(), folder.resolve("honest"), "10.0.0.1:8082", objects);
    site.mirrors("http://10.0.0.1:8081", "http://10.0.0.1:8082/wwj");
    ServerProcess server = site.serve();
    site.fill(store);
    try (Vm vm = boot("c1", TestSite.C1, Firmware.BIOS)) {
      vm.await("NODE-READY rc=0");
      site.awaitPhase("c1", Phase.READY);
      assertThat(vm.console()).contains("mirror http://10.0.0.1:8081 gave a wrong chunk");
      assertThat(reason("c1"))
          .contains("mirror http://10.0.0.1:8081 gave a wrong chunk " + digest.substring(0, 16));
      assertThat(site.wwj("node", "status")).contains("10.0.0.1:8081 gave a wrong chunk");
      assertThat(server.log())
          .contains("node=c1 event=mirror-wrong mirror=http://10.0.0.1:8081 chunk=" + digest)
          .doesNotContain("path=/image/");
      assertThat(honest.log()).contains("/wwj/chunk/" + digest);
      assertThat(status("c1").bytes())
          .as("what mirrors gave, as the node said, beside what the server sent")
          .isBetween(status("c1").total(), status("c1").total() * 11 / 10);
    }
  }

  @Test
  void aMachineThatIsReadyGivesItsImageToOneThatWouldHaveToWait() throws Exception {
    site.nodes(
        TestSite.IMAGE,
        "squashfs",
        THIRD
            + """
              c4:
                profiles: [default]
                network devices:
                  default: {hwaddr: "52:54:00:00:00:04", ipaddr: 10.0.0.14, netmask: 255.255.255.0}
            """);
    site.delivery("  peers: true\n  transfers: 1\n");
    // The server sends to one at a time; c2 may have all that another gives.
    site.pace("c3,c4", "32M");
    ServerProcess server = site.serve("--debug");
    try (Vm c1 = boot("c1", TestSite.C1, Firmware.BIOS)) {
      c1.await("NODE-READY rc=0");
      site.awaitPhase("c1", Phase.READY);
      // One of them is sent its image, and one waits: whoever comes now is third.
      site.fetchesForever(TestSite.C3);
      site.fetchesForever(FOURTH);
      try (Vm c2 = boot("c2", TestSite.C2, Firmware.BIOS)) {
        c2.await("NODE-READY rc=0");
        site.awaitPhase("c2", Phase.READY);
        assertThat(c2.console()).doesNotContain("did not come from");
        assertThat(server.log())
            .contains("node=c2 event=ready")
            .doesNotContain("event=mirror-")
            .doesNotContain("path=/chunk/")
            .contains("path=/image/" + TestSite.C1 + " status=200")
            .contains("path=/image/" + TestSite.C2 + " status=503")
            .doesNotContain("path=/image/" + TestSite.C2 + " status=20");
        assertThat(status("c2").bytes()).isGreaterThan(status("c2").total() * 9 / 10);
      }
      assertThat(c1.console()).doesNotContain("FAILED");
    }
  }

  @Test
  void machinesRefuseAnImageAndManifestsThatAreNotWhatTheSiteSigned() throws Exception {
    site.nodes(
        TestSite.IMAGE,
        "squashfs",
        """
          c3:
            profiles: [default]
            image name: %1$s@%2$s
            network devices:
              default: {hwaddr: "%3$s", ipaddr: 10.0.0.13, netmask: 255.255.255.0}
          c4:
            profiles: [default]
            kernel: {args: ["wwj.image=%1$s@%4$s"]}
            network devices:
              default: {hwaddr: "%5$s", ipaddr: 10.0.0.14, netmask: 255.255.255.0}
        """
            .formatted(TestSite.IMAGE, TestSite.TAMPERED, TestSite.C3, TestSite.EXCHANGED, FOURTH));
    site.serve();
    TestSite.Damage tampered = site.tamper();
    TestSite.Damage damage = site.damageChunk();
    try (Vm c1 = boot("c1", TestSite.C1, Firmware.BIOS);
        Vm c3 = boot("c3", TestSite.C3, Firmware.BIOS);
        Vm c4 = boot("c4", FOURTH, Firmware.BIOS)) {
      for (String name : List.of("c3", "c4")) {
        Vm vm = name.equals("c3") ? c3 : c4;
        vm.await("STAGE1-FAIL");
        site.awaitPhase(name, Phase.FAILED);
        assertThat(vm.console())
            .contains("does not have this site's signature and is refused")
            .doesNotContain("STAGE1-IMAGE");
        vm.powerOff();
      }
      c1.await("STAGE1-FAIL");
      site.awaitPhase("c1", Phase.FAILED);
      assertThat(c1.console())
          .containsPattern("the server's copy of debian-12@\\S+ is damaged and refused")
          .doesNotContain("STAGE1-DONE");
      c1.powerOff();
      assertThat(reason("c1"))
          .containsPattern("is damaged and refused: run wwj image verify debian-12@\\S+ there")
          .containsPattern("chunk [0-9a-f]{64} of /.*/root.squashfs");
      assertThat(reason("c3")).contains("the manifest of debian-12@" + TestSite.TAMPERED);
      assertThat(reason("c4")).contains("the manifest of debian-12@" + TestSite.EXCHANGED);
    } finally {
      damage.undo();
      tampered.undo();
    }
  }

  private String reason(String node) {
    return status(node).reason();
  }

  private NodeStatus status(String node) {
    return site.status().nodes().stream()
        .filter(status -> status.name().equals(node))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void machinesNobodyDefinedWaitAndBootByThemselvesOnceDefined() {
    MacAddress stranger = MacAddress.parse("52:54:00:00:00:44");
    site.nodes(TestSite.IMAGE, "squashfs", "  c3:\n    profiles: [default]\n");
    site.serve();
    try (Vm third = boot("c3", TestSite.C3, Firmware.BIOS);
        Vm fourth = boot("c4", stranger, Firmware.BIOS)) {
      third.await("is not in nodes.conf");
      fourth.await("is not in nodes.conf");
      assertThat(site.wwj("node", "status", "--unknown"))
          .contains(TestSite.C3.toString())
          .contains(stranger.toString());
      fourth.powerOff();
      site.wwj(
          "node",
          "set",
          "-y",
          "c3",
          "--hwaddr",
          TestSite.C3.toString(),
          "--ipaddr",
          "10.0.0.13",
          "--netmask",
          "255.255.255.0");
      third.await("STAGE1-NET");
      assertThat(third.console()).contains("addr=10.0.0.13").containsOnlyOnce("SeaBIOS");
    }
  }

  private Vm boot(String name, MacAddress mac, Firmware firmware) {
    return Vm.start(net, folder, name, mac, firmware, RAM);
  }
}
