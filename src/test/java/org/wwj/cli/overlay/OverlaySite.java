package org.wwj.cli.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.wwj.cli.CliSite;

/** A site with overlays that ship and its own, and the overlay commands as an admin runs them. */
final class OverlaySite {
  private static final String NODES =
      """
      nodeprofiles:
        default: {system overlay: [hosts, multi], image name: rocky-10}
      nodes:
        c1:
          profiles: [default]
          runtime overlay: [ours]
          tags: {role: compute}
          network devices: {default: {ipaddr: 10.0.0.11, hwaddr: "52:54:00:00:00:01"}}
        c2:
          profiles: [default]
          network devices: {default: {ipaddr: 10.0.0.12}}
      """;

  final CliSite cli;

  OverlaySite(Path folder) {
    cli = new CliSite(folder, NODES);
    ships("hosts/rootfs/etc/hosts.ww", 0644, "# all\n{{range .AllNodes}}{{.Id}}\n{{end}}");
    ships("hosts/rootfs/etc/plain", 0600, "as it is\n");
    ships(
        "multi/rootfs/etc/net.ww",
        0644,
        """
        {{- /* wwdoc1: One file for each device. */ -}}
        {{- /* .Tags.role: What the node is for. */ -}}
        text that nobody gets
        {{range $name, $device := .NetDevs -}}
        {{file (print $name ".conf")}}{{$device.Ipaddr}} {{$.Tags.role}}
        {{end -}}
        {{file "/etc/link"}}{{softlink "net.d"}}{{nobackup}}\
        """);
    ships("multi/rootfs/etc/no.ww", 0644, "so far\n{{abort}}not this");
    ships("multi/includes", 0644, "hosts\n");
    ships("keys/rootfs/etc/key.ww", 0644, "{{.Id}}\n");
    ships("keys/modes", 0644, "0400 munge:munge etc/key\n");
    own("ours/rootfs/etc/motd", 0644, "hello\n");
    own("ours/rootfs/etc/broken.ww", 0644, "a\n b {{.Nothing}}\n");
    own(
        "hosts/rootfs/etc/hosts.ww",
        0640,
        "# all\n{{range .AllNodes}}{{.Id}} {{.ClusterName}}\n{{end}}");
  }

  Path ships(String path, int mode, String text) {
    return write(cli.folder().resolve("data/overlays"), path, mode, text);
  }

  Path own(String path, int mode, String text) {
    return write(own(""), path, mode, text);
  }

  /** A place among the site's overlays. */
  Path own(String path) {
    return cli.folder().resolve("state/overlays").resolve(path);
  }

  static Path write(Path root, String path, int mode, String text) {
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.setAttribute(file.getParent(), "unix:mode", 0755);
      Files.writeString(file, text);
      Files.setAttribute(file, "unix:mode", mode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static String[] words(String... words) {
    List<String> all = new ArrayList<>(List.of("overlay"));
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  /** Runs it; the text has neither this run's folder in it nor its columns' widths. */
  CliSite.Result run(String... words) {
    CliSite.Result result = cli.run(words(words));
    return new CliSite.Result(result.code(), cli.shown(result.out()), cli.shown(result.err()));
  }

  /** Runs a command that must succeed, and returns what it said. */
  String ok(String... words) {
    CliSite.Result result = run(words);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }

  /** Runs a command that must fail, and returns what it complained of. */
  String fails(String... words) {
    CliSite.Result result = run(words);
    assertThat(result.code()).as(result.out()).isEqualTo(1);
    return result.err();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
