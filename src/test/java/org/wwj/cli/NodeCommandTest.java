package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.image.ImageFixture;
import org.wwj.registry.NodesFile;
import picocli.CommandLine;

class NodeCommandTest {
  @TempDir Path folder;
  private Path conf;
  private Path nodes;

  @BeforeEach
  void site() throws IOException {
    conf = folder.resolve("wwj.conf");
    nodes = folder.resolve("nodes.conf");
    Files.writeString(
        conf,
        """
        ipaddr: 10.0.0.1/24
        dhcp: {range start: 10.0.0.200, range end: 10.0.0.250}
        paths: {localstatedir: %s/state, datadir: %s/data}
        """
            .formatted(folder, folder));
    Files.writeString(
        nodes,
        """
        # ours
        nodeprofiles:
          default:
            comment: everyone
            runtime overlay: [hosts]
            network devices: {default: {netmask: 255.255.255.0}}
        nodes: {}   # none yet
        """);
    for (String image : new String[] {"img", "x", "rocky-10", "debian-12"}) {
      ImageFixture.generation(
          folder.resolve("state/provision/images/" + image + "/current"), image, "squashfs");
    }
    for (String overlay : new String[] {"hosts", "a", "b"}) {
      Files.createDirectories(folder.resolve("data/overlays/" + overlay + "/rootfs"));
    }
    Files.createDirectories(folder.resolve("ipxe"));
    Files.writeString(folder.resolve("ipxe/default.ipxe"), "#!ipxe\n");
  }

  private String ok(String... args) {
    return run(0, args);
  }

