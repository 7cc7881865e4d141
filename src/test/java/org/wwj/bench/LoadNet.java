package org.wwj.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** The server's end of the cable. */
  static final String DEVICE = "wire0";

  private final TestNet net = TestNet.create();
  private final String client = net.client("load", MacAddress.parse("02:00:0a:00:00:02"));

  LoadNet() {
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

  /** Starts a server on its processor; ended with this network at the latest. */
  Process serve(Path log, List<String> command) {
    return net.start(net.server(), log, pinned(0, command));
  }

  /** Starts a load on its processor. */
  Process load(Path output, List<String> command) {
    return net.start(client, output, pinned(1, command));
  }

  private static String[] pinned(int processor, List<String> command) {
    List<String> all = new ArrayList<>(List.of("taskset", "-c", String.valueOf(processor)));
    all.addAll(command);
    return all.toArray(String[]::new);
  }

  @Override
  public void close() {
    net.close();
  }
}
