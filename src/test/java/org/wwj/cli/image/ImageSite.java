package org.wwj.cli.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A site with one image, {@code bb}, whose tree is a busybox, and commands as an admin runs them.
 */
final class ImageSite {
  private static final List<String> APPLETS =
      List.of(
          "cat",
          "echo",
          "env",
          "false",
          "hostname",
          "id",
          "kill",
          "ls",
          "mkdir",
          "mount",
          "ps",
          "rm",
          "sh",
          "sleep",
          "stty",
          "touch",
          "true",
          "tty");

  private final Path folder;
  final Path root;

  ImageSite(Path folder) throws IOException {
    this.folder = folder;
    this.root = folder.resolve("state/chroots/bb/rootfs");
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("etc/warewulf"));
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
    }
    Files.createSymbolicLink(
        root.resolve("etc/resolv.conf"), Path.of("../run/systemd/resolve/stub-resolv.conf"));
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
    Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
    Files.createDirectories(folder.resolve("etc"));
    Files.createDirectories(folder.resolve("state/overlays/own/rootfs/etc"));
    Files.writeString(folder.resolve("state/overlays/own/rootfs/etc/of.ww"), "of {{.Id}}\n");
    Files.writeString(
        folder.resolve("etc/wwj.conf"),
        """
        ipaddr: 10.0.0.1/24
        paths:
          localstatedir: %1$s/state
          cachedir: %1$s/cache
          rundir: %1$s/run
          datadir: %1$s/data
          wwchrootdir: %1$s/state/chroots
          wwoverlaydir: %1$s/state/overlays
          wwprovisiondir: %1$s/state/provision
        """
            .formatted(folder));
    Files.writeString(
        folder.resolve("etc/nodes.conf"),
        "nodes:\n  c1: {image name: bb, system overlay: [own]}\n");
  }

  /** How a command ended, and all that it said. */
  record Outcome(int code, String text) {}

  /** The command, as a process of its own. */
  List<String> command(String... words) {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), "org.wwj.Main"));
    command.addAll(List.of(words));
    return command;
  }

  ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("WWJ_CONF", folder.resolve("etc/wwj.conf").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("OURS_ALONE", "secret");
    return builder;
  }

  /** Runs a command with that on its standard input. */
  Outcome feed(String input, String... words) throws IOException, InterruptedException {
    Process process = builder(command(words)).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), text);
  }

  Outcome run(String... words) throws IOException, InterruptedException {
    return feed("", words);
  }

  /** Names, times and contents' sizes of all that is in the tree. */
  String tree() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted().toList()) {
        text.append(path).append(' ');
        text.append(
            Files.readAttributes(
                path, "unix:size,mode,lastModifiedTime,ino", LinkOption.NOFOLLOW_LINKS));
        text.append('\n');
      }
    }
    return text.toString();
  }
}
