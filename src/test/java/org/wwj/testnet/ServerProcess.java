package org.wwj.testnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server of ours in a process of its own, inside a test network's server namespace. */
public final class ServerProcess {
  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@code mainClass} with the arguments on this test's own class path and waits for the
   * line {@code event=ready}.
   */
  public static ServerProcess start(TestNet net, Path log, String mainClass, String... args) {
    return start(net, net.server(), log, mainClass, List.of(args));
  }

  /** The same in another namespace. */
  static ServerProcess start(
      TestNet net, String namespace, Path log, String mainClass, List<String> args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
    command.addAll(args);
    return command(net, namespace, log, command);
  }

  /** Starts {@code wwj server} with those settings. */
  public static ServerProcess wwj(TestNet net, Path log, Path conf) {
    return start(net, log, "org.wwj.Main", "server", "--conf", conf.toString());
  }

  /** Starts a server by a command line of its own and waits for the line {@code event=ready}. */
  public static ServerProcess command(TestNet net, Path log, List<String> command) {
    return command(net, net.server(), log, command);
  }

  private static ServerProcess command(
      TestNet net, String namespace, Path log, List<String> command) {
    ServerProcess server =
        new ServerProcess(net.start(namespace, log, command.toArray(String[]::new)), log);
    server.awaitLine("event=ready");
    return server;
  }

  /** Waits until the log holds the text. */
  public void awaitLine(String text) {
    Awaitility.await("'" + text + "' in the server's log")
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("the server ended:\n" + log());
          }
          return log().contains(text);
        });
  }

  /** All it has logged so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(log.toString(), e);
    }
  }

  /** Its process. */
  public Process process() {
    return process;
  }

  /** Asks it to stop, as systemd does, and waits until it has ended. */
  public void stop() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the server does not stop:\n" + log());
    }
  }

  /** Ends it at once, as a crash would (kill -9). */
  public void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
