package org.wwj.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.Status;
import org.wwj.boot.StatusClient;

/** The wwj server of the lab: this same program in the background, inside the lab's network. */
final class LabServer {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final LabDir dir;
  private final LabState state;

  LabServer(LabDir dir, LabState state) {
    this.dir = dir;
    this.state = state;
  }

  Optional<RecordedProcess> running() {
    return RecordedProcess.running(dir.serverPid());
  }

  /** Starts it, unless it runs, and waits for its first answer. */
  void start() {
    if (running().isPresent() && status() != null) {
      return;
    }
    stop();
    List<String> command = WwjProgram.server(dir.conf());
    if (state.isolated()) {
      command = state.network().inside(command.toArray(String[]::new));
    }
    Process process = Commands.background(command, dir.serverLog());
    RecordedProcess.of(process.pid()).ifPresent(recorded -> recorded.record(dir.serverPid()));
    Waiting.until(START, () -> !process.isAlive() || status() != null);
    if (status() == null) {
      throw new LabException(
          "the server %s; the end of %s:\n%s"
              .formatted(
                  process.isAlive()
                      ? "does not answer within " + START.toSeconds() + " s"
                      : "ended with exit code " + process.exitValue(),
                  dir.serverLog(),
                  LogTail.of(dir.serverLog(), 10)));
    }
  }

  /** What it says now, or null while it does not answer. */
  @Nullable Status status() {
    try {
      return Files.exists(dir.socket()) ? StatusClient.fetch(dir.socket()) : null;
    } catch (IOException | RuntimeException e) {
      return null; // it starts, stops, or is not there
    }
  }

  /** Ends it. */
  void stop() {
    running().ifPresent(process -> process.stop(STOP));
    try {
      Files.deleteIfExists(dir.serverPid());
    } catch (IOException e) {
      throw new LabException("cannot remove " + dir.serverPid(), e);
    }
  }
}
