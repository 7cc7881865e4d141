package org.wwj.testnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.wwj.net.MacAddress;

/**
 * A provisioning network of network namespaces: one for the server with the bridge {@code hpc-prov}
 * at 10.0.0.1/24, and one for each client with an interface {@code eth0} on that bridge. Closing it
 * ends the processes it started and removes the namespaces.
 */
public final class TestNet implements AutoCloseable {
  /** The server's bridge. */
  public static final String BRIDGE = "hpc-prov";

  /** How TCP finds its speed where that is measured: as in distributions. */
  public static final String CONGESTION_CONTROL = "cubic";

  private static final Path ALLOWED = Path.of("/proc/sys/net/ipv4/tcp_allowed_congestion_control");

  /** The server's end of a cable to one client. */
  public static final String CABLE = "cable";

  /** The server's address. */
  public static final String SERVER = "10.0.0.1";

  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final String prefix =
      "wwjt" + ProcessHandle.current().pid() + "x" + SERIAL.incrementAndGet();
  private final List<String> namespaces = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final boolean measured;
  private final String server;

  private TestNet(boolean measured) {
    this.measured = measured;
    server = namespace("s");
    in(
        server,
        "ip",
        "link",
        "add",
        BRIDGE,
        "type",
        "bridge",
        "stp_state",
        "0",
        "forward_delay",
        "0");
    in(server, "ip", "link", "set", BRIDGE, "address", "02:00:0a:00:00:01");
    in(server, "sysctl", "-qw", "net.ipv6.conf." + BRIDGE + ".accept_ra=0");
    in(server, "ip", "link", "set", BRIDGE, "up");
    in(server, "ip", "addr", "add", SERVER + "/24", "dev", BRIDGE);
  }

  /** What a finished command said. */
  public record Output(int exit, String text) {}

  /** A new network; the caller has asked {@link Peers#require} for {@code ip}. */
  public static TestNet create() {
    return new TestNet(false);
  }

  /**
   * A new network for measurements: its TCP finds its speed by {@link #CONGESTION_CONTROL},
   * whatever this machine is set to. Others cost a server many times as much. From then on every
   * namespace of this machine may choose it.
   */
  public static TestNet measured() {
    try {
      String allowed = Files.readString(ALLOWED).strip();
      if (!List.of(allowed.split(" ")).contains(CONGESTION_CONTROL)) {
        // A namespace may choose only of what the machine allows everybody.
        Files.writeString(ALLOWED, allowed + " " + CONGESTION_CONTROL);
      }
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot allow %s in %s; as root: modprobe tcp_%1$s"
              .formatted(CONGESTION_CONTROL, ALLOWED),
          e);
    }
    return new TestNet(true);
  }

  /** The server's namespace. */
  public String server() {
    return server;
  }

  /**
   * Adds a client with that hardware address and returns its namespace; its {@code eth0} is up,
   * without address.
   */
  public String client(String name, MacAddress mac) {
    String client = namespace(name);
    String port = "p-" + name;
    in(server, "ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", client);
    in(server, "ip", "link", "set", port, "master", BRIDGE, "up");
    in(client, "ip", "link", "set", "eth0", "address", mac.toString(), "up");
    return client;
  }

  /**
   * Adds a client at the other end of a cable, past the bridge, and returns its namespace; the
   * server's end is {@link #CABLE}. Addresses with their prefix.
   */
  public String wired(String name, String serverAddress, String clientAddress) {
    String client = namespace(name);
    in(server, "ip", "link", "add", CABLE, "type", "veth", "peer", "name", "eth0", "netns", client);
    in(server, "ip", "addr", "add", serverAddress, "dev", CABLE);
    in(server, "ip", "link", "set", CABLE, "up");
    in(client, "ip", "addr", "add", clientAddress, "dev", "eth0");
    in(client, "ip", "link", "set", "eth0", "up");
    return client;
  }

  /**
   * Drops that share of the packets that enter and leave the server's bridge, in percent; 0 ends
   * it.
   */
  public void loss(int percent) {
    drop(percent == 0 ? "" : "numgen random mod 100 < " + percent);
  }

  /**
   * Drops what an expression of nft matches of the packets that enter and leave the server's
   * bridge; an empty one ends it.
   */
  public void drop(String matches) {
    run(server, Duration.ofSeconds(10), "nft", "delete", "table", "bridge", "loss");
    if (!matches.isEmpty()) {
      in(
          server,
          "nft",
          """
          table bridge loss {
            chain i { type filter hook input priority 0; %1$s counter drop; }
            chain o { type filter hook output priority 0; %1$s counter drop; }
          }
          """
              .formatted(matches));
    }
  }

  /** Runs a command in a namespace to its end and fails when it does not succeed. */
  public String in(String namespace, String... command) {
    Output output = run(namespace, Duration.ofSeconds(60), command);
    if (output.exit != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + output.text);
    }
    return output.text;
  }

  /**
   * Runs a command in a namespace to its end; one that takes longer than the timeout is ended, exit
   * 124.
   */
  public Output run(String namespace, Duration timeout, String... command) {
    try {
      Path out = Files.createTempFile("wwj-test", ".out");
      Process process = start(namespace, out, command);
      boolean done = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (!done) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      processes.remove(process);
      String text = new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
      Files.delete(out);
      return new Output(done ? process.exitValue() : 124, text);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }

  /** Starts a command in a namespace, output and errors to the file; ended with this network. */
  public Process start(String namespace, Path output, String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(List.of(command));
    try {
      Process process =
          new ProcessBuilder(all)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(new java.io.File("/dev/null"))
              .start();
      processes.add(process);
      return process;
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", all), e);
    }
  }

  private String namespace(String name) {
    String full = prefix + "-" + name;
    host("ip", "netns", "add", full);
    namespaces.add(full);
    in(full, "ip", "link", "set", "lo", "up");
    if (measured) {
      in(full, "sysctl", "-qw", "net.ipv4.tcp_congestion_control=" + CONGESTION_CONTROL);
    }
    return full;
  }

  private static void host(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + text);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    for (Process process : processes) {
      try {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    namespaces.reversed().forEach(namespace -> host("ip", "netns", "del", namespace));
  }
}
