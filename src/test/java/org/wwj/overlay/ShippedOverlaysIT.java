package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.overlay.RenderedTree.Said;
import org.wwj.registry.Node;
import org.wwj.testnet.Peers;

/** What the overlays that ship make of nodes of each kind, judged by the programs that read it. */
class ShippedOverlaysIT {
  @TempDir Path folder;
  private ShippedSite site;

  @BeforeEach
  void prepare() throws IOException {
    site = new ShippedSite(folder.resolve("site"));
  }

  /** Each node's tree of some overlays, by the node's name. */
  private Map<String, Path> trees(String... overlays) throws IOException {
    Map<String, Path> trees = new TreeMap<>();
    for (Node node : site.nodes()) {
      Path tree = folder.resolve(node.name());
      trees.put(node.name(), RenderedTree.write(site.render(node, overlays), tree));
    }
    return trees;
  }

  @Test
  void netplanTakesItsFile() throws Exception {
    Peers.require("netplan");
    for (Map.Entry<String, Path> tree : trees("netplan").entrySet()) {
      Said said =
          RenderedTree.run("", "netplan", "generate", "--root-dir", tree.getValue().toString());
      assertThat(said).as(tree.getKey()).isEqualTo(new Said(0, ""));
      assertThat(RenderedTree.files(tree.getValue().resolve("run"), ".network"))
          .as(tree.getKey())
          .isNotEmpty();
    }
    Path bad = RenderedTree.write(List.of(), folder.resolve("bad/etc/netplan"));
    Files.writeString(bad.resolve("x.yaml"), "network: {version: 2, ethernets: {a: {mtu: big}}}\n");
    assertThat(RenderedTree.run("", "netplan", "generate", "--root-dir", folder + "/bad").exit())
        .isNotZero();
  }

  /** networkd tells of each key that it does not know when it starts. */
  @Test
  void networkdKnowsEveryKey() throws Exception {
    Peers.require("unshare", "networkctl");
    Path all = Files.createDirectories(folder.resolve("all"));
    for (Map.Entry<String, Path> tree : trees("systemd.networkd", "systemd.netname").entrySet()) {
      try (var files = Files.list(tree.getValue().resolve("etc/systemd/network"))) {
        for (Path file : files.toList()) {
          Files.copy(file, all.resolve(tree.getKey() + "-" + file.getFileName()));
        }
      }
    }
    assertThat(networkd(all))
        .contains("Enumeration completed")
        .doesNotContain("ignoring", "Unknown", "Failed to parse", "Invalid");
    Files.writeString(all.resolve("bad.network"), "[Match]\nName=x\nNonsense=1\n");
    assertThat(networkd(all)).contains("bad.network:3: Unknown key");
  }

  private static String networkd(Path network) throws Exception {
    String script =
        "mkdir -p /run/systemd/network && mount -t tmpfs none /run/systemd/network && mount --bind '%s' /etc/systemd/network && { timeout 2 /lib/systemd/systemd-networkd 2>&1; true; }"
            .formatted(network);
    return RenderedTree.run("", "unshare", "-mn", "sh", "-c", script).text();
  }

  @Test
  void networkManagerTakesItsKeyfiles() throws Exception {
    Peers.assume("nmcli");
    for (Map.Entry<String, Path> tree : trees("NetworkManager").entrySet()) {
      Path keyfiles = tree.getValue().resolve("etc/NetworkManager/system-connections");
      for (Path keyfile : RenderedTree.files(keyfiles, ".nmconnection")) {
        Said said =
            RenderedTree.run(
                Files.readString(keyfile),
                "nmcli",
                "--offline",
                "connection",
                "modify",
                "connection.zone",
                "test");
        assertThat(said.exit()).as(keyfile + ": " + said.text()).isZero();
        // What it does not know it leaves out, so each of our settings must be there again.
        assertThat(settings(said.text())).containsAll(settings(Files.readString(keyfile)));
      }
    }
  }

