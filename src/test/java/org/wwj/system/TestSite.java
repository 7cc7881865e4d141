package org.wwj.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.boot.Status;
import org.wwj.boot.StatusClient;
import org.wwj.net.MacAddress;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;
import org.wwj.testnet.Vm;

/**
 * A site's folder with a real server over it, in the namespace of a test network. Its image is
 * built once a build.
 */
final class TestSite {
  static final MacAddress C1 = MacAddress.parse("52:54:00:00:00:01");
  static final MacAddress C2 = MacAddress.parse("52:54:00:00:00:02");
  static final MacAddress C3 = MacAddress.parse("52:54:00:00:00:03");

  /** The image with a busybox, of which its stage-1 is made. */
  static final String IMAGE = "debian-12";

  /** The same without: its stage-1 is made of shell, curl and the like, as Rocky's is. */
  static final String PLAIN_IMAGE = "debian-12-plain";

  private static final Path STATE = Path.of("target", "it", "state").toAbsolutePath();
  private static final AtomicBoolean BUILT = new AtomicBoolean();
  private static final Path HOME = Path.of("").toAbsolutePath();

  private final TestNet net;
  private final Path folder;
  private final Path conf;
  private int starts;

  /** A site that serves that network, with nodes {@code c1} and {@code c2}. */
  TestSite(TestNet net, Path folder) {
    this.net = net;
    this.folder = folder;
    this.conf = folder.resolve("etc/wwj.conf");
    settings(STATE);
    nodes(IMAGE, "squashfs", "");
  }

  /** Keeps the images of this site to itself from now on: none at first. */
  void ownImages() {
    settings(folder.resolve("images"));
  }

  private void settings(Path images) {
    write(
        conf,
        """
        ipaddr: 10.0.0.1/24
        dhcp:
          range start: 10.0.0.200
          range end: 10.0.0.250
        paths:
          localstatedir: %1$s/state
          cachedir: %1$s/cache
          rundir: %1$s/run
          datadir: %2$s
          wwchrootdir: %3$s/chroots
          wwprovisiondir: %3$s/provision
        """
            .formatted(folder, HOME, images));
  }

  /**
   * Writes nodes.conf: {@code c1} and {@code c2} with that image and root method, and what else is
   * given.
   */
  void nodes(String image, String root, String more) {
    write(
        conf.resolveSibling("nodes.conf"),
        """
        nodeprofiles:
          default:
            image name: %s
            root: %s
            init: /sbin/init
            kernel:
              args: [console=ttyS0, panic=5]
            system overlay: [hostname, hosts, systemd.networkd, ready]
            runtime overlay: [hosts]
        nodes:
          c1:
            profiles: [default]
            network devices:
              default: {hwaddr: "52:54:00:00:00:01", ipaddr: 10.0.0.11, netmask: 255.255.255.0}
          c2:
            profiles: [default]
            network devices:
              default: {hwaddr: "52:54:00:00:00:02", ipaddr: 10.0.0.12, netmask: 255.255.255.0}
        %s\
        """
            .formatted(image, root, more));
  }

