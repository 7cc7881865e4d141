package org.wwj.dhcp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.wwj.net.MacAddress;

/**
 * Those who wait for a router advertisement. A machine that starts anew solicits a moment before
 * its first DHCP packet shows that it boots, so each is kept for a second.
 */
final class Solicitors {
  static final Duration GRACE = Duration.ofSeconds(1);
  static final int LIMIT = 1024;

  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** One of them: its hardware address, and the IPv6 address it asked from. */
  record One(MacAddress machine, Bytes address) {}

  private record Waiting(One one, long until) {}

  /** Takes one in; false when too many wait already. */
  boolean add(One one, long now) {
    return waiting.size() < LIMIT && waiting.add(new Waiting(one, now + GRACE.toNanos()));
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Takes out those who boot, and forgets those who have waited long enough. */
  List<One> due(long now, Predicate<MacAddress> booting) {
    List<One> due = new ArrayList<>();
    for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
      Waiting next = all.next();
      if (booting.test(next.one.machine)) {
        due.add(next.one);
        all.remove();
      } else if (now - next.until >= 0) {
        all.remove();
      }
    }
    return due;
  }
}
