package org.wwj.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.wwj.testnet.TestNet;

/** The process of {@link HttpLoad}, on the second processor and in a namespace of its own. */
final class HttpClients implements AutoCloseable {
  /**
   * What the buffers of all connections may hold together, in bytes each way. All clients and the
   * server share one kernel's memory for TCP here; when that is short, the kernel drops what has
   * arrived, and the figures are of that.
   */
  private static final long BUFFERS = 512L << 20;

  private final TestNet net;
  private final String namespace;
  private final Process process;
  private final Writer jobs;
  private final BufferedReader outcomes;

  private HttpClients(TestNet net, String namespace, Process process) {
    this.net = net;
    this.namespace = namespace;
    this.process = process;
    this.jobs = process.outputWriter(StandardCharsets.US_ASCII);
    this.outcomes = process.inputReader(StandardCharsets.US_ASCII);
  }

  /**
   * What clients do.
   *
   * @param requests of each client, one after the other
   * @param bytes of each answer
   * @param path with MAC where each client's own goes
   */
  record Job(int port, int clients, int requests, long bytes, String path) {
    /** What {@link #line} made. */
    static Job parse(String line) {
      String[] words = line.split(" ");
      return new Job(
          Integer.parseInt(words[0]),
          Integer.parseInt(words[1]),
          Integer.parseInt(words[2]),
          Long.parseLong(words[3]),
          words[4]);
    }

    String line() {
      return "%d %d %d %d %s\n".formatted(port, clients, requests, bytes, path);
    }
  }

  /**
   * What became of a job, in milliseconds.
   *
   * @param fastest until the first client had all its bytes
   * @param mean until a client had all its bytes, on average
   * @param slowest until the last client had all its bytes
   * @param firstByte50 from a client's request to its first byte, median
   * @param firstByte99 the same, 99th percentile
   * @param refusals answers that told a client to come again
   */
  record Outcome(
      double fastest,
      double mean,
      double slowest,
      double firstByte50,
      double firstByte99,
      long refusals) {}

  /** Starts the process. */
  static HttpClients start(TestNet net, String namespace, String server) {
    try {
      return new HttpClients(
          net,
          namespace,
          new ProcessBuilder(
                  List.of(
                      "ip",
                      "netns",
                      "exec",
                      namespace,
                      "taskset",
                      "-c",
                      "1",
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-XX:+UseSerialGC",
                      "-Xmx128m",
                      "--enable-native-access=ALL-UNNAMED",
                      "-cp",
                      System.getProperty("java.class.path"),
                      HttpLoad.class.getName(),
                      server))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A job with what it cost its server.
   *
   * @param cpuPerGib seconds on processors for each GiB that was asked for
   */
  record Measured(Outcome outcome, double cpuPerGib) {
    /** How long the last client took, in times of the first. */
    double spread() {
      return outcome.slowest() / outcome.fastest();
    }
  }

  /** Lets the clients do a job with a server, and waits for its end. */
  Measured measure(HttpPeer peer, int clients, int requests, long bytes) {
    Job job = new Job(peer.port(), clients, requests, bytes, peer.path());
    long most = BUFFERS / clients;
    net.in(namespace, "sysctl", "-qw", "net.ipv4.tcp_rmem=4096 131072 " + Math.min(most, 32 << 20));
    net.in(
        net.server(), "sysctl", "-qw", "net.ipv4.tcp_wmem=4096 16384 " + Math.min(most, 4 << 20));
    double before = peer.cpuSeconds();
    Outcome outcome = run(job);
    double gib = (double) clients * requests * bytes / (1L << 30);
    return new Measured(outcome, (peer.cpuSeconds() - before) / gib);
  }

  private Outcome run(Job job) {
    try {
      jobs.write(job.line());
      jobs.flush();
      String line = outcomes.readLine();
      if (line == null) {
        throw new IllegalStateException("the clients ended in the middle of " + job);
      }
      String[] words = line.split(" ");
      return new Outcome(
          Double.parseDouble(words[0]),
          Double.parseDouble(words[1]),
          Double.parseDouble(words[2]),
          Double.parseDouble(words[3]),
          Double.parseDouble(words[4]),
          Long.parseLong(words[5]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
