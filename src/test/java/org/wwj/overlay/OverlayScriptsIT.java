package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.SiteFixture;
import org.wwj.overlay.RenderedTree.Said;
import org.wwj.registry.Node;
import org.wwj.testnet.Peers;

/** The programs that overlays bring to nodes, in a real shell, beside stand-ins for hardware. */
class OverlayScriptsIT {
  @TempDir Path folder;
  private ShippedSite site;
  private Path bin;

  @BeforeEach
  void prepare() throws IOException {
    site = new ShippedSite(folder.resolve("site"));
    bin = Files.createDirectories(folder.resolve("bin"));
  }

  private Path tree(String node, String... overlays) throws IOException {
    return RenderedTree.write(site.render(site.node(node), overlays), folder.resolve(node));
  }

  /** A program of that name which notes how it was called. */
  private void standIn(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(
        file, "#!/bin/sh\necho \"" + name + " $*\" >>" + folder + "/calls\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private Said run(String script, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 6];
    command[0] = "env";
    command[1] = "PATH=" + bin + ":/usr/sbin:/usr/bin:/sbin:/bin";
    command[2] = "WWJ_ROOT=" + folder.resolve("root");
    command[3] = "MIG_PROC=" + folder.resolve("proc");
    command[4] = "dash";
    command[5] = script;
    System.arraycopy(arguments, 0, command, 6, arguments.length);
    return RenderedTree.run("", command);
  }

  @Test
  void runInitRunsEachProgramOnceABoot() throws Exception {
    Path root =
        RenderedTree.write(site.render(site.node("single"), "wwinit"), folder.resolve("root"));
    Path programs = Files.createDirectories(root.resolve("warewulf/init.d"));
    for (String name : List.of("10-first", "20-fails", "30-plain")) {
      Files.writeString(
          programs.resolve(name), "#!/bin/sh\necho " + name + " >>" + folder + "/calls\nexit 3\n");
      String mode = name.equals("30-plain") ? "rw-r--r--" : "rwxr-xr-x";
      Files.setPosixFilePermissions(programs.resolve(name), PosixFilePermissions.fromString(mode));
    }
    String runInit = root.resolve("warewulf/run-init").toString();
    Said first = run(runInit, "--only");
    assertThat(first.exit()).isZero();
    assertThat(first.text()).contains("10-first failed with 3", "20-fails failed with 3");
    assertThat(calls()).containsExactly("10-first", "20-fails");

    standIn("own-init", "");
    Path config = root.resolve("warewulf/config");
    Files.writeString(config, Files.readString(config).replace("/sbin/init", bin + "/own-init"));
    assertThat(run(runInit, "single")).isEqualTo(new Said(0, ""));
    assertThat(calls()).containsExactly("10-first", "20-fails", "own-init single");
  }

  @Test
  void ipmiGoesToTheBmcThroughStdin() throws Exception {
    Path script = tree("tags", "wwinit").resolve("warewulf/init.d/50-ipmi");
    Path device = Files.createFile(folder.resolve("ipmi0"));
    standIn("ipmitool", "cat \"$2\" >>" + folder + "/calls\n");
    standIn("modprobe", "");
    Files.writeString(script, Files.readString(script).replace("/dev/ipmi0", device.toString()));
    assertThat(run(script.toString())).isEqualTo(new Said(0, ""));
    assertThat(calls())
        .containsSubsequence(
            "modprobe -q ipmi_si",
            "ipmitool exec /dev/stdin",
            "lan set 1 ipaddr 10.9.0.23",
            "lan set 1 netmask 255.255.255.0",
            "lan set 1 defgw ipaddr 10.9.0.1",
            "lan set 1 vlan id 7",
            "user set name 2 \"admin\"",
            "user set password 2 \"it's a secret\"",
            "sol set volatile-bit-rate 115.2 1");
    assertThat(tree("single", "wwinit").resolve("warewulf/init.d/50-ipmi")).doesNotExist();
  }

  @Test
  void migCutsEachGpuAsItsTagSays() throws Exception {
    String script = tree("tags", "mig").resolve("usr/libexec/wwj/mig").toString();
    standIn("nvidia-smi", "case \"$*\" in --query-gpu*) printf '0\\n1\\n2\\n' ;; esac\n");
    assertThat(run(script, "14,14,15:9,9:0").exit()).isZero();
    assertThat(calls())
        .containsSubsequence(
            "nvidia-smi -i 0 -mig 1",
            "nvidia-smi mig -i 0 -cgi 14,14,15 -C",
            "nvidia-smi -i 1 -mig 1",
            "nvidia-smi mig -i 1 -cgi 9,9 -C",
            "nvidia-smi -i 2 -mig 0");
    Files.delete(folder.resolve("calls"));
    assertThat(run(script, "9").exit()).isZero();
    assertThat(calls()).filteredOn(call -> call.contains("-cgi 9 -C")).hasSize(3);
    Said short_ = run(script, "9:9");
    assertThat(short_.text()).contains("says nothing of GPU 2");
  }

  @Test
  void mig2gresNamesTheDevicesOfEachInstance() throws Exception {
    String script = tree("tags", "mig").resolve("usr/local/sbin/mig2gres").toString();
    standIn(
        "nvidia-smi",
        """
        case "$*" in
          --query-gpu*) printf '0\\n1\\n' ;;
          *"-lgi"*)
            echo '| GPU   Name             Profile  Instance   Placement  |'
            echo '|   0  MIG 1g.10gb         19        7          4:1     |'
            echo '|   0  MIG 3g.40gb          9        2          0:4     |'
            ;;
        esac
        """);
    for (String[] each : new String[][] {{"gi2", "21", "22"}, {"gi7", "66", "67"}}) {
      Path instance = folder.resolve("proc/gpu0/mig/" + each[0]);
      Files.createDirectories(instance.resolve("ci0"));
      Files.writeString(instance.resolve("access"), "DeviceFileMinor: " + each[1] + "\n");
      Files.writeString(instance.resolve("ci0/access"), "DeviceFileMinor: " + each[2] + "\n");
    }
    assertThat(run(script).text())
        .isEqualTo(
            """
            Name=gpu Type=3g.40gb MultipleFiles=/dev/nvidia0,/dev/nvidia-caps/nvidia-cap21,/dev/nvidia-caps/nvidia-cap22
            Name=gpu Type=1g.10gb MultipleFiles=/dev/nvidia0,/dev/nvidia-caps/nvidia-cap66,/dev/nvidia-caps/nvidia-cap67
            Name=gpu File=/dev/nvidia1
            """);
  }

  @Test
  void aUsersFirstLoginMakesAKeyForTheNodes() throws Exception {
    Peers.require("ssh-keygen");
    Path tree =
        RenderedTree.write(site.render(ShippedSite.server(), "host"), folder.resolve("sms"));
    Path home = Files.createDirectories(folder.resolve("home"));
    String script = tree.resolve("etc/profile.d/ssh_setup.sh").toString();
    for (int login = 0; login < 2; login++) {
      assertThat(RenderedTree.run("", "env", "HOME=" + home, "dash", script))
          .isEqualTo(new Said(0, ""));
      String key = Files.readString(home.resolve(".ssh/cluster.pub"));
      assertThat(key).startsWith("ssh-ed25519 ");
      assertThat(home.resolve(".ssh/authorized_keys")).hasContent(key);
      assertThat(Files.readString(home.resolve(".ssh/config")))
          .contains("IdentityFile ~/.ssh/cluster", "IdentityFile ~/.ssh/id_ed25519");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(".ssh"))))
          .isEqualTo("rwx------");
    }
  }

  /** From the server's overlay through tar to a node's file system. */
  @Test
  void fileCapabilitiesTravel() throws Exception {
    Peers.assume("setcap", "getcap");
    SiteFixture own = SiteFixture.in(folder.resolve("own"));
    Path ping = own.write("dist", "x", "rootfs/usr/bin/ping", "ELF");
    Said set = RenderedTree.run("", "setcap", "cap_net_raw+ep", ping.toString());
    org.junit.jupiter.api.Assumptions.assumeTrue(set.exit() == 0, set.text());
    var snapshot = own.parse("nodes: {c1: {}}\n");
    Node node = snapshot.node("c1").orElseThrow();
    Path archive = folder.resolve("system.tar");
    try (OutputStream out = Files.newOutputStream(archive)) {
      Packer.TAR.writer().write(own.renderer().render(node, List.of("x"), snapshot), out);
    }
    Path root = Files.createDirectories(folder.resolve("root"));
    Said unpacked =
        RenderedTree.run(
            "",
            "tar",
            "-x",
            "-p",
            "--xattrs",
            "--xattrs-include=*",
            "-f",
            archive.toString(),
            "-C",
            root.toString());
    assertThat(unpacked).isEqualTo(new Said(0, ""));
    assertThat(RenderedTree.run("", "getcap", root.resolve("usr/bin/ping").toString()).text())
        .contains("cap_net_raw=ep");
    assertThat(new String(Files.readAllBytes(root.resolve("usr/bin/ping")), StandardCharsets.UTF_8))
        .isEqualTo("ELF");
  }
}
