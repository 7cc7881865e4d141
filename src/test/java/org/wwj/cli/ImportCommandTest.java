package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.registry.NodesDiff;
import org.wwj.registry.NodesFile;

class ImportCommandTest {
  private static final String NODES =
      """
      nodeprofiles:
        p: {image name: rocky-9, system overlay: [hosts]}
      nodes:
        # the first
        c1:   # one
          profiles: [p]
          image name: rocky-10   # new
          kernel: {args: [quiet, "x=1,2", 'dyndbg="file a +p"']}
          ipmi: {password: "a,b", escapechar: "~", ipaddr: 10.9.0.1}
          tags: {rack: 7, "a,b": c}
          init: ~
          discoverable: yes
          network devices:
            default: {hwaddr: "52:54:00:00:00:01", ipaddr: 10.0.0.11, netmask: 255.255.255.0}
            ib: {mtu: 9000, tags: {DNS: x}}
            bare: {}
          disks: {/dev/vda: {wipe_table: true, partitions: {s: {number: 1}}}}
          filesystems: {/dev/vda1: {format: xfs, options: [a, b]}}
        c2: {}
      """;
  private static final String RESOURCES =
      NODES.replace(
          "  c2: {}\n", "  c2: {resources: {fstab: [{file: /home, freq: 0, spec: '0'}]}}\n");

  @TempDir Path folder;
  private CommandFixture site;

