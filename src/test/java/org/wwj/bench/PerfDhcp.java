package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load of Kea's perfdhcp: machines that ask as firmware does (option 60 PXEClient, option 93
 * UEFI x86-64) by way of a relay.
 */
record PerfDhcp(LoadNet net, Path folder) {
  /** The machine with the lowest hardware address; the others count on from there. */
  static final String FIRST_MAC = "52:54:00:00:00:00";

  private static final String PXE_CLIENT =
      "60,505845436c69656e743a417263683a30303030373a554e44493a303033303031";

  /**
   * What it saw.
   *
   * @param rate whole exchanges a second
   * @param exchanges whole ones
   * @param sent packets of both kinds, repeated ones included
   * @param lost packets without answer
   * @param averageMillis mean time to an answer, over both kinds of exchange
   * @param mostMillis the longest
   * @param seconds of the whole scenario
   * @param overflows answers that came while the load's own sockets were full
   */
  record Result(
      double rate,
      long exchanges,
      long sent,
      long lost,
      double averageMillis,
      double mostMillis,
      double seconds,
      double overflows) {}

  /** Exchanges at that rate for so many seconds, by a thousand machines. */
  Result steady(int rate, int seconds) {
    return run(
        List.of("-R", "1000", "-r", String.valueOf(rate), "-p", String.valueOf(seconds)),
        seconds + 20);
  }

  /**
   * All machines at once, each again with back-off until it has its address. The server's sockets
   * are those it has already; the load's has room for all answers.
   */
  Result avalanche(int machines) {
    net.roomy(true);
    try {
      return run(List.of("--scenario", "avalanche", "-R", String.valueOf(machines)), 120);
    } finally {
      net.roomy(false);
    }
  }

  private Result run(List<String> options, int patience) {
    Path output = folder.resolve("perfdhcp.out");
    List<String> command =
        new ArrayList<>(List.of("perfdhcp", "-4", "-l", LoadNet.CLIENT, "-b", "mac=" + FIRST_MAC));
    command.addAll(options);
    command.addAll(List.of("-o", PXE_CLIENT, "-o", "93,0007", LoadNet.SERVER));
    long begin = System.nanoTime();
    double overflows = net.overflows();
    try {
      Process process = net.load(output, command);
      if (!process.waitFor(patience, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      return parse(Files.readString(output), seconds, net.overflows() - overflows);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }

  private static Result parse(String text, double seconds, double overflows) {
    List<Double> sent = all(text, "sent packets: (\\d+)");
    List<Double> received = all(text, "received packets: (\\d+)");
    List<Double> averages = all(text, "avg delay: ([0-9.]+) ms");
    List<Double> rates = all(text, "Rate: ([0-9.]+) 4-way");
    if (sent.size() != 2 || received.size() != 2) {
      throw new IllegalStateException("perfdhcp: " + text);
    }
    return new Result(
        rates.isEmpty() ? received.get(1) / seconds : rates.getFirst(),
        Math.round(received.get(1)),
        Math.round(sent.get(0) + sent.get(1)),
        Math.round(sent.get(0) + sent.get(1) - received.get(0) - received.get(1)),
        averages.stream().mapToDouble(d -> d).average().orElse(Double.NaN),
        all(text, "max delay: ([0-9.]+) ms").stream().mapToDouble(d -> d).max().orElse(Double.NaN),
        seconds,
        overflows);
  }

  private static List<Double> all(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<Double> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(Double.parseDouble(matcher.group(1)));
    }
    return found;
  }
}
