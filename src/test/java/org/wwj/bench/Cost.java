package org.wwj.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command cost from its start to its end, with all processes that it started and waited for.
 *
 * @param wallMillis time that passed
 * @param cpuMillis time on processors, in programs and kernel
 */
record Cost(double wallMillis, double cpuMillis) {
  /** Runs a command, which must succeed, and throws away what it prints. */
  static Cost of(List<String> command) {
    // bash prints the kernel's account of its children to the millisecond.
    List<String> timed =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%3R %3U %3S'; time \"$@\" >/dev/null 2>/dev/null </dev/null",
                "bash"));
    timed.addAll(command);
    try {
      Process process = new ProcessBuilder(timed).redirectErrorStream(true).start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed");
      }
      String[] seconds = text.split(" ");
      return new Cost(
          1000 * Double.parseDouble(seconds[0]),
          1000 * (Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2])));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }
}