  @BeforeEach
  void site() {
    site = new CommandFixture(folder).nodes(RESOURCES);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void sameAs(String text) {
    assertThat(
            NodesDiff.between(NodesFile.read(site.nodes), NodesFile.parse(site.nodes, text))
                .changes())
        .isEmpty();
  }

  @Test
  void whatExportPrintsImportTakesBack() throws IOException {
    Path yaml = file("nodes.yaml", site.ok("node", "export"));
    assertThat(site.ok("node", "import", yaml.toString(), "-y")).isEqualTo("Nothing to change.\n");
    assertThat(site.text()).isEqualTo(RESOURCES);
    site.ok("node", "delete", "c[1-2]", "-y");
    site.ok("node", "import", yaml.toString(), "-y");
    sameAs(RESOURCES);
    site.nodes(RESOURCES);
    site.ok(
        "node",
        "set",
        "c1",
        "--image",
        "rocky-9",
        "--ipaddr",
        "10.0.0.77",
        "--tagdel",
        "rack",
        "-y");
    assertThat(site.ok("node", "import", yaml.toString(), "-y"))
        .isEqualTo(
            """
            node c1:
              ImageName: rocky-9 -> rocky-10
              NetDevs[default].Ipaddr: 10.0.0.77 -> 10.0.0.11
              Tags[rack]: -- -> 7
            Imported node c1
            """);
    sameAs(RESOURCES);
    assertThat(site.text()).contains("  # the first\n").contains("c1:   # one");
    Path profiles = file("p.yaml", site.ok("profile", "export", "p"));
    assertThat(site.ok("profile", "import", profiles.toString(), "-y")).contains("Nothing");
  }

  @Test
  void exportIsAsWritten() {
    assertThat(site.ok("node", "export", "c1"))
        .startsWith("c1:\n    discoverable: \"true\"\n    profiles:\n        - p\n")
        .contains("    init: null\n")
        .contains("            mtu: \"9000\"\n")
        .contains("        bare: {}\n")
        .contains("        /dev/vda:\n            wipe_table: true\n")
        .doesNotContain("hosts");
    assertThat(site.fails(1, "node", "export", "c1,c3")).contains("no node c3; did you mean 'c1'?");
  }

  @Test
  void aTableGoesOutAndComesBack() throws IOException {
    CommandFixture.Outcome out = site.run("node", "export", "--csv");
    assertThat(out.err()).isEqualTo("wwj: resources are left out of c2\n");
    String csv = out.out();
    assertThat(csv.lines().findFirst().orElseThrow())
        .startsWith("node,discoverable,profile,image,kernelargs,ipmipass,ipmiaddr,ipmiescapechar,")
        .contains(",hwaddr,ipaddr,netmask,")
        .contains(",NetDevs[ib].MTU,NetDevs[ib].Tags[DNS],")
        .contains("\"Tags[a,b]\",Tags[rack]")
        .contains("Disks[/dev/vda].WipeTable,Disks[/dev/vda].Partitions[s].Number");
    Path table = file("nodes.csv", csv);
    assertThat(site.ok("node", "import", table.toString(), "-y")).isEqualTo("Nothing to change.\n");
    site.ok("node", "delete", "c1", "-y");
    site.ok("node", "import", table.toString(), "-y");
    sameAs(RESOURCES.replace("      bare: {}\n", ""));
  }

  @Test
  void emptyAndNullCellsClear() throws IOException {
    Path table =
        file(
            "t",
            """
            node,image name,kernelargs,netname,mtu,Init,Tags[rack]
            c1,,"quiet,debug",ib,1500,,null
            c3,rocky-9,,,,/i,9
            """);
    site.ok("node", "import", table.toString(), "-y");
    assertThat(site.text())
        .contains("kernel: {args: [quiet, debug]}")
        .contains("ib: {mtu: 1500, ")
        .contains("rack: ~")
        .contains("  c3:\n    image name: rocky-9\n    init: /i\n    tags:\n      rack: 9\n")
        .doesNotContain("rocky-10")
        .doesNotContain("init: ~");
  }

  @Test
  void mistakesOfATableNameTheLine() throws IOException {
    record Case(String text, String message) {}
    for (Case wrong :
        new Case[] {
          new Case("name,image\nc1,x\n", ":1: the first column must be 'node', not 'name'"),
          new Case("node,imgae\n", ":1: no field 'imgae'; did you mean 'image'?"),
          new Case("node,Resources[x]\n", ":1: 'Resources[x]' cannot be given in a table"),
          new Case("node,ipaddr\n\nc1,10.0\n", ":3: ipaddr: '10.0' is not an IPv4 address"),
          new Case("node,image\nc1\n", ":2: 1 cells under 2 columns"),
          new Case("node,image\n,x\n", ":2: no name in the first column"),
          new Case("node\nc1\nc1\n", ":3: node c1 stands twice"),
          new Case("node,image\nc1,\"x\n", ":2: a quote that begins here has no end"),
        }) {
      Path table = file("wrong.csv", wrong.text());
      assertThat(site.fails(1, "node", "import", table.toString(), "-y"))
          .contains(table + wrong.message());
    }
    assertThat(site.fails(1, "profile", "import", file("p.csv", "profile,asset\n").toString()))
        .contains("'asset' cannot be given in a table of profiles");
    assertThat(site.fails(1, "node", "import", file("y", "c1:\n  imge name: x\n").toString()))
        .contains("y:2: unknown key 'imge name'; did you mean 'image name'?");
    assertThat(site.fails(1, "node", "import", "/nowhere/x.yaml")).contains("no such file");
    assertThat(site.fails(2, "node", "import")).contains("FILE");
  }

  @Test
  void readsStandardInput() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("node,init\nc2,/j\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(site.ok("node", "import", "-", "--yes"))
          .isEqualTo("node c2:\n  Init: -- -> /j\nImported node c2\n");
      System.setIn(new ByteArrayInputStream("c2: {inti: x}".getBytes(StandardCharsets.UTF_8)));
      assertThat(site.fails(1, "node", "import", "-", "--yes"))
          .contains("(standard input):1: unknown key 'inti'; did you mean 'init'?");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void whatItBringsInIsChecked() throws IOException {
    Path yaml = file("n.yaml", "c2:\n  image name: nope\n");
    assertThat(site.fails(1, "node", "import", yaml.toString(), "-y"))
        .contains("error: image 'nope' does not exist")
        .contains("--force");
    assertThat(site.ok("node", "import", yaml.toString(), "-y", "-f")).contains("Imported node c2");
    assertThat(site.ok("history")).contains("node import c2: ImageName");
  }
}
