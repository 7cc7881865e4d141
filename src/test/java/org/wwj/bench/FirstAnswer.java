package org.wwj.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Runs inside the server's namespace: starts a server, asks it by HTTP until it answers, and prints
 * the milliseconds from start to the whole first answer, its resident memory in KiB after ten idle
 * seconds, and the CPU milliseconds it took until then.
 */
public final class FirstAnswer {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Often enough for the figure, and little work beside a server that starts. */
  private static final Duration INTERVAL = Duration.ofMillis(5);

  private FirstAnswer() {}

  /** Arguments: address, port, path, and the server's command. */
  public static void main(String[] args) throws IOException, InterruptedException {
    InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    ProcessBuilder command =
        new ProcessBuilder(Arrays.asList(args).subList(3, args.length))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    answers(server, args[2]); // loads the classes that the measurement needs
    long start = System.nanoTime();
    Process process = command.start();
    while (!answers(server, args[2])) {
      if (System.nanoTime() - start > PATIENCE.toNanos() || !process.isAlive()) {
        end(process);
        throw new IllegalStateException("no answer from " + String.join(" ", args));
      }
      LockSupport.parkNanos(INTERVAL.toNanos());
    }
    long answered = System.nanoTime();
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(10));
    System.out.printf(
        "%.1f %d %d%n",
        (answered - start) / 1e6,
        all(process).mapToLong(FirstAnswer::residentKib).sum(),
        all(process)
            .mapToLong(p -> p.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
            .sum());
    end(process);
  }

  private static boolean answers(InetSocketAddress server, String path) {
    try (Socket socket = new Socket()) {
      socket.connect(server, 1000);
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 200");
    } catch (IOException e) {
      return false;
    }
  }

  private static Stream<ProcessHandle> all(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  private static long residentKib(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void end(Process process) throws InterruptedException {
    all(process).toList().forEach(ProcessHandle::destroy);
    process.waitFor(20, TimeUnit.SECONDS);
  }
}
