package org.wwj.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
            .formatted(folder, HOME, STATE));
    nodes("squashfs", "");
  }

  /** Writes nodes.conf: {@code c1} and {@code c2} with that root method, and what else is given. */
  void nodes(String root, String more) {
    write(
        conf.resolveSibling("nodes.conf"),
        """
        nodeprofiles:
          default:
            image name: debian-12
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
            .formatted(root, more));
  }

  /**
   * Makes sure that the image is built with the stage-1 of today. Takes a minute or two the first
   * time, and next to nothing when nothing has changed.
   */
  void buildImage() {
    if (!Files.exists(STATE.resolve("chroots/debian-12/rootfs/etc/os-release"))) {
      wwj("image", "import", "--force", "recipe:debian-12", "debian-12");
    }
    if (BUILT.compareAndSet(false, true)) {
      wwj("image", "build", "--initrd", "debian-12");
    }
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
