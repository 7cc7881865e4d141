package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A running server that takes changes of nodes.conf, and what each costs it. */
final class Reloads implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final NodesSite site;
  private final Path log;
  private final Process server;

  private Reloads(NodesSite site, Path log, Process server) {
    this.site = site;
    this.log = log;
    this.server = server;
  }

  /** Starts the server as an admin does, and waits until it serves. */
  static Reloads start(NodesSite site) throws IOException {
    Path log = site.folder().resolve("server.log");
    Process server =
        new ProcessBuilder("./wwj", "server", "--conf", site.conf().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Reloads reloads = new Reloads(site, log, server);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(site.folder().resolve("run/wwj.sock")) && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2)); // what it does at its start is not meant
    return reloads;
  }

  /** Changes one node, as an editor saves it, and waits until the server has taken it. */
  Cost change(int round) throws IOException {
    String text =
        site.text()
            .replace(
                "  " + site.one() + ":\n",
                "  " + site.one() + ":\n    comment: round " + round + "\n");
    long reloaded = count();
    double cpu = cpuMillis();
    long start = System.nanoTime();
    Files.writeString(site.nodes(), text);
    long end = start + PATIENCE.toNanos();
    while (count() == reloaded) {
      if (System.nanoTime() > end || !server.isAlive()) {
        throw new IllegalStateException("the server took no change; see " + log);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
    double wall = (System.nanoTime() - start) / 1e6;
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300)); // its compilers work on
    return new Cost(wall, cpuMillis() - cpu);
  }

  private long count() throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains("event=reload ")).count();
    }
  }

  /** Time on processors of all its threads. */
  private double cpuMillis() throws IOException {
    List<Path> threads = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + server.pid() + "/task"))) {
      tasks.forEach(threads::add);
    }
    double nanos = 0;
    for (Path thread : threads) {
      try {
        nanos += Double.parseDouble(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
      } catch (IOException e) {
        // it has ended; what it did is lost, and was little
      }
    }
    return nanos / 1e6;
  }

  @Override
  public void close() {
    server.destroy();
    try {
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
