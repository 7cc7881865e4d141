package org.wwj.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Does once what the server and the everyday commands do at their start, so that the JDK's AOT
 * cache holds it. For the launcher, after a build.
 */
@Command(
    name = "train",
    hidden = true,
    description = "Warms the start-up cache; the launcher calls it.")
public final class TrainCommand implements Callable<Integer> {
  private static final List<List<String>> EVERYDAY =
      List.of(
          List.of("node", "list", "-a"),
          List.of("__complete", "node", "list", ""),
          List.of("profile", "list"),
          List.of("node", "status"),
          List.of("image", "list"),
          List.of("check"));

  private final Starter server;
  private final Supplier<CommandLine> commands;

  /** What starts a server over a settings' file. */
  @FunctionalInterface
  public interface Starter {
    /** The running server. */
    AutoCloseable start(Path conf);
  }

  /** The command, with what starts a server and what runs the other commands. */
  public TrainCommand(Starter server, Supplier<CommandLine> commands) {
    this.server = server;
    this.commands = commands;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("wwj-train");
    try {
      Path conf = site(folder);
      AutoCloseable running = server.start(conf);
      try {
        for (List<String> words : EVERYDAY) {
          CommandLine line = commands.get();
          line.setOut(new PrintWriter(Writer.nullWriter()));
          line.setErr(new PrintWriter(Writer.nullWriter()));
          Stream<String> all = Stream.concat(words.stream(), Stream.of("--conf", conf.toString()));
          line.execute(all.toArray(String[]::new));
        }
      } finally {
        running.close();
      }
      return 0;
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static Path site(Path folder) throws IOException {
    Path conf = folder.resolve("wwj.conf");
    Files.writeString(
        conf,
        """
        ipaddr: 127.0.0.1/8
        warewulf: {port: %2$d}
        dhcp: {enabled: false}
        tftp: {enabled: false}
        paths:
          localstatedir: %1$s/state
          cachedir: %1$s/cache
          rundir: %1$s/run
        """
            .formatted(folder, freePort()));
    Files.writeString(
        folder.resolve("nodes.conf"),
        """
        nodeprofiles:
          default: {image name: none, system overlay: [hostname, hosts]}
        nodes:
          c1:
            profiles: [default]
            network devices:
              default: {hwaddr: "52:54:00:00:00:01", ipaddr: 127.0.0.2, netmask: 255.0.0.0}
        """);
    return conf;
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
