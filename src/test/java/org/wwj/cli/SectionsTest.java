package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SectionsTest {
  @TempDir Path folder;

  @Test
  void wholeSectionsCanEndWhatTheyInherit() throws IOException {
    CommandFixture site =
        new CommandFixture(folder)
            .nodes(
                """
                nodeprofiles:
                  p:
                    network devices: {ib: {mtu: 9000, tags: {DNS: x}}, eth: {mtu: 1500}}
                    disks: {/dev/vda: {wipe_table: true, partitions: {a: {number: 1}, b: {number: 2}}}}
                    filesystems: {d: {path: /scratch}}
                nodes:
                  c1:
                    profiles: [p]   # keep
                    network devices: {ib: {mtu: 1}}
                """);
    assertThat(site.ok("node", "unset", "c1", "--netname", "ib", "--inherited", "-y"))
        .contains("NetDevs[ib].MTU: 1 -> --\n  NetDevs[ib]: -- -> ~\n");
    site.ok("node", "unset", "c1", "--part", "a", "--fs", "d", "--inherited", "-y");
    assertThat(site.text())
        .contains("profiles: [p]   # keep\n    network devices: {ib: ~}\n")
        .contains("    disks:\n      /dev/vda:\n        partitions:\n          a: ~\n")
        .contains("    filesystems:\n      d: ~\n");
    assertThat(site.ok("node", "list", "-a", "c1"))
        .contains("NetDevs[eth].MTU", "Partitions[b].Number")
        .doesNotContain("[ib]", "Partitions[a]", "FileSystems");
    assertThat(site.ok("node", "list", "c1")).contains("eth").doesNotContain("ib");
    assertThat(site.ok("node", "trace", "c1", "NetDevs[ib].MTU"))
        .contains("not set")
        .contains("cleared by node c1");
    assertThat(site.ok("node", "unset", "c1", "--net", "ib", "--inherited", "-y"))
        .contains("Already so");

    String ended = site.text();
    String exported = site.ok("node", "export", "c1");
    assertThat(site.run("node", "export", "--csv", "c1").err())
        .contains("whole devices and disks that are null are left out of c1");
    site.ok("node", "set", "c1", "-y", "--netname", "ib", "--mtu", "4000");
    site.ok("node", "unset", "c1", "-y", "--part", "a", "--fs", "d");
    assertThat(site.text()).doesNotContain("~");
    assertThat(site.ok("node", "list", "-a", "c1"))
        .contains("NetDevs[ib].Tags[DNS]", "Partitions[a].Number", "FileSystems[d].Path");
    Path file = Files.writeString(folder.resolve("c1.yaml"), exported);
    site.ok("node", "import", file.toString(), "-y");
    assertThat(site.ok("node", "export", "c1")).isEqualTo(exported);
    assertThat(site.text()).isEqualTo(ended);
    site.ok("undo", "-y");
    assertThat(site.text()).doesNotContain("~");
  }
}
