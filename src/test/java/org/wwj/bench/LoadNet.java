package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.wwj.net.MacAddress;
import org.wwj.testnet.TestNet;

/**
 * A server and its load, each in a network namespace of its own, joined by one cable without a
 * bridge, and each on a processor of its own. Nothing but the server runs on processor 0.
 */
final class LoadNet implements AutoCloseable {
  static final String SERVER = "10.77.0.1";
  static final String CLIENT = "10.77.0.2";
  static final String NETWORK = SERVER + "/16";

  private static final Path SOCKET_ROOM = Path.of("/proc/sys/net/core/rmem_default");

  /** 64 MiB. */
  private static final String ROOMY = "67108864";

  /** The server's end of the cable. */
  static final String DEVICE = "wire0";

  private final TestNet net = TestNet.measured();
  private final String client = net.client("load", MacAddress.parse("02:00:0a:00:00:02"));

  private final @Nullable Path group = newGroup();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable ProcessTree server;
  private @Nullable String usualRoom;

  LoadNet() {
    // Also when interrupted: a network left behind holds its servers.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    net.in(client, "ip", "link", "del", "eth0");
    // Or the load's own kernel would solicit routers, which wwj listens for and the others do not.
    net.in(client, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
    List.of(
            List.of(net.server(), "link add wire0 type veth peer name wire1 netns " + client),
            List.of(net.server(), "addr add " + NETWORK + " dev wire0"),
            List.of(net.server(), "link set wire0 up"),
            List.of(client, "addr add " + CLIENT + "/16 dev wire1"),
            List.of(client, "link set wire1 up"))
        .forEach(step -> net.in(step.getFirst(), ("ip " + step.getLast()).split(" ")));
  }

  /** Starts the server on its processor; ended with this network at the latest. */
  Process serve(Path log, List<String> command) {
    Process process = net.start(net.server(), log, pinned(0, command));
    server = new ProcessTree(process);
    if (group != null) {
      write(group.resolve("cgroup.procs"), String.valueOf(process.pid()));
    }
    return process;
  }

  /**
   * Seconds that the server and all it ever started have spent on processors. By a control group,
   * where there are any: some servers' children leave no account behind.
   */
  double cpuSeconds() {
    if (group == null) {
      return server == null ? 0 : server.cpuSeconds();
    }
    try (Stream<String> lines = Files.lines(group.resolve("cpu.stat"))) {
      return lines
              .filter(line -> line.startsWith("usage_usec "))
              .mapToLong(line -> Long.parseLong(line.substring("usage_usec ".length())))
              .sum()
          / 1e6;
    } catch (IOException e) {
      throw new IllegalStateException(group.toString(), e);
    }
  }

  private static @Nullable Path newGroup() {
    for (Path root : List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"))) {
      if (Files.exists(root.resolve("cgroup.controllers"))) {
        try {
          return Files.createTempDirectory(root, "wwj-bench");
        } catch (IOException e) {
          return null;
        }
      }
    }
    return null;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  /** Starts a load on its processor. */
  Process load(Path output, List<String> command) {
    return net.start(client, output, pinned(1, command));
  }

  /**
   * Whether sockets that are opened from now on have room for all answers of a storm, so that the
   * load loses none of them. For the whole machine: set back at the end at the latest.
   */
  synchronized void roomy(boolean roomy) {
    if (roomy && usualRoom == null) {
      usualRoom = Command.run("cat", SOCKET_ROOM.toString()).strip();
      write(SOCKET_ROOM, ROOMY);
    } else if (!roomy && usualRoom != null) {
      write(SOCKET_ROOM, usualRoom);
      usualRoom = null;
    }
  }

  /** Datagrams that came to the load until now while its socket was full. */
  double overflows() {
    List<String[]> udp =
        net.in(client, "cat", "/proc/net/snmp")
            .lines()
            .filter(line -> line.startsWith("Udp:"))
            .map(line -> line.split(" "))
            .toList();
    int at = List.of(udp.getFirst()).indexOf("RcvbufErrors");
    return Double.parseDouble(udp.getLast()[at]);
  }

  private static String[] pinned(int processor, List<String> command) {
    List<String> all = new ArrayList<>(List.of("taskset", "-c", String.valueOf(processor)));
    all.addAll(command);
    return all.toArray(String[]::new);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      roomy(false);
      net.close();
      if (group != null) {
        Path processes = group.resolve("cgroup.procs");
        // What a server has forked may outlive it, atftpd's for as long as it waits for a client.
        write(group.resolve("cgroup.kill"), "1");
        Awaitility.await(processes.toString()).until(() -> Files.readString(processes).isEmpty());
        Command.run("rmdir", group.toString());
      }
    }
  }
}
