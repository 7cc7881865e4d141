package org.wwj.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.wwj.http.NettyTuning;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Does once what the server or the everyday commands do at their start, so that the JDK's AOT cache
 * holds it and little else: all that is in a cache is loaded at once. For the launcher, after a
 * build.
 */
@Command(
    name = "train",
    hidden = true,
    description = "Warms a start-up cache; the launcher calls it.")
public final class TrainCommand implements Callable<Integer> {
  private static final List<List<String>> LISTS =
      List.of(List.of("node", "list"), List.of("profile", "list"));

  private static final List<List<String>> EVERYDAY =
      List.of(
          List.of("node", "list", "-a", "c[1-40]"),
          List.of("__complete", "node", "list", ""),
          List.of("node", "set", "--yes", "--comment", "trained", "c1"),
          List.of("undo", "--yes"),
          List.of("check"));

  private final Starter server;
  private final Function<String[], CommandLine> commands;

  @Parameters(index = "0", paramLabel = "server|command|list", description = "Whose start.")
  private String kind = "";

  /** What starts a server over a settings' file. */
  @FunctionalInterface
  public interface Starter {
    /** The running server. */
    AutoCloseable start(Path conf);
  }

  /** The command, with what starts a server and what makes the command line for some words. */
  public TrainCommand(Starter server, Function<String[], CommandLine> commands) {
    this.server = server;
    this.commands = commands;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("wwj-train");
    try {
      TrainingSite site = TrainingSite.in(folder);
      switch (kind) {
        case "server" -> {
          NettyTuning.install();
          // The server's own word is parsed, not run: that would wait for a signal.
          String[] words = {"server", "--conf", site.conf().toString()};
          commands.apply(words).parseArgs(words);
          AutoCloseable running = server.start(site.conf());
          try {
            new TrainingBoots(site).run();
          } finally {
            running.close();
          }
        }
        case "list" -> LISTS.forEach(words -> run(words, site.conf()));
        default -> EVERYDAY.forEach(words -> run(words, site.conf()));
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

  private void run(List<String> words, Path conf) {
    String[] all =
        Stream.concat(words.stream(), Stream.of("--conf", conf.toString())).toArray(String[]::new);
    CommandLine line = commands.apply(all);
    line.setOut(nowhere());
    line.setErr(nowhere());
    line.execute(all);
  }

  private static PrintWriter nowhere() {
    return new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
  }
}
