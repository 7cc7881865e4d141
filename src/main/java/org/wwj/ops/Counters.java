package org.wwj.ops;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Named counters of one process. Names come from the code, never from the network, so that their
 * number is bounded: {@code dhcp.malformed}, {@code tftp.timeouts}.
 */
public final class Counters {
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

  /** Counts one. */
  public void count(String name) {
    add(name, 1);
  }

  /** Counts many. */
  public void add(String name, long n) {
    counters.computeIfAbsent(name, k -> new LongAdder()).add(n);
  }

  /** The value now, 0 for a name that was never counted. */
  public long get(String name) {
    LongAdder counter = counters.get(name);
    return counter == null ? 0 : counter.sum();
  }

  /** All values now, by name. */
  public Map<String, Long> snapshot() {
    Map<String, Long> values = new TreeMap<>();
    counters.forEach((name, counter) -> values.put(name, counter.sum()));
    return values;
  }
}
