package org.wwj.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A background process that the lab started, as its file remembers it: pid, start time and boot of
 * the system together name one process for ever, where a pid alone may be someone else's by now.
 *
 * @param started start time in clock ticks, /proc/PID/stat field 22
 * @param boot the system's boot id
 */
record RecordedProcess(long pid, long started, String boot) {
  private static final Path PROC = Path.of("/proc");

  /** The process with that pid now, if there is one. */
  static Optional<RecordedProcess> of(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
      // The name in parentheses may hold blanks and parentheses itself
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended
          ? Optional.empty()
          : Optional.of(new RecordedProcess(pid, Long.parseLong(fields[19]), bootId()));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // gone, or going
    }
  }

  private static String bootId() throws IOException {
    return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
  }

  /** The process that the file names, if it still runs. */
  static Optional<RecordedProcess> running(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ", -1);
      if (words.length != 3) {
        return Optional.empty();
      }
      RecordedProcess recorded =
          new RecordedProcess(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]);
      return of(recorded.pid).filter(recorded::equals);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Writes the file. */
  void record(Path file) {
    try {
      Files.writeString(file, pid + " " + started + " " + boot + "\n");
    } catch (IOException e) {
      throw new LabException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Asks it to end, and ends it after the grace time. */
  void stop(Duration grace) {
    ProcessHandle.of(pid).filter(handle -> alive()).ifPresent(ProcessHandle::destroy);
    if (!Waiting.until(grace, () -> !alive())) {
      ProcessHandle.of(pid).filter(handle -> alive()).ifPresent(ProcessHandle::destroyForcibly);
      BooleanSupplier gone = () -> !alive();
      Waiting.until(Duration.ofSeconds(5), gone);
    }
  }
}
