package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.net.Prefix;
import org.wwj.testnet.Peers;

/** Real machines in a libvirt of their own, on a network where nobody answers them. */
class LabMachinesIT {
  private static final Prefix SERVER = Prefix.parse("10.0.0.1/24");

  @TempDir private Path folder;
  private LabDir dir;
  private LabNetwork network;
  private Libvirtd libvirtd;

  @BeforeEach
  void startLibvirt() {
    Peers.require("ip", "setsid", "unshare", "libvirtd", "qemu-system-x86_64");
    dir = new LabDir(folder.resolve("lab"));
    network = new LabNetwork("wwjt" + ProcessHandle.current().pid() + "vm", SERVER);
    libvirtd = new Libvirtd(dir, network);
    dir.make();
    network.make();
    libvirtd.start();
  }

  @AfterEach
  void stopLibvirt() {
    if (network == null) {
      return;
    }
    libvirtd.stop();
    network.remove();
  }

  @Test
  void biosAndUefiMachinesStartTheirOwnNetworkBoot() {
    Machine bios = Machine.numbered("wwjt-c1", 1, SERVER, Firmware.BIOS, 128);
    Machine uefi = Machine.numbered("wwjt-c2", 2, SERVER, Firmware.UEFI, 256);
    DomainXml xml =
        new DomainXml(
            VirtHost.find(), false, "debian-12", new DomainXml.Plug.Bridge(LabNetwork.BRIDGE));
    try (Hypervisor hypervisor = Hypervisor.connect(libvirtd.uri())) {
      assertThat(hypervisor.state("wwjt-c1")).isEqualTo("not defined");
      for (Machine machine : List.of(bios, uefi)) {
        hypervisor.start(machine.name(), xml.domain(machine, dir.console(machine.name())));
        assertThat(hypervisor.running(machine.name())).isTrue();
      }

      awaitConsole(bios, "iPXE");
      awaitConsole(uefi, "Start PXE over IPv4");
      assertThat(Path.of("/etc/libvirt/qemu/wwjt-c1.xml"))
          .as("a definition in the host's libvirt")
          .doesNotExist();

      hypervisor.remove("wwjt-c1");
      hypervisor.remove("wwjt-c2");
      hypervisor.remove("wwjt-c2");
      assertThat(hypervisor.state("wwjt-c2")).isEqualTo("not defined");
    }
    assertThat(libvirtd.running()).isPresent();
    libvirtd.start();
    libvirtd.stop();
    assertThat(libvirtd.running()).isEmpty();
  }

  @Test
  void labThatCameUpHalfwayIsTakenDownWhole() {
    Machine bios = Machine.numbered("wwjt-c1", 1, SERVER, Firmware.BIOS, 128);
    Machine never = Machine.numbered("wwjt-c2", 2, SERVER, Firmware.UEFI, 256);
    new LabState("", network.namespace(), SERVER, "debian-12", List.of(bios, never))
        .write(dir.state());
    DomainXml xml =
        new DomainXml(
            VirtHost.find(), false, "debian-12", new DomainXml.Plug.Bridge(LabNetwork.BRIDGE));
    try (Hypervisor hypervisor = Hypervisor.connect(libvirtd.uri())) {
      hypervisor.start("wwjt-c1", xml.domain(bios, dir.console("wwjt-c1")));
    }
    Lab lab = new Lab(dir.root());
    assertThat(lab.status().text())
        .contains("wwjt-c1  --     --     --       running      bios")
        .contains("wwjt-c2  --     --     --       not defined  uefi")
        .contains("server   does not run");

    lab.down(false);
    assertThat(dir.root()).doesNotExist();
    assertThat(network.exists()).isFalse();
    assertThat(libvirtd.running()).isEmpty();
    lab.down(false);
  }

  private void awaitConsole(Machine machine, String text) {
    Awaitility.await(text + " on the console of " + machine.name())
        .atMost(Duration.ofSeconds(120))
        .until(() ->
            new String(Files.readAllBytes(dir.console(machine.name())), StandardCharsets.ISO_8859_1)
                .contains(text));
  }
}
