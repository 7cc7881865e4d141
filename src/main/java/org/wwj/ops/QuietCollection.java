package org.wwj.ops;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Collects the whole heap while nobody asks for anything, or when much has piled up, since nodes
 * that run may ask all the time. The serial collector looks at what is old only when the heap has
 * reached its limit, a quarter of the machine's memory: what each boot leaves behind would pile up
 * for months until then. Confined to one thread.
 */
public final class QuietCollection {
  /** Less is not worth a pause. */
  static final long WORTH = 32L << 20;

  /** More is worth a pause at any time. */
  static final long MUCH = 256L << 20;

  private final Counters counters;
  private final LongSupplier used;
  private final Runnable collect;
  private Map<String, Long> seen = Map.of();
  private long floor = Long.MAX_VALUE;

  /** Over this process's heap; it is quiet when no counter has changed between two looks. */
  public QuietCollection(Counters counters) {
    this(counters, QuietCollection::usedNow, System::gc);
  }

  QuietCollection(Counters counters, LongSupplier used, Runnable collect) {
    this.counters = counters;
    this.used = used;
    this.collect = collect;
  }

  /** To be called now and then. */
  public void look() {
    Map<String, Long> now = counters.snapshot();
    boolean quiet = now.equals(seen);
    seen = now;
    long held = used.getAsLong();
    floor = Math.min(floor, held);
    if (held - floor >= (quiet ? WORTH : MUCH)) {
      collect.run();
      floor = used.getAsLong();
    }
  }

  private static long usedNow() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
