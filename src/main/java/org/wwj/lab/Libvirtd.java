package org.wwj.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The lab's own libvirt daemon: started by hand in the lab's network namespace, with mounts of its
 * own over every folder libvirt writes to, so that the host's libvirt, its machines and its
 * settings neither see it nor are changed. Needs no systemd and no D-Bus.
 */
final class Libvirtd {
  /** The one daemon for all, and the one that newer distributions have for machines alone. */
  private static final Map<String, String> SOCKETS =
      Map.of("libvirtd", "libvirt-sock", "virtqemud", "virtqemud-sock");

  private static final String RUN = "/run/libvirt";

  /** Folders of libvirt and what stands in for each below the lab's folder. */
  private static final List<String> PRIVATE =
      List.of("/etc/libvirt", "/var/lib/libvirt", "/var/cache/libvirt", "/var/log/libvirt");

  /** Files of accounts that the daemon sees with one more. */
  private static final List<String> ACCOUNTS = List.of("/etc/passwd", "/etc/group");

  private final LabDir dir;
  private final LabNetwork network;

  Libvirtd(LabDir dir, LabNetwork network) {
    this.dir = dir;
    this.network = network;
  }

  /** The address for libvirt's clients: a Unix socket is reached from any network namespace. */
  String uri() {
    return "qemu+unix:///system?socket=" + socket();
  }

  private Path socket() {
    String name = daemon().getFileName().toString();
    return dir.libvirt().resolve("run").resolve(SOCKETS.getOrDefault(name, "libvirt-sock"));
  }

  Path log() {
    return dir.libvirt().resolve("libvirtd.log");
  }

  private Path pidFile() {
    return dir.libvirt().resolve("libvirtd.pid");
  }

  Optional<RecordedProcess> running() {
    return RecordedProcess.running(pidFile());
  }

  /** Starts it, unless it runs, and waits until it listens. */
  void start() {
    if (running().isPresent()) {
      return;
    }
    try {
      Files.deleteIfExists(socket());
      writeSettings();
      writeAccounts();
      makeMountPoints();
    } catch (IOException e) {
      throw new LabException("cannot write libvirt's settings below " + dir.libvirt(), e);
    }
    Process process =
        Commands.background(
            network.inside("unshare", "--mount", "--propagation", "private", "sh", "-ec", script()),
            log());
    RecordedProcess.of(process.pid()).ifPresent(recorded -> recorded.record(pidFile()));
    boolean listens =
        Waiting.until(Duration.ofSeconds(60), () -> !process.isAlive() || Files.exists(socket()));
    if (!listens || !process.isAlive()) {
      throw new LabException("libvirtd did not start:\n" + LogTail.of(log(), 10));
    }
  }

  private void writeSettings() throws IOException {
    Path etc = Files.createDirectories(privateFolder("/etc/libvirt"));
    for (String folder : PRIVATE) {
      Files.createDirectories(privateFolder(folder));
    }
    Files.createDirectories(dir.libvirt().resolve("run"));
    Files.writeString(
        etc.resolve("libvirtd.conf"),
        """
        auth_unix_rw = "none"
        auth_unix_ro = "none"
        unix_sock_dir = "%s"
        unix_sock_rw_perms = "0700"
        host_uuid = "%s"
        log_level = 3
        log_outputs = "3:stderr"
        """
            .formatted(dir.libvirt().resolve("run"), UUID.randomUUID()));
    // Machines run as root, unconfined: they have no disk, and their network leads nowhere
    Files.writeString(
        etc.resolve("qemu.conf"),
        """
        security_driver = "none"
        user = "root"
        group = "root"
        dynamic_ownership = 0
        remember_owner = 0
        namespaces = [ ]
        cgroup_controllers = [ ]
        stdio_handler = "file"
        """);
  }

  /**
   * Debian's libvirt does not start without the user it would run machines as, although ours run as
   * root; only its package with services for the whole host makes that user.
   */
  private void writeAccounts() throws IOException {
    for (String accounts : ACCOUNTS) {
      String text = Files.readString(Path.of(accounts), StandardCharsets.ISO_8859_1);
      if (text.lines().noneMatch(line -> line.startsWith("libvirt-qemu:"))) {
        String more =
            accounts.endsWith("group")
                ? "libvirt-qemu:x:64055:\n"
                : "libvirt-qemu:x:64055:64055::/var/lib/libvirt:/usr/sbin/nologin\n";
        text = (text.isEmpty() || text.endsWith("\n") ? text : text + "\n") + more;
      }
      Files.writeString(privateFolder(accounts), text, StandardCharsets.ISO_8859_1);
    }
  }

  private Path privateFolder(String folder) {
    return dir.libvirt().resolve(folder.substring(1).replace('/', '-'));
  }

  private String script() {
    List<String> lines = new ArrayList<>();
    Stream.concat(PRIVATE.stream(), ACCOUNTS.stream())
        .forEach(place -> lines.add("mount --bind " + quote(privateFolder(place)) + " " + place));
    lines.add("mount --bind " + quote(dir.libvirt().resolve("run")) + " " + RUN);
    lines.add("exec " + daemon() + " -f /etc/libvirt/libvirtd.conf -p " + RUN + "/daemon.pid");
    return String.join("\n", lines);
  }

  private static Path daemon() {
    return Stream.of("libvirtd", "virtqemud")
        .flatMap(name -> Stream.of("/usr/sbin/", "/usr/bin/").map(folder -> folder + name))
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new LabException("libvirtd is not installed: src/main/sh/install-missing lab"));
  }

  /** Something to mount over: a host whose libvirt never ran lacks some of these folders. */
  private void makeMountPoints() throws IOException {
    List<String> made = new ArrayList<>();
    for (String folder : Stream.concat(PRIVATE.stream(), Stream.of(RUN)).toList()) {
      if (!Files.isDirectory(Path.of(folder))) {
        Files.createDirectories(Path.of(folder));
        made.add(folder);
      }
    }
    if (!made.isEmpty()) {
      Files.write(madeFile(), made, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private Path madeFile() {
    return dir.libvirt().resolve("made");
  }

  private void removeMountPoints() {
    try {
      if (Files.exists(madeFile())) {
        for (String folder : Files.readAllLines(madeFile())) {
          Files.deleteIfExists(Path.of(folder));
        }
      }
    } catch (IOException e) {
      return; // someone else uses them by now
    }
  }

  private static String quote(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  /** Ends it; its machines have been ended before. */
  void stop() {
    running().ifPresent(process -> process.stop(Duration.ofSeconds(10)));
    removeMountPoints();
  }
}
