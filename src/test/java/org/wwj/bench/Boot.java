package org.wwj.bench;

import java.time.Duration;
import java.util.Map;

/**
 * One power-on of a machine.
 *
 * @param seconds when each milestone was seen, in seconds after power-on
 * @param failure the console's reason, or that time ran out; empty when the node became ready
 * @param cpu what the emulator burnt
 */
record Boot(Map<Milestone, Double> seconds, String failure, Duration cpu) {
  boolean ready() {
    return failure.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(ready() ? "ready" : "FAILED (" + failure + ")");
    seconds.forEach((at, when) -> text.append(" %s=%.1f".formatted(at.title(), when)));
    return text.append(" cpu=%.1f".formatted(cpu.toMillis() / 1000.0)).toString();
  }
}
