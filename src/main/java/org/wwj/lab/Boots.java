package org.wwj.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.boot.Status;
import org.wwj.net.MacAddress;

/**
 * The boots that are watched, as pure functions of what server and hypervisor say.
 *
 * @param machines what is watched
 * @param poweredOn when each of them was started by this command; one that ran already is not in it
 */
record Boots(List<Machine> machines, Map<String, Instant> poweredOn) {
  /** What has come of them. */
  sealed interface Verdict {
    /** They are on their way. */
    record Going() implements Verdict {}

    /** All are ready. */
    record Ready() implements Verdict {}

    /** One will not be. */
    record Failed(Machine machine, String reason) implements Verdict {}

    /** Time is over. */
    record TimedOut(List<Machine> unfinished) implements Verdict {}
  }

  /**
   * Where the machine stands. What the server remembers of an earlier boot does not count; one that
   * it knows by its MAC alone does.
   */
  Optional<NodeStatus> find(Machine machine, @Nullable Status status) {
    if (status == null) {
      return Optional.empty();
    }
    Instant from = poweredOn.getOrDefault(machine.name(), Instant.EPOCH);
    MacAddress mac = machine.mac();
    return Stream.concat(status.nodes().stream(), status.unknown().stream())
        .filter(node -> node.name().equals(machine.name()) || node.mac().equals(mac))
        .filter(node -> !node.since().isBefore(from))
        .findFirst();
  }

  Verdict verdict(
      @Nullable Status status,
      Function<Machine, String> vmState,
      Duration elapsed,
      Duration timeout) {
    List<Machine> unfinished = new ArrayList<>();
    for (Machine machine : machines) {
      Optional<NodeStatus> found = find(machine, status);
      Phase phase = found.map(NodeStatus::phase).orElse(Phase.DISCOVER);
      if (phase == Phase.FAILED) {
        return new Verdict.Failed(machine, found.map(NodeStatus::reason).orElse(""));
      }
      if (phase != Phase.READY) {
        unfinished.add(machine);
        String state = vmState.apply(machine);
        if (!state.equals("running")) {
          return new Verdict.Failed(machine, "its virtual machine is " + state);
        }
      }
    }
    if (unfinished.isEmpty()) {
      return new Verdict.Ready();
    }
    return elapsed.compareTo(timeout) >= 0 ? new Verdict.TimedOut(unfinished) : new Verdict.Going();
  }

  List<ProgressView.Line> lines(@Nullable Status status, Instant now, Instant watchStart) {
    return machines.stream().map(machine -> line(machine, status, now, watchStart)).toList();
  }

  private ProgressView.Line line(
      Machine machine, @Nullable Status status, Instant now, Instant watchStart) {
    Optional<NodeStatus> found = find(machine, status);
    Instant from = poweredOn.getOrDefault(machine.name(), watchStart);
    boolean settled =
        found.filter(n -> n.phase() == Phase.READY || n.phase() == Phase.FAILED).isPresent();
    Instant until = settled ? found.map(NodeStatus::since).orElse(now) : now;
    Duration elapsed = Duration.between(from, until);
    return new ProgressView.Line(
        machine.name(),
        machine.firmware(),
        found.map(node -> node.phase().word()).orElse("power-on"),
        found.map(NodeStatus::bytes).orElse(0L),
        found.map(NodeStatus::total).orElse(0L),
        elapsed.isNegative() ? Duration.ZERO : elapsed,
        found.map(NodeStatus::reason).orElse(""));
  }

  /** Seconds from power-on to ready of each machine that this command started. */
  String summary(@Nullable Status status) {
    return machines.stream()
        .map(machine ->
            find(machine, status)
                .filter(node -> poweredOn.containsKey(machine.name()))
                .map(node ->
                    "%s ready after %.1f s"
                        .formatted(
                            machine.name(),
                            Duration.between(
                                        poweredOn.getOrDefault(machine.name(), node.since()),
                                        node.since())
                                    .toMillis()
                                / 1000.0))
                .orElse(machine.name() + " was ready already"))
        .collect(Collectors.joining(", "));
  }
}
