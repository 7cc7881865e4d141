package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.net.Prefix;

/** The lab's folder and the files in it. */
class LabFilesTest {
  private static final Prefix SERVER = Prefix.parse("10.0.0.1/24");
  private static final LabState STATE =
      new LabState(
          "",
          "wwj-lab",
          SERVER,
          "debian-12",
          List.of(
              Machine.numbered("c1", 1, SERVER, Firmware.BIOS, 1024),
              Machine.numbered("c2", 2, SERVER, Firmware.UEFI, 1024)));

  @TempDir private Path folder;

  @Test
  void stateIsReadAsItWasWritten() {
    LabState more = STATE.with(Machine.numbered("c3", 3, SERVER, Firmware.UEFI_HTTP, 512));
    more.write(folder.resolve("lab.conf"));
    assertThat(LabState.read(folder.resolve("lab.conf"))).isEqualTo(more);
  }

  @Test
  void siteIsYamlWithEveryPathBelowTheFolder() {
    LabDir dir = new LabDir(Path.of("/srv/my \"lab\""));
    Object conf = yaml(LabSite.conf(dir, SERVER));
    assertThat(conf)
        .extracting("ipaddr", "dhcp")
        .containsExactly(
            "10.0.0.1/24",
            java.util.Map.of(
                "enabled", true, "range start", "10.0.0.200", "range end", "10.0.0.250"));
    assertThat(conf)
        .extracting("paths")
        .asInstanceOf(
            org.assertj.core.api.InstanceOfAssertFactories.map(String.class, String.class))
        .containsEntry("rundir", "/srv/my \"lab\"/run")
        .containsEntry("wwchrootdir", "/srv/my \"lab\"/chroots")
        .allSatisfy((key, path) -> assertThat(path).startsWith("/srv/my \"lab\"/"));
  }

  @Test
  void nodesNameMacAddressAndImage() {
    assertThat(yaml(LabSite.nodes(STATE)))
        .hasToString(
            "{nodeprofiles={default={comment=what all machines of the lab share, image"
                + " name=debian-12, init=/sbin/init, kernel={args=[console=ttyS0, panic=5]}, system"
                + " overlay=[hostname, hosts, resolv, systemd.networkd, NetworkManager, ready],"
                + " runtime overlay=[hosts]}},"
                + " nodes={c1={comment=bios, profiles=[default], network"
                + " devices={default={hwaddr=52:54:00:00:00:01, ipaddr=10.0.0.11,"
                + " netmask=255.255.255.0}}}, c2={comment=uefi, profiles=[default], network"
                + " devices={default={hwaddr=52:54:00:00:00:02, ipaddr=10.0.0.12,"
                + " netmask=255.255.255.0}}}}}");
  }

  @Test
  void siteOfTheUserIsNotOverwritten() throws IOException {
    LabDir dir = new LabDir(folder.resolve("lab"));
    dir.make();
    LabSite.write(dir, STATE);
    Files.writeString(dir.conf(), "# mine\n");
    LabSite.write(dir, STATE);
    assertThat(dir.conf()).hasContent("# mine");
    assertThat(dir.etc().resolve("nodes.conf")).exists();
  }

  @Test
  void foldersOfOthersAreRefused() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "x");
    assertThatThrownBy(() -> new LabDir(folder).make())
        .isInstanceOf(LabException.class)
        .hasMessageContaining("neither empty nor a lab");
    assertThatThrownBy(() -> new Lab(folder).status())
        .isInstanceOf(LabException.class)
        .hasMessageContaining("no lab in " + folder);
  }

  @Test
  void removalKeepsImagesWhenAskedAndFollowsNoLink() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "x");
    LabDir dir = new LabDir(folder.resolve("lab"));
    dir.make();
    STATE.write(dir.state());
    Files.createDirectories(dir.chroots().resolve("debian-12/rootfs"));
    Files.createSymbolicLink(dir.etc().resolve("link"), outside);

    dir.remove(true);
    assertThat(dir.isLab()).isFalse();
    assertThat(dir.holdsOnlyImages()).isTrue();
    assertThat(dir.chroots().resolve("debian-12/rootfs")).isDirectory();
    dir.make();
    dir.remove(false);
    dir.remove(false);
    assertThat(dir.root()).doesNotExist();
    assertThat(outside).exists();
  }

  @Test
  void secondCommandIsKeptOut() {
    LabDir dir = new LabDir(folder.resolve("lab"));
    assertThatThrownBy(() -> dir.locked(() -> dir.locked(() -> "both")))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("another wwj lab command");
    assertThat(dir.<String>locked(() -> "alone")).isEqualTo("alone");
  }

  @Test
  void recordedProcessIsKnownByMoreThanItsPid() throws Exception {
    Path file = folder.resolve("x.pid");
    Process process = new ProcessBuilder("sleep", "600").start();
    try {
      RecordedProcess recorded = RecordedProcess.of(process.pid()).orElseThrow();
      recorded.record(file);
      assertThat(RecordedProcess.running(file)).contains(recorded);

      new RecordedProcess(recorded.pid(), recorded.started() - 1, recorded.boot()).record(file);
      assertThat(RecordedProcess.running(file)).as("someone else with that pid").isEmpty();
      new RecordedProcess(recorded.pid(), recorded.started(), "other boot").record(file);
      assertThat(RecordedProcess.running(file)).isEmpty();

      recorded.stop(Duration.ofSeconds(20));
      assertThat(recorded.alive()).isFalse();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void reportIsTableInWarewulfsForm() {
    Instant now = Instant.parse("2026-01-01T10:00:00Z");
    Machine c1 = STATE.machines().getFirst();
    NodeStatus ready =
        new NodeStatus("c1", c1.mac(), Phase.READY, now.minusSeconds(75), "10.0.0.11", 1, 1, "");
    LabReport report =
        new LabReport(
            "pid 1",
            "qemu:///system",
            List.of(
                LabReport.row(c1, ready, "running", Path.of("/c/c1.log"), now),
                LabReport.row(STATE.machines().getLast(), "shut off", Path.of("/c/c2.log"))));
    assertThat(report.text())
        .isEqualTo(
            """
            NODE  PHASE  SINCE     ADDRESS    VM        FIRMWARE  CONSOLE
            ----  -----  -----     -------    --        --------  -------
            c1    ready  75 s ago  10.0.0.11  running   bios      /c/c1.log
            c2    --     --        --         shut off  uefi      /c/c2.log
            server   pid 1
            libvirt  qemu:///system
            """);
  }

  @Test
  void consoleTailIsReadable() {
    assertThat(LogTail.last("a\n\u001b[2J\u001b[01;01Hb\r\n\n\u001b[0mc \r\n", 2))
        .isEqualTo("  | b\n  | c");
    assertThat(LogTail.last("", 2)).isEqualTo("  (it is empty)");
  }

  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }
}