  /**
   * The card that a node booted by has its address already, which NetworkManager takes for somebody
   * else's business unless it is told otherwise; and a card that nodes.conf does not name stays
   * down.
   */
  @Test
  void networkManagerTakesOverTheCardThatBooted() throws Exception {
    Peers.require("ip", "unshare");
    Peers.assume("NetworkManager", "nmcli", "dbus-daemon");
    Path tree = trees("NetworkManager").get("single");
    String script =
        """
        set -e
        ip link add eth0 address 52:54:00:00:00:01 type veth peer name other
        ip link set other up
        ip link set eth0 up
        ip addr add 10.0.0.11/24 dev eth0
        mount --bind '%s/etc/NetworkManager' /etc/NetworkManager
        mount -t tmpfs none /run
        mount -t sysfs -o ro none /sys
        mkdir -p /run/dbus
        dbus-daemon --system --fork
        NetworkManager --no-daemon >/run/log 2>&1 &
        tries=0
        until nmcli -t -f DEVICE,STATE,CONNECTION device 2>/dev/null | grep -q '^eth0:connected'; do
          [ $tries -lt 100 ] || { cat /run/log; exit 1; }
          tries=$((tries + 1))
          sleep 0.2
        done
        nmcli -t -f DEVICE,STATE,CONNECTION device
        ip route
        """
            .formatted(tree);
    Said said =
        RenderedTree.run(
            "",
            "unshare",
            "--mount",
            "--net",
            "--pid",
            "--fork",
            "--kill-child",
            "sh",
            "-c",
            script);
    assertThat(said.text())
        .contains("eth0:connected:wwj-default", "other:disconnected:")
        .contains("default via 10.0.0.1 dev eth0", "10.0.0.0/24 dev eth0");
    assertThat(said.exit()).isZero();
  }

  /** The lines that set something, without those that NetworkManager writes in another way. */
  private static List<String> settings(String keyfile) {
    return keyfile
        .lines()
        .filter(line -> line.contains("=") && !line.startsWith("#"))
        .filter(line -> !line.equals("autoconnect=true") && !line.equals("transport-mode=datagram"))
        .map(line -> line.toLowerCase(java.util.Locale.ROOT))
        .toList();
  }

  @Test
  void ifupdownTakesItsFile() throws Exception {
    Peers.require("ifup");
    for (Map.Entry<String, Path> tree : trees("ifupdown").entrySet()) {
      Path file = tree.getValue().resolve("etc/network/interfaces.d/wwj");
      String state = folder.resolve("state").toString();
      Said said =
          RenderedTree.run(
              "",
              "ifup",
              "--no-act",
              "--all",
              "--force",
              "-i",
              file.toString(),
              "--state-dir",
              state);
      assertThat(said.exit()).as(tree.getKey() + ": " + said.text()).isZero();
    }
  }

  @Test
  void systemdTakesEveryUnit() throws Exception {
    Peers.require("systemd-analyze");
    String[] overlays = {
      "wwinit", "wwclient", "ignition", "sfdisk", "mkfs", "mkswap", "mig", "slurm", "munge",
    };
    for (Map.Entry<String, Path> tree : trees(overlays).entrySet()) {
      Path units = tree.getValue().resolve("etc/systemd/system");
      for (String other : List.of("slurmd", "munge")) { // the image's own
        Files.writeString(units.resolve(other + ".service"), "[Service]\nExecStart=/bin/true\n");
      }
      List<String> command = new ArrayList<>(List.of("env", "SYSTEMD_UNIT_PATH=" + units + ":"));
      command.addAll(List.of("systemd-analyze", "verify", "--recursive-errors=no"));
      for (String kind : List.of(".service", ".timer", ".mount", ".swap")) {
        RenderedTree.files(units, kind).forEach(unit -> command.add(unit.toString()));
      }
      Said said = RenderedTree.run("", command.toArray(String[]::new));
      // It is told of other folders' units as well.
      assertThat(said.text().lines().filter(line -> line.contains(units.toString())))
          .as(tree.getKey())
          .isEmpty();
      assertThat(said.exit()).as(tree.getKey() + ": " + said.text()).isZero();
    }
  }

  @Test
  void chronyTakesItsFile() throws Exception {
    Peers.require("chronyd");
    for (Map.Entry<String, Path> tree : trees("chrony").entrySet()) {
      for (String name : List.of("etc/chrony.conf", "etc/chrony/chrony.conf")) {
        String file = tree.getValue().resolve(name).toString();
        Said said = RenderedTree.run("", "chronyd", "-p", "-f", file);
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("iburst").doesNotContain("Could not");
      }
    }
  }

  @Test
  void ignitionTakesItsFile() throws Exception {
    Peers.assume("ignition-validate");
    int seen = 0;
    for (Path tree : trees("ignition").values()) {
      Path file = tree.resolve("warewulf/ignition.json");
      if (Files.exists(file)) {
        seen++;
        assertThat(RenderedTree.run("", "ignition-validate", file.toString()))
            .isEqualTo(new Said(0, ""));
      }
    }
    assertThat(seen).isEqualTo(2);
  }

  @Test
  void usersAndFileSystemsAreWellFormed() throws Exception {
    Peers.require("findmnt");
    for (Map.Entry<String, Path> tree : trees("syncuser", "fstab").entrySet()) {
      Path etc = tree.getValue().resolve("etc");
      String fstab = etc.resolve("fstab").toString();
      assertThat(RenderedTree.run("", "findmnt", "--verify", "--tab-file", fstab).text())
          .as(tree.getKey())
          .contains("0 parse errors");
      for (String file : List.of("passwd", "group")) {
        String program = file.equals("passwd") ? "pwck" : "grpck";
        String shadow = "/dev/null";
        String text =
            RenderedTree.run("", program, "-r", etc.resolve(file).toString(), shadow).text();
        assertThat(text).as(tree.getKey() + " " + file).doesNotContain("invalid", "duplicate");
      }
    }
  }

