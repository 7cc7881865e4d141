package org.wwj.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import org.wwj.image.ImageFixture;
import org.wwj.registry.Definition;
import org.wwj.registry.NodesFile;
import picocli.CommandLine;

/** A site in a folder, with images, overlays and templates to name, and its commands. */
final class CommandFixture {
  final Path folder;
  final Path conf;
  final Path nodes;

  /** What a command left behind. */
  record Outcome(int code, String out, String err) {}

  CommandFixture(Path folder) {
    this.folder = folder;
    this.conf = folder.resolve("wwj.conf");
    this.nodes = folder.resolve("nodes.conf");
    write(
        conf,
        """
        ipaddr: 10.0.0.1/24
        dhcp: {range start: 10.0.0.200, range end: 10.0.0.250}
        paths: {localstatedir: %s/state, datadir: %s/data}
        """
            .formatted(folder, folder));
    for (String image : new String[] {"debian-12", "rocky-9", "rocky-10"}) {
      generation(image);
    }
    folder("state/chroots/raw/rootfs");
    for (String overlay : new String[] {"hosts", "chrony", "resolv", "ssh"}) {
      folder("data/overlays/" + overlay + "/rootfs");
    }
    folder("ipxe");
    write(folder.resolve("ipxe/default.ipxe"), "#!ipxe\n");
  }

  private void generation(String image) {
    try {
      ImageFixture.generation(
          folder.resolve("state/provision/images/" + image + "/current"), image, "squashfs");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void folder(String name) {
    try {
      Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CommandFixture nodes(String text) {
    write(nodes, text);
    return this;
  }

  String text() {
    try {
      return Files.exists(nodes) ? Files.readString(nodes) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Definition node(String name) {
    return NodesFile.read(nodes).nodes().get(name);
  }

  SiteConfig config() {
    return SiteConfigReader.read(conf);
  }

  /** The command's options after its words: two for node and profile, and for history show. */
  Outcome run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    boolean two =
        List.of("node", "profile").contains(words[0])
            || all.subList(1, all.size()).contains("show");
    all.addAll(two ? 2 : 1, List.of("--conf", conf.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = WwjCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler((e, command, parsed) -> WwjCommand.failed(e, command));
    int code = line.execute(all.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Runs a command that must succeed, and returns what it said. */
  String ok(String... words) {
    Outcome outcome = run(words);
    Assertions.assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }

  /** Runs a command that must end with that code, and returns what it complained of. */
  String fails(int code, String... words) {
    Outcome outcome = run(words);
    Assertions.assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(code);
    return outcome.err();
  }
}
