package org.wwj.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.Status;

/** Following boots on the screen to their end. */
final class Watch {
  private static final Duration PACE = Duration.ofMillis(500);
  private static final int CONSOLE_LINES = 15;

  private final LabDir dir;
  private final LabServer server;
  private final Hypervisor hypervisor;
  private final Boots boots;
  private final Screen screen;

  Watch(LabDir dir, LabServer server, Hypervisor hypervisor, Boots boots, Screen screen) {
    this.dir = dir;
    this.server = server;
    this.hypervisor = hypervisor;
    this.boots = boots;
    this.screen = screen;
  }

  /** Watches until all are ready, one has failed or time is over; whether all are ready. */
  boolean run(Duration timeout) {
    Instant start = Instant.now();
    @Nullable Status status = null;
    while (true) {
      @Nullable Status news = server.status();
      // While the server restarts, what it said last stands
      status = news == null ? status : news;
      Instant now = Instant.now();
      screen.show(boots.lines(status, now, start));
      Boots.Verdict verdict =
          boots.verdict(
              status,
              machine -> hypervisor.state(machine.name()),
              Duration.between(start, now),
              timeout);
      if (!(verdict instanceof Boots.Verdict.Going)) {
        return end(verdict, status, timeout);
      }
      if (server.running().isEmpty()) {
        screen.say("the server has ended; the end of " + dir.serverLog() + ":");
        screen.say(LogTail.of(dir.serverLog(), CONSOLE_LINES));
        return false;
      }
      Waiting.until(PACE, () -> false);
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
  }

  private boolean end(Boots.Verdict verdict, @Nullable Status status, Duration timeout) {
    return switch (verdict) {
      case Boots.Verdict.Ready ready -> {
        screen.say(boots.summary(status));
        screen.say(
            "next: ./wwj lab status; console: tail -f "
                + dir.console(boots.machines().getFirst().name())
                + "; the end: sudo ./wwj lab down");
        yield true;
      }
      case Boots.Verdict.Failed failed -> {
        screen.say(failed.machine().name() + " failed: " + failed.reason());
        console(failed.machine());
        yield false;
      }
      case Boots.Verdict.TimedOut timedOut -> {
        screen.say(
            "not ready within %d s: %s (--timeout gives more time)"
                .formatted(
                    timeout.toSeconds(),
                    timedOut.unfinished().stream()
                        .map(Machine::name)
                        .collect(Collectors.joining(", "))));
        timedOut.unfinished().forEach(this::console);
        yield false;
      }
      case Boots.Verdict.Going going -> throw new IllegalStateException("boots still go on");
    };
  }

  private void console(Machine machine) {
    screen.say("the end of " + dir.console(machine.name()) + ":");
    screen.say(LogTail.of(dir.console(machine.name()), CONSOLE_LINES));
  }
}
