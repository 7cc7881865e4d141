package org.wwj.cli.image;

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
import org.wwj.cli.WwjCommand;
import picocli.CommandLine;

/** Commands on images as a whole. */
class ImageChangeTest {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void aSite() throws IOException {
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(
        folder.resolve("etc/wwj.conf"),
        """
        ipaddr: 10.0.0.1/24
        paths:
          localstatedir: %1$s/state
          cachedir: %1$s/cache
          rundir: %1$s/run
          datadir: %1$s/data
          wwchrootdir: %1$s/chroots
          wwprovisiondir: %1$s/provision
        """
            .formatted(folder));
    Files.writeString(
        nodes(),
        """
        nodeprofiles:
          default: {image name: used} # ours
        nodes:
          n1: {profiles: [default]}
          n2: {image name: "used@g1"}
          n3: {image name: other}
        """);
    for (String image : List.of("used", "free", "other")) {
      Files.createDirectories(folder.resolve("chroots/" + image + "/rootfs/boot"));
    }
    Path boot = folder.resolve("chroots/used/rootfs/boot");
    Files.writeString(boot.resolve("vmlinuz-6.1.0-9"), "");
    Files.writeString(boot.resolve("vmlinuz-6.12.0-1"), "");
  }

  private Path nodes() {
    return folder.resolve("etc/nodes.conf");
  }

  private int run(String... words) {
    said.getBuffer().setLength(0);
    CommandLine line = WwjCommand.commandLine();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    line.setExecutionExceptionHandler((e, command, parsed) -> WwjCommand.failed(e, command));
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(0, List.of("--conf", folder.resolve("etc/wwj.conf").toString(), "image"));
    return line.execute(all.toArray(String[]::new));
  }

  @Test
  void deletesOnlyWhatNobodyUses() {
    assertThat(run("delete", "-y", "free", "used")).isEqualTo(1);
    assertThat(said.toString())
        .contains("image used is used by 2 nodes: n[1-2] and profile default; give them another");
    assertThat(folder.resolve("chroots/free")).exists();
    assertThat(run("delete", "free")).isEqualTo(1);
    assertThat(said.toString()).contains("repeat with --yes");
    assertThat(run("rm", "-y", "free")).isZero();
    assertThat(folder.resolve("chroots/free")).doesNotExist();
    assertThat(run("del", "-y", "fre")).isEqualTo(1);
    assertThat(said.toString()).contains("no image fre");
  }

  @Test
  void renamesForThoseThatUseItToo() throws IOException {
    assertThat(run("rename", "used", "new")).isEqualTo(1);
    assertThat(said.toString()).contains("also for 2 nodes: n[1-2] and profile default");
    assertThat(folder.resolve("chroots/used")).exists();
    assertThat(run("mv", "-y", "used", "new")).isZero();
    assertThat(folder.resolve("chroots/new/rootfs")).exists();
    assertThat(nodes())
        .hasContent(
            """
            nodeprofiles:
              default: {image name: new} # ours
            nodes:
              n1: {profiles: [default]}
              n2: {image name: "new@g1"}
              n3: {image name: other}
            """);
    assertThat(run("rename", "free", "new")).isEqualTo(1);
    assertThat(run("rename", "free", "freed")).isZero();
  }

  @Test
  void putsItBackWhenNodesConfCannotBeChanged() throws IOException {
    String broken = Files.readString(nodes()) + "  n4: {image name: used, profiles: [x";
    assertThat(run("copy", "used", "copied")).isZero();
    Files.writeString(nodes(), broken);
    assertThat(run("rename", "-y", "used", "new")).isEqualTo(1);
    assertThat(folder.resolve("chroots/used/rootfs")).exists();
    assertThat(nodes()).hasContent(broken);
  }

  @Test
  void listsKernels() {
    assertThat(run("kernels", "used")).isZero();
    assertThat(said.toString())
        .isEqualTo(
            """
            IMAGE  KERNEL                  VERSION   DEFAULT  NODES
            -----  ------                  -------   -------  -----
            used   /boot/vmlinuz-6.12.0-1  6.12.0-1  true     n[1-2]
            used   /boot/vmlinuz-6.1.0-9   6.1.0-9   false    --
            """);
  }

  @Test
  void showsAnImage() {
    assertThat(run("show", "used")).isZero();
    assertThat(said.toString()).isEqualTo(folder + "/chroots/used/rootfs\n");
    assertThat(run("show", "-a", "used")).isZero();
    assertThat(said.toString())
        .containsPattern("Kernel: +6.12.0-1\n")
        .containsPattern("Generation: +--\n")
        .containsPattern("Nodes: +n\\[1-2]\n");
    assertThat(run("show", "use")).isEqualTo(1);
    assertThat(said.toString()).contains("no image use");
  }
}