  private String run(int code, String... args) {
    StringWriter out = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add(1, "--conf");
    all.add(2, conf.toString());
    // Options of the site stand behind the last command word.
    if (List.of("node", "profile").contains(args[0])) {
      all = new ArrayList<>(List.of(args));
      all.addAll(2, List.of("--conf", conf.toString()));
    }
    CommandLine line = new CommandLine(new WwjCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    line.setParameterExceptionHandler(new UsageErrors());
    line.setExecutionExceptionHandler((e, command, parsed) -> {
      out.write("wwj: " + e.getMessage() + "\n");
      return 1;
    });
    assertThat(line.execute(all.toArray(String[]::new))).as(out.toString()).isEqualTo(code);
    return out.toString();
  }

  @Test
  void addsNodesThatCountUpAndInheritFromTheDefaultProfile() throws IOException {
    assertThat(ok("node", "add", "c[1-2]", "--ipaddr", "10.0.0.11", "--tagadd", "rack=1"))
        .endsWith("Added node: c1\nAdded node: c2\n");
    assertThat(nodes)
        .hasContent(
            """
            # ours
            nodeprofiles:
              default:
                comment: everyone
                runtime overlay: [hosts]
                network devices: {default: {netmask: 255.255.255.0}}
            nodes:   # none yet
              c1:
                profiles:
                - default
                network devices:
                  default:
                    ipaddr: 10.0.0.11
                tags:
                  rack: 1
              c2:
                profiles:
                - default
                network devices:
                  default:
                    ipaddr: 10.0.0.12
                tags:
                  rack: 1
            """);
    assertThat(run(1, "node", "add", "c2")).contains("exists already").contains("node set c2");
  }

  @Test
  void everyFlagComesBackFromTheFile() throws IOException {
    ok("profile", "add", "p", "--comment", "a: b", "--image", "rocky-10");
    ok(
        "node",
        "add",
        "c1",
        "-e",
        "yes",
        "--asset",
        "0012",
        "-P",
        "p,default",
        "--comment",
        "x # y",
        "-c",
        "alpha",
        "--container",
        "img",
        "--ipxe",
        "default",
        "-R",
        "a,b",
        "-O",
        "~a",
        "--kernelversion",
        "6.1",
        "-A",
        "quiet,\"x=1,2\"",
        "--ipmiuser",
        "u",
        "--ipmipass",
        "p'w\"",
        "--ipmiaddr",
        "10.9.0.1",
        "--ipmigateway",
        "10.9.0.254",
        "--ipminetmask",
        "255.0.0.0",
        "--ipmiport",
        "623",
        "--ipmiinterface",
        "lanplus",
        "--ipmiescapechar",
        "~",
        "--ipmiwrite",
        "no",
        "--ipmitemplate",
        "ipmitool.tmpl",
        "--ipmitagadd",
        "vlan=4",
        "-i",
        "/sbin/init",
        "--root",
        "tmpfs",
        "--netname",
        "ib",
        "-T",
        "infiniband",
        "--onboot",
        "true",
        "-N",
        "ib0",
        "-H",
        "52-54-00-00-00-0A",
        "-I",
        "10.1.0.1",
        "-M",
        "255.255.0.0",
        "-G",
        "10.1.0.254",
        "--ipaddr6",
        "fd00::1",
        "--prefixlen6",
        "64",
        "--gateway6",
        "fd00::2",
        "--mtu",
        "9000",
        "--nettagadd",
        "DNS=10.0.0.1",
        "--tagadd",
        "k=v=w",
        "-p",
        "ib",
        "--diskname",
        "/dev/vda",
        "--diskwipe",
        "yes",
        "--partname",
        "s",
        "--partnumber",
        "1",
        "--partsize",
        "100",
        "--parttype",
        "t",
        "--partwipe",
        "no",
        "--partcreate",
        "true",
        "--fsname",
        "/dev/vda1",
        "--fsformat",
        "ext4",
        "--fspath",
        "/scratch",
        "--fswipe",
        "true");
    assertThat(ok("node", "list", "-a", "c1"))
        .isEqualTo(
            """
            NODE  FIELD                                     PROFILE     VALUE
            ----  -----                                     -------     -----
            c1    Discoverable                              --          true
            c1    AssetKey                                  --          0012
            c1    Profiles                                  --          p,default
            c1    Comment                                   --          x # y
            c1    ClusterName                               --          alpha
            c1    ImageName                                 SUPERSEDED  img
            c1    Ipxe                                      --          default
            c1    RuntimeOverlay                            default,c1  hosts,a,b
            c1    SystemOverlay                             --          ~a
            c1    Kernel.Version                            --          6.1
            c1    Kernel.Args                               --          quiet,x=1,2
            c1    Ipmi.UserName                             --          u
            c1    Ipmi.Password                             --          p'w"
            c1    Ipmi.Ipaddr                               --          10.9.0.1
            c1    Ipmi.Gateway                              --          10.9.0.254
            c1    Ipmi.Netmask                              --          255.0.0.0
            c1    Ipmi.Port                                 --          623
            c1    Ipmi.Interface                            --          lanplus
            c1    Ipmi.EscapeChar                           --          ~
            c1    Ipmi.Write                                --          false
            c1    Ipmi.Template                             --          ipmitool.tmpl
            c1    Ipmi.Tags[vlan]                           --          4
            c1    Init                                      --          /sbin/init
            c1    Root                                      --          tmpfs
            c1    NetDevs[default].Netmask                  default     255.255.255.0
            c1    NetDevs[ib].Type                          --          infiniband
            c1    NetDevs[ib].OnBoot                        --          true
            c1    NetDevs[ib].Device                        --          ib0
            c1    NetDevs[ib].Hwaddr                        --          52:54:00:00:00:0a
            c1    NetDevs[ib].Ipaddr                        --          10.1.0.1
            c1    NetDevs[ib].Netmask                       --          255.255.0.0
            c1    NetDevs[ib].Gateway                       --          10.1.0.254
            c1    NetDevs[ib].Ipaddr6                       --          fd00::1
            c1    NetDevs[ib].PrefixLen6                    --          64
            c1    NetDevs[ib].Gateway6                      --          fd00::2
            c1    NetDevs[ib].MTU                           --          9000
            c1    NetDevs[ib].Tags[DNS]                     --          10.0.0.1
            c1    Tags[k]                                   --          v=w
            c1    PrimaryNetDev                             --          ib
            c1    Disks[/dev/vda].WipeTable                 --          true
            c1    Disks[/dev/vda].Partitions[s].Number      --          1
            c1    Disks[/dev/vda].Partitions[s].SizeMiB     --          100
            c1    Disks[/dev/vda].Partitions[s].TypeGuid    --          t
            c1    Disks[/dev/vda].Partitions[s].WipePartitionEntry  --          false
            c1    Disks[/dev/vda].Partitions[s].ShouldExist  --          true
            c1    FileSystems[/dev/vda1].Format             --          ext4
            c1    FileSystems[/dev/vda1].Path               --          /scratch
            c1    FileSystems[/dev/vda1].WipeFileSystem     --          true
            """
                .replaceAll("(?m)^(c1|NODE|----)( +)(\\S+) +", "$1$2$3|")
                .lines()
                .map(NodeCommandTest::pad)
                .reduce("", (a, b) -> a + b + "\n"));
  }

  /** Pads the second column to the width of its longest cell, for the long golden text above. */
  private static String pad(String line) {
    int bar = line.indexOf('|');
    int width = "c1    Disks[/dev/vda].Partitions[s].WipePartitionEntry".length() + 2;
    return line.substring(0, bar) + " ".repeat(width - bar) + line.substring(bar + 1);
  }

  @Test
  void listsAsWarewulfDoes() {
    ok("node", "add", "c[1-2]", "--ipaddr", "10.0.0.11");
    ok("node", "add", "a9", "-P", "", "--image", "x", "--cluster", "z", "--ipmiaddr", "10.9.0.1");
    ok("node", "set", "c1", "--hwaddr", "52:54:00:00:00:01", "--netdev", "eth0", "-y");
    ok("node", "set", "c1", "--netname", "ib", "--ipaddr", "10.1.0.1", "-y");
    assertThat(ok("node", "list"))
        .isEqualTo(
            """
            NODE NAME  PROFILES  NETWORK
            ---------  --------  -------
            c1         default   default, ib
            c2         default   default
            a9         --        --
            """);
    assertThat(ok("node", "list", "-n", "c1,a9,"))
        .isEqualTo(
            """
            NODE  NETWORK  HWADDR             IPADDR     GATEWAY  DEVICE
            ----  -------  ------             ------     -------  ------
            c1    default  52:54:00:00:00:01  10.0.0.11  --       eth0
            c1    ib       --                 10.1.0.1   --       --
            a9    --       --                 --         --       --
            """);
    assertThat(ok("node", "list", "-i", "a9"))
        .isEqualTo(
            """
            NODE  IPMI IPADDR  IPMI PORT  IPMI USERNAME  IPMI INTERFACE
            ----  -----------  ---------  -------------  --------------
            a9    10.9.0.1     --         --             --
            """);
    assertThat(ok("node", "list", "-l", ","))
        .isEqualTo(
            """
            NODE NAME  KERNEL VERSION  IMAGE  OVERLAYS (S/R)
            ---------  --------------  -----  --------------
            c1         --              --     /hosts
            c2         --              --     /hosts
            a9         --              x      /
            """);
    assertThat(ok("node", "list", "-y", "c1"))
        .isEqualTo(
            """
            c1:
                profiles:
                    - default
                runtime overlay:
                    - hosts
                network devices:
                    default:
                        device: eth0
                        hwaddr: "52:54:00:00:00:01"
                        ipaddr: 10.0.0.11
                        netmask: 255.255.255.0
                    ib:
                        ipaddr: 10.1.0.1
            """);
    assertThat(ok("node", "list", "-j", "a9"))
        .isEqualTo(
            """
            {
              "a9": {
                "cluster name": "z",
                "image name": "x",
                "ipmi": {
                  "ipaddr": "10.9.0.1"
                }
              }
            }
            """);
    assertThat(ok("profile", "list"))
        .isEqualTo(
            """
            PROFILE NAME  COMMENT/DESCRIPTION
            ------------  -------------------
            default       everyone
            """);
    assertThat(run(1, "node", "list", "c3")).isEqualTo("wwj: no node c3; did you mean 'c1'?\n");
  }

  @Test
  void setChangesOnlyItsLines() throws IOException {
    ok("node", "add", "c[1-3]", "--ipaddr", "10.0.0.11");
    String before = Files.readString(nodes);
    assertThat(ok("node", "set", "c[1-2]", "--image", "rocky-10", "--yes"))
        .endsWith("Changed 2 nodes: c[1-2]\n");
    assertThat(Files.readAllLines(nodes)).containsAll(before.lines().toList());
    ok("node", "set", "c1,c2", "--image", "UNSET", "--yes");
    assertThat(Files.readString(nodes)).isEqualTo(before);
    ok("profile", "set", "default", "--image", "debian-12", "--yes");
    assertThat(ok("node", "list", "-l", "c1")).contains("debian-12");
  }

  @Test
  void tagsAndDevicesCanBeTakenAway() throws IOException {
    ok("node", "add", "c1", "--ipaddr", "10.0.0.11", "--tagadd", "a=1", "--tagadd", "b=2");
    ok("node", "set", "c1", "--tagdel", "a", "--nettagadd", "DNS=x", "-y");
    assertThat(NodesFile.read(nodes).nodes().get("c1").settings().keySet())
        .extracting(key -> key.display())
        .containsExactly(
            "Profiles", "NetDevs[default].Ipaddr", "NetDevs[default].Tags[DNS]", "Tags[b]");
    ok("node", "set", "c1", "--netdel", "default", "-y");
    assertThat(NodesFile.read(nodes).nodes().get("c1").devices()).isEmpty();
  }

  @Test
  void errorsNameTheFix() {
    ok("node", "add", "c1");
    assertThat(run(1, "node", "set", "c3", "--hwaddr", "52:54:00:00:00:01", "-y"))
        .isEqualTo("wwj: no node c3; add with  wwj node add c3; did you mean 'c1'?\n");
    assertThat(run(1, "node", "delete", "nope", "-y")).contains("no node nope");
    assertThat(run(1, "node", "set", "c1", "--image", "x")).contains("repeat with --yes");
    assertThat(run(2, "node", "set", "c1", "--ipaddr", "10.0.0", "-y"))
        .contains("--ipaddr: '10.0.0' is not an IPv4 address");
    assertThat(run(2, "node", "set", "c1", "--hwaddr", "zz", "-y")).contains("six bytes");
    assertThat(run(2, "node", "set", "c1", "-y")).contains("nothing to set");
    assertThat(run(2, "node", "add", "d[1-2]", "--hwaddr", "52:54:00:00:00:01"))
        .contains("belongs to one node");
    assertThat(run(2, "node", "add", "d1", "--partsize", "5")).contains("needs --diskname");
    assertThat(run(2, "node", "add")).contains("which node?");
    assertThat(run(2, "node", "add", "d1", "--tagadd", "x")).contains("KEY=VALUE");
    assertThat(run(2, "profile", "add", "p", "--asset", "x")).contains("--asset");
  }

  @Test
  void deletesNodesAndLeavesTheFileAsItWas() throws IOException {
    String before = Files.readString(nodes);
    ok("node", "add", "c[1-2]", "--ipaddr", "10.0.0.11");
    assertThat(ok("node", "delete", "c1,c2", "-y")).endsWith("Deleted 2 nodes: c[1-2]\n");
    assertThat(NodesFile.read(nodes).nodes()).isEmpty();
    assertThat(Files.readString(nodes)).isEqualTo(before);
  }

  @Test
  void helpShowsEveryFlagOfTheTableAndAnExample() {
    assertThat(ok("node", "add", "--help"))
        .contains("--ipaddr", "--hwaddr", "--nettagadd", "--asset", "Example:");
    assertThat(ok("profile", "set", "--help")).contains("--ipaddr").doesNotContain("--asset");
  }

  @Test
  void checkFindsWhatKeepsANodeFromBooting() throws IOException {
    Files.writeString(
        nodes,
        """
        nodeprofiles:
          default: {system overlay: [nope], root: floppy}
        nodes:
          c1:
            profiles: [defualt]
            image name: nothere
            network devices: {default: {hwaddr: 52:54:00:00:00:01, ipaddr: 10.0.0.201}}
          c2:
            profiles: [default]
            network devices: {default: {hwaddr: 52:54:00:00:00:01, ipaddr: 10.9.0.5}}
          c3: {profiles: [default]}
        """);
    assertThat(run(2, "check"))
        .contains(
            nodes + ":5: error: profile 'defualt' does not exist; did you mean 'default'? (c1)")
        .contains(
            nodes
                + ":6: error: image 'nothere' does not exist; wwj image import SOURCE nothere (c1)")
        .contains(
            nodes + ":7: error: ipaddr 10.0.0.201 of c1 (default) is inside the dynamic range")
        .contains(
            nodes + ":10: error: hwaddr 52:54:00:00:00:01 of c2 (default) belongs to c1 (default)")
        .contains(nodes + ":10: error: ipaddr 10.9.0.5 of c2 (default) is outside")
        .contains(nodes + ":11: warning: no hwaddr is set")
        .contains(nodes + ":2: error: overlay 'nope'")
        .contains("(c[2-3])")
        .contains(nodes + ":2: error: root 'floppy' is not one of")
        .contains(nodes + ":8: warning: no image is set")
        .contains("(c[2-3])");
    assertThat(run(2, "check", "-j")).startsWith("[\n  {\n    \"severity\": ");
  }

  @Test
  void checkIsContentWithAGoodSite() throws IOException {
    ok("node", "add", "c1", "-H", "52:54:00:00:00:01", "-I", "10.0.0.11", "--image", "img");
    assertThat(ok("check")).isEqualTo("All is well.\n");
    ok("node", "add", "c2", "-I", "10.0.0.12", "--image", "img");
    assertThat(run(1, "check")).contains("warning: no hwaddr is set").contains("(c2)");
  }

  @Test
  void checkTellsOfBrokenFiles() throws IOException {
    Files.writeString(nodes, "nodes:\n  c1: [\n");
    assertThat(run(2, "check")).startsWith(nodes + ":").contains(": error: ");
    Files.writeString(conf, "ipadr: 10.0.0.1/24\n");
    assertThat(run(2, "check")).contains(conf + ":1: error: unknown key 'ipadr'; did you mean");
  }

  @Test
  void shippedFilesAreReadAndLeaveNothingUnknown() throws IOException {
    conf = folder.resolve("ship.conf");
    String paths = "paths: {localstatedir: %s/state}\n".formatted(folder);
    Files.writeString(conf, Files.readString(Path.of("config/wwj.conf")) + paths);
    Files.writeString(nodes, Files.readString(Path.of("config/nodes.conf")));
    ok("node", "add", "c1", "-I", "10.0.0.11");
    assertThat(ok("node", "list", "-n")).contains("c1    default  --      10.0.0.11  --       --");
    assertThat(Files.readString(nodes)).contains("# wwj: the nodes.").contains("#   c1:");
  }
}
