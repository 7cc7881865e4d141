package org.wwj.bench;

import java.io.IOException;
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
    return Stream.concat(Stream.of(root.toHandle()), root.descendants())
            .mapToLong(ProcessTree::ticks)
            .sum()
        / TICKS_PER_SECOND;
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