  /** Files stand for the disks: sfdisk, mkfs and mkswap take them for such. */
  @Test
  void disksComeOutAsWanted() throws Exception {
    Peers.require("sfdisk", "mkfs.ext4");
    Path tree = trees("sfdisk", "mkfs", "mkswap").get("resources");
    Path disk = disk("disk", 4L << 30);
    String sfdisk =
        Files.readString(tree.resolve("warewulf/wwinit.d/10-sfdisk"))
            .replace("/dev/sda", disk.toString());
    assertThat(RenderedTree.run(sfdisk, "sh").exit()).isZero();
    String table = RenderedTree.run("", "sfdisk", "-d", disk.toString()).text();
    assertThat(table)
        .containsPattern("disk1 : start= +2048, size= +4194304.*name=\"scratch\"")
        .containsPattern("size= +1048576.*name=\"swap\"");

    // Again: nothing changes. What is missing comes back, the rest stays.
    assertThat(RenderedTree.run(sfdisk, "sh").exit()).isZero();
    assertThat(RenderedTree.run("", "sfdisk", "-d", disk.toString()).text()).isEqualTo(table);
    RenderedTree.run("", "sfdisk", "-q", "--delete", disk.toString(), "2");
    assertThat(RenderedTree.run(sfdisk, "sh").exit()).isZero();
    assertThat(RenderedTree.run("", "sfdisk", "-d", disk.toString()).text())
        .contains("name=\"scratch\"", "name=\"swap\"");

    Path scratch = disk("scratch", 64L << 20);
    String mkfs =
        Files.readString(tree.resolve("warewulf/wwinit.d/20-mkfs"))
            .replace("/dev/sda1", scratch.toString())
            .replace("100000", "10000");
    assertThat(RenderedTree.run(mkfs, "sh")).isEqualTo(new Said(0, ""));
    assertThat(type(scratch)).isEqualTo("ext4");

    Path swap = disk("swap", 64L << 20);
    String mkswap =
        Files.readString(tree.resolve("warewulf/wwinit.d/20-mkswap"))
            .replace("/dev/sda2", swap.toString());
    assertThat(RenderedTree.run(mkswap, "sh").exit()).isZero();
    assertThat(type(swap)).isEqualTo("swap");
    Said kept = RenderedTree.run(mkswap.replace(swap.toString(), scratch.toString()), "sh");
    assertThat(kept.exit()).isZero();
    assertThat(kept.text()).contains("holds ext4 and is left as it is");
    assertThat(type(scratch)).isEqualTo("ext4");
    assertThat(RenderedTree.run(mkswap.replace("' no", "' yes"), "sh").exit()).isZero();
  }

  /**
   * A node's own disks: partitions that are not wanted go, a new table only where it is asked for.
   */
  @Test
  void nodesOwnDisksComeOutAsWanted() throws Exception {
    Peers.require("sfdisk");
    Path tree = trees("sfdisk").get("disks");
    Path kept = disk("nvme0n1", 4L << 30);
    Path wiped = disk("sdb", 1L << 30);
    RenderedTree.run("label: gpt\nsize=10MiB, name=\"data\"\n", "sfdisk", "-q", kept.toString());
    RenderedTree.run("label: gpt\nsize=10MiB, name=\"data\"\n", "sfdisk", "-q", wiped.toString());
    String script =
        Files.readString(tree.resolve("warewulf/wwinit.d/10-sfdisk"))
            .replace("start=1MiB, ", "")
            .replace("/dev/nvme0n1", kept.toString())
            .replace("/dev/sdb", wiped.toString());
    Said said = RenderedTree.run(script, "sh");
    assertThat(said.exit()).as(said.text()).isZero();
    assertThat(RenderedTree.run("", "sfdisk", "-d", kept.toString()).text())
        .contains("name=\"data\"", "name=\"swap\"", "name=\"scratch\"");
    assertThat(RenderedTree.run("", "sfdisk", "-d", wiped.toString()).text())
        .contains("uuid=11111111-2222-3333-4444-555555555555", "name=\"it's\"")
        .doesNotContain("name=\"data\"");
  }

  private Path disk(String name, long size) throws IOException {
    Path disk = folder.resolve(name);
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(size);
    }
    return disk;
  }

  private static String type(Path device) throws Exception {
    return RenderedTree.run("", "blkid", "-p", "-o", "value", "-s", "TYPE", device.toString())
        .text()
        .strip();
  }
}
