package org.wwj.lab;

import java.util.ArrayList;
import java.util.List;
import org.wwj.net.Prefix;

/**
 * The isolated provisioning network: a network namespace that holds nothing but the bridge {@code
 * hpc-prov} with the server's address, so that no packet of it meets the host's networks.
 *
 * @param namespace name of the network namespace
 * @param server the server's address with the network's prefix
 */
record LabNetwork(String namespace, Prefix server) {
  static final String BRIDGE = "hpc-prov";

  /** A bridge without one of its own takes the lowest of its ports' and changes it as they go. */
  static final String BRIDGE_MAC = "02:00:0a:00:00:01";

  /** Whether the namespace is there. */
  boolean exists() {
    return Commands.require("ip", "netns", "list")
        .lines()
        .anyMatch(line -> line.split(" ", 2)[0].equals(namespace));
  }

  /** Makes what is not there yet. */
  void make() {
    if (!exists()) {
      Commands.require("ip", "netns", "add", namespace);
    }
    in("ip", "link", "set", "lo", "up");
    if (Commands.run(inside("ip", "link", "show", BRIDGE)).exit() != 0) {
      in(
          "ip",
          "link",
          "add",
          BRIDGE,
          "address",
          BRIDGE_MAC,
          "type",
          "bridge",
          "stp_state",
          "0",
          "forward_delay",
          "0");
    }
    // The server's own router advertisements must not give the bridge addresses
    in(
        "sysctl",
        "-qw",
        "net.ipv6.conf." + BRIDGE + ".accept_ra=0",
        "net.ipv6.conf." + BRIDGE + ".autoconf=0");
    in("ip", "link", "set", BRIDGE, "up");
    in("ip", "addr", "replace", server.toString(), "dev", BRIDGE);
  }

  /**
   * Removes it.
   *
   * @throws LabException when processes that are not the lab's still use it
   */
  void remove() {
    if (!exists()) {
      return;
    }
    List<String> users =
        Commands.require("ip", "netns", "pids", namespace)
            .lines()
            .map(String::strip)
            .filter(pid -> !pid.isEmpty())
            .map(LabNetwork::describe)
            .toList();
    if (!users.isEmpty()) {
      throw new LabException(
          "network namespace %s is still used by %s; end that and repeat: wwj lab down"
              .formatted(namespace, String.join(", ", users)));
    }
    Commands.require("ip", "netns", "del", namespace);
  }

  private static String describe(String pid) {
    return ProcessHandle.of(Long.parseLong(pid))
        .flatMap(process -> process.info().command())
        .map(command -> command + " (pid " + pid + ")")
        .orElse("pid " + pid);
  }

  /** The command, run inside. */
  List<String> inside(String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(List.of(command));
    return all;
  }

  private void in(String... command) {
    Commands.require(inside(command).toArray(String[]::new));
  }
}
