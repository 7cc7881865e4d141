package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UpgradeCommandTest {
  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private static Ran run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = WwjCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler((e, command, parsed) -> WwjCommand.failed(e, command));
    int code = line.execute(words);
    return new Ran(code, out.toString(), err.toString());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void replacesTheSitesOwnFileAndKeepsTheOldOne() throws IOException {
    Path conf =
        file(
            "warewulf.conf",
            "WW_INTERNAL: 43\nipaddr: 10.0.0.1/24\npaths: {wwchrootdir: " + folder + "/chroots}\n");
    Path nodes =
        file(
            "nodes.conf",
            "nodes:\n  c1: {container name: i, kernel: {override: 6.1.0-9}, disabled: true}\n");
    Files.setPosixFilePermissions(nodes, PosixFilePermissions.fromString("rw-------"));
    Path boot = Files.createDirectories(folder.resolve("chroots/i/rootfs/boot"));
    Files.writeString(boot.resolve("vmlinuz-6.1.0-9-amd64"), "");
    Ran ran = run("upgrade", "nodes", "--conf", conf.toString());
    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .isEqualTo(
            nodes
                + ":2: 'disabled' is now a comment: no node is disabled any more; delete it, or"
                + " take its hwaddr away\n");
    assertThat(ran.out())
        .isEqualTo(
            """
              1 x container name -> image name
              1 x disabled
              1 x kernel override -> version
            Wrote %s; the old one is %s-old
            """
                .formatted(nodes, nodes));
    assertThat(Files.readString(nodes))
        .contains("  c1: {image name: i, kernel: {version: /boot/vmlinuz-6.1.0-9-amd64}}\n");
    assertThat(folder.resolve("nodes.conf-old")).content().contains("container name: i");
    for (String name : new String[] {"nodes.conf", "nodes.conf-old"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
    assertThat(run("upgrade", "nodes", "--conf", conf.toString()).out())
        .isEqualTo(nodes + " is up to date\n");

    assertThat(run("upgrade", "config", "--conf", conf.toString()).out())
        .isEqualTo(
            "  1 x WW_INTERNAL dropped\nWrote " + conf + "; the old one is " + conf + "-old\n");
    assertThat(conf).content().doesNotStartWith("WW_INTERNAL");
  }

  @Test
  void readsAndWritesWhereItIsTold() throws IOException {
    Path old = file("old.conf", "nodes:\n  c1:\n    container name: i\n");
    Path target = file("new.conf", "nodes: {}\n");
    Ran ran = run("upgrade", "nodes", "-i", old.toString(), "-o", "-");
    assertThat(ran.out()).isEqualTo("nodes:\n  c1:\n    image name: i\n");
    run("upgrade", "nodes", "--input-path", old.toString(), "--output-path", target.toString());
    assertThat(target).content().isEqualTo(ran.out());
    assertThat(folder.resolve("new.conf-old")).content().isEqualTo("nodes: {}\n");
    assertThat(old).content().contains("container name");
  }

  @Test
  void anEarlierBackupIsKeptAsWell() throws IOException {
    Path nodes = file("nodes.conf", "nodes: {c1: {container name: i}}\n");
    file("nodes.conf-old", "# the very first\n");
    assertThat(run("upgrade", "nodes", "-i", nodes.toString()).out())
        .contains("the old one is " + nodes + "-old-1");
    assertThat(folder.resolve("nodes.conf-old")).content().isEqualTo("# the very first\n");
  }

  @Test
  void standardInputGoesToStandardOutput() {
    InputStream before = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream("ipv6net: fd00::/64\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(run("upgrade", "config", "-i", "-").out())
          .isEqualTo("ipaddr6: \"fd00::\"\nprefixlen6: 64\n".replace('"', '\''));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void takesWarewulfsFlags() throws IOException {
    Path nodes = file("n.conf", "nodes: {c1: {system overlay: [wwinit]}}\n");
    Path conf = file("w.conf", "nfs: {export paths: [{path: /data, mount: true}]}\n");
    String text =
        run(
                "upgrade",
                "nodes",
                "--add-defaults=false",
                "--replace-overlays",
                "--with-warewulfconf",
                conf.toString(),
                "-i",
                nodes.toString(),
                "-o",
                "-")
            .out();
    assertThat(text).contains("wwclient", "spec: warewulf:/data").doesNotContain("/sbin/init");
    assertThat(run("upgrade", "nodes", "--add-defaults", "-i", nodes.toString(), "-o", "-").out())
        .contains("init: /sbin/init", "profiles: [default]");
  }

  @Test
  void saysWhatCannotBeRead() throws IOException {
    Path nodes = file("n.conf", "nodes: [a]\n");
    assertThat(run("upgrade", "nodes", "-i", nodes.toString()))
        .isEqualTo(new Ran(1, "", "wwj: " + nodes + ":1: 'nodes' takes a map\n"));
    assertThat(run("upgrade", "nodes", "-i", folder + "/none").err())
        .isEqualTo("wwj: " + folder + "/none: no such file\n");
  }
}
