package org.wwj.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A process with all that it started. */
record ProcessTree(Process root) {
  private static final double TICKS_PER_SECOND = 100;

  /**
   * Seconds on processors, in programs and kernel, until now: of those that live, and of their
   * children that have ended (proc(5), stat fields 14 to 17).
   */
  double cpuSeconds() {
    return all().mapToLong(ProcessTree::ticks).sum() / TICKS_PER_SECOND;
  }

  /**
   * MiB of memory that those which live have held at most, until now; pages that two share count
   * twice.
   */
  double mostResidentMib() {
    return all().mapToDouble(ProcessTree::mostResidentKib).sum() / 1024;
  }

  private Stream<ProcessHandle> all() {
    return Stream.concat(Stream.of(root.toHandle()), root.descendants());
  }

  private static double mostResidentKib(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // it has ended
    }
  }

  private static long ticks(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int field = 11; field <= 14; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks;
    } catch (IOException e) {
      return 0; // it has ended; its parent accounts for it
    }
  }
}