  /**
   * Gives all nodes every overlay that ships but the server's own, and the secret that one needs.
   */
  void everyOverlay() throws IOException {
    Path secret = folder.resolve("state/secrets/munge.key");
    Files.createDirectories(secret.getParent());
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, "k".repeat(128));
    Path nodes = conf.resolveSibling("nodes.conf");
    try (Stream<Path> overlays = Files.list(HOME.resolve("overlays"))) {
      String all =
          overlays
              .map(overlay -> overlay.getFileName().toString())
              .filter(name -> !name.equals("host"))
              .sorted()
              .collect(Collectors.joining(", "));
      write(
          nodes,
          Files.readString(nodes)
              .replaceFirst("system overlay: \\[.*]", "system overlay: [" + all + "]"));
    }
  }

  /**
   * Makes sure that both images are built with the stage-1 of today. Takes a minute or two the
   * first time, and next to nothing when nothing has changed.
   */
  void buildImages() {
    Path tree = rootfs(IMAGE);
    if (!Files.exists(tree.resolve("etc/os-release"))) {
      wwj("image", "import", "--force", "recipe:debian-12", IMAGE);
    }
    if (!Files.exists(rootfs(PLAIN_IMAGE))) {
      plainCopy(tree, rootfs(PLAIN_IMAGE));
    }
    if (BUILT.compareAndSet(false, true)) {
      wwj("image", "build", "--initrd", IMAGE);
      wwj("image", "build", PLAIN_IMAGE);
    }
  }

  /** The tree of the image that all tests boot; nobody may write to it. */
  Path rootfs() {
    return rootfs(IMAGE);
  }

  private static Path rootfs(String image) {
    return STATE.resolve("chroots").resolve(image).resolve("rootfs");
  }

  /** Hard links are enough: nobody writes to either tree. */
  private static void plainCopy(Path tree, Path copy) {
    Path half = copy.resolveSibling("half");
    try {
      Files.createDirectories(copy.getParent());
      Process process =
          new ProcessBuilder(
                  "sh",
                  "-ec",
                  "rm -rf \"$2\"; cp -al \"$1\" \"$2\"; rm \"$2\"/usr/bin/busybox; mv \"$2\" \"$3\"",
                  "sh",
                  tree.toString(),
                  half.toString(),
                  copy.toString())
              .inheritIO()
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("cannot copy " + tree + " to " + copy);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("cannot copy " + tree + " to " + copy, e);
    }
  }

  /** A damage that can be undone, once. */
  interface Damage {
    void undo() throws IOException;
  }

  /**
   * Flips bytes at two places of the built image until undone, as a broken memory or disk would.
   */
  Damage damageImage() throws IOException {
    Path image = STATE.resolve("provision/images/" + IMAGE + "/current/root.squashfs").toRealPath();
    flip(image);
    AtomicBoolean damaged = new AtomicBoolean(true);
    return () -> {
      if (damaged.getAndSet(false)) {
        flip(image);
      }
    };
  }

  private static void flip(Path image) throws IOException {
    FileTime time = Files.getLastModifiedTime(image);
    try (FileChannel channel =
        FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long place : new long[] {channel.size() / 3, channel.size() * 2 / 3}) {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        channel.read(bytes, place);
        for (int i = 0; i < bytes.position(); i++) {
          bytes.put(i, (byte) ~bytes.get(i));
        }
        channel.write(bytes.flip(), place);
      }
    }
    Files.setLastModifiedTime(image, time);
  }

  /** Runs a command of ours to its end and returns what it said. */
  String wwj(String... args) {
    List<String> command = java();
    command.addAll(List.of("org.wwj.Main"));
    command.addAll(List.of(args));
    try {
      Path out = folder.resolve("wwj.out");
      Process process =
          new ProcessBuilder(withConf(command))
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(15, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "wwj " + String.join(" ", args) + ": " + Files.readString(out));
      }
      return Files.readString(out);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", args), e);
    }
  }

  private List<String> withConf(List<String> command) {
    List<String> all = new ArrayList<>(List.of("env", "WWJ_CONF=" + conf));
    all.addAll(command);
    return all;
  }

  private static List<String> java() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dwwj.home=" + HOME,
            "-cp",
            System.getProperty("java.class.path")));
  }

  /** Starts the server, for the first time or again. */
  ServerProcess serve() {
    return ServerProcess.start(
        net,
        folder.resolve("server-" + ++starts + ".log"),
        "org.wwj.Main",
        "server",
        "--conf",
        conf.toString());
  }

  /** Starts a server that is expected to end by itself. */
  Process tryToServe() {
    List<String> command = java();
    command.addAll(List.of("org.wwj.Main", "server", "--conf", conf.toString()));
    return net.start(net.server(), folder.resolve("refused.log"), command.toArray(String[]::new));
  }

  /** What the server says of all machines. */
  Status status() {
    try {
      return StatusClient.fetch(folder.resolve("run/wwj.sock"));
    } catch (IOException e) {
      throw new IllegalStateException("no status", e);
    }
  }

  /** Waits until the server has that node at the phase or later. */
  void awaitPhase(String node, Phase phase) {
    Awaitility.await(node + " at " + phase.word())
        .atMost(Vm.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          for (NodeStatus status : status().nodes()) {
            if (status.name().equals(node)
                && status.phase() == Phase.FAILED
                && phase != Phase.FAILED) {
              throw new IllegalStateException(node + " failed: " + status.reason());
            }
            if (status.name().equals(node) && status.phase().compareTo(phase) >= 0) {
              return true;
            }
          }
          return false;
        });
  }

  Path folder() {
    return folder;
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }
}
