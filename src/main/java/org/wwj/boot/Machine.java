package org.wwj.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.net.MacAddress;

/**
 * What one machine did in its current boot. Guarded by its own monitor; never held while anything
 * waits.
 */
final class Machine {
  private static final int EVENTS = 64;

  private final MacAddress mac;
  private final Deque<BootEvent> events = new ArrayDeque<>();
  private Phase phase = Phase.DISCOVER;
  private Instant since;
  private @Nullable Instant begun;
  private Instant lastSeen;
  private String address = "";
  private String identity = "";
  private String failure = "";
  private String remark = "";
  private boolean serious;
  private String image = "";
  private long bytes;
  private long total;
  private @Nullable MirrorNews mirrors;
  private boolean byMirror;

  Machine(MacAddress mac, Instant now) {
    this.mac = mac;
    this.since = now;
    this.lastSeen = now;
  }

  synchronized void record(BootEvent event) {
    if (startsNewBoot(event)) {
      events.clear();
      bytes = 0;
      total = 0;
      remark = "";
      serious = false;
      mirrors = null;
      reach(Phase.DISCOVER, event.at());
    }
    if (event.phase() == Phase.DISCOVER) {
      begun = event.at();
    }
    boolean goesOn = goesOn(event);
    if (event.phase() == Phase.FAILED) {
      failure = event.detail();
    } else if (event.phase() == Phase.READY || goesOn) {
      failure = "";
    }
    if (event.phase().compareTo(phase) > 0 || goesOn) {
      reach(event.phase(), event.at());
    }
    if (event.phase() == Phase.IMAGE) {
      byMirror = false;
    }
    lastSeen = event.at();
    bytes += event.bytes();
    keep(event);
  }

  /** The machine reached nothing by that: what it fetched before it gave up may end long after. */
  synchronized void stopped(BootEvent event) {
    keep(event);
  }

  private void keep(BootEvent event) {
    if (events.size() == EVENTS) {
      events.removeFirst();
    }
    events.addLast(event);
  }

  /**
   * iPXE asks for an address again after the firmware did, so a DISCOVER in the middle of the
   * loader is the same boot; after the script it is a new one.
   */
  private boolean startsNewBoot(BootEvent event) {
    return event.phase() == Phase.DISCOVER && phase.compareTo(Phase.SCRIPT) >= 0;
  }

  /**
   * iPXE asks for its script again and again while it cannot boot, so that no reset is needed once
   * the cause is mended: a failure is over when a kernel leaves, or the machine says that it runs.
   * An image may still be on its way to a machine that has given up.
   */
  private boolean goesOn(BootEvent event) {
    return phase == Phase.FAILED
        && switch (event.phase()) {
          case KERNEL, INIT, READY -> true;
          case DISCOVER, OFFER, LOADER, SCRIPT, IMAGE, FAILED -> false;
        };
  }

  private void reach(Phase next, Instant at) {
    phase = next;
    since = at;
  }

  synchronized void sent(long more, Instant now) {
    bytes += more;
    lastSeen = now;
  }

  /** The machine says itself how much of its image has come from mirrors, until another IMAGE. */
  synchronized void mirrored(String mirror, long bytesOfThem, Instant now) {
    boolean news = mirrors == null || !mirrors.mirror().equals(mirror);
    mirrors = MirrorNews.of(mirrors, mirror, bytesOfThem, now);
    lastSeen = now;
    if (news) {
      record(new BootEvent(mac, Phase.IMAGE, now, "image from mirror " + mirror, 0));
    }
    byMirror = true;
  }

  synchronized void address(String text) {
    address = text;
  }

  synchronized void identity(String text) {
    identity = text;
  }

  /** Something odd that kept nothing from working; the first of a boot's most serious is kept. */
  synchronized void remark(String sentence, boolean isSerious) {
    if (remark.isEmpty() || (isSerious && !serious)) {
      remark = sentence;
      serious = isSerious;
    }
  }

  synchronized void boots(String reference) {
    image = reference;
  }

  synchronized String image() {
    return image;
  }

  synchronized void expect(long bytesOfThisBoot) {
    total = bytes + bytesOfThisBoot;
    mirrors = null;
  }

  synchronized Phase phase() {
    return phase;
  }

  synchronized Optional<Instant> readySince() {
    return phase == Phase.READY ? Optional.of(since) : Optional.empty();
  }

  synchronized Optional<Instant> begun() {
    return Optional.ofNullable(begun);
  }

  synchronized List<BootEvent> events() {
    return List.copyOf(events);
  }

  synchronized NodeStatus status(String name, Instant now) {
    String reason = phase == Phase.FAILED ? failure : hint(now);
    long all = bytes + (mirrors == null ? 0 : mirrors.bytes());
    MirrorNews fetches = fetches();
    return new NodeStatus(
        name,
        mac,
        phase,
        since,
        address,
        all,
        total,
        reason,
        fetches == null ? null : fetches.turn());
  }

  /** What it fetches its image from, null when that is no mirror. */
  private @Nullable MirrorNews fetches() {
    return byMirror && phase == Phase.IMAGE ? mirrors : null;
  }

  private String hint(Instant now) {
    MirrorNews fetches = fetches();
    String mirror = fetches == null ? "" : fetches.mirror();
    String silence = Hint.of(phase, Duration.between(lastSeen, now), mirror);
    if (!silence.isEmpty()) {
      return silence;
    }
    if (!failure.isEmpty()) {
      return "last boot failed: " + failure;
    }
    if (!remark.isEmpty()) {
      return remark;
    }
    return phase == Phase.READY ? "" : identity;
  }
}
