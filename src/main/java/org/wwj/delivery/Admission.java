package org.wwj.delivery;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.wwj.boot.Traffic;
import org.wwj.boot.Turn;
import org.wwj.net.MacAddress;

/**
 * Who is sent an image now, and who waits: nodes in order of priority, then of arrival, so many at
 * a time as {@link Slots} says. A node keeps its place in the queue by its MAC while it comes back
 * to ask; one that had begun goes on at once, since what it has would else be of no use to anybody.
 *
 * <p>Decides only: it knows no sockets and starts no threads. Safe from all threads.
 */
public final class Admission {
  private static final long SECOND = 1_000_000_000L;

  /** How long a node stays away that has {@link #HELD} before it. */
  static final Duration LONG = Duration.ofSeconds(15);

  /** The same for one whose turn may come soon. */
  static final Duration SHORT = Duration.ofSeconds(1);

  /** So many in front of a node are not sent their images while it is away for long. */
  private static final int HELD = 1024;

  /** How late a node may come back without losing its place. */
  private static final long GRACE = 20 * SECOND;

  /** How long after its connection was cut a node may go on without queueing again. */
  private static final long RESUMES = 120 * SECOND;

  /** Connections by which one node may be sent its image at the same time. */
  private static final int CONNECTIONS = 16;

  /** That many sockets with room for 4 MiB are a part of what the kernel has for all. */
  private static final int FEW = 64;

  /** A transfer that gets less than this part of what is usual holds nobody up. */
  private static final double SLOW = 1.0 / 8;

  /** What is never usual, whatever the others get. */
  private static final double CRAWL = 256 << 10;

  private static final long FAIR_TRIAL = 5 * SECOND;

  private final Slots slots;
  private final LongSupplier clock;
  private final Map<MacAddress, Place> running = new HashMap<>();
  private final Map<MacAddress, Waiter> byMac = new HashMap<>();
  private final TreeSet<Waiter> queue =
      new TreeSet<>(
          Comparator.comparingInt((Waiter w) -> -w.priority).thenComparingLong(w -> w.arrival));
  private final LinkedHashMap<MacAddress, Long> cut = new LinkedHashMap<>();

  /** How many of those that run are slow. */
  private int slow;

  private long arrivals;
  private long measured = Long.MIN_VALUE;
  private long ended;
  private double total;
  private double usual;

  /**
   * Nobody is sent anything, and nobody waits.
   *
   * @param places how many nodes are sent their image at the same time, 0 for as many as fill the
   *     link
   * @param link what the link carries in bytes per second, 0 when unknown
   * @param clock nanoseconds, never jumping
   */
  public Admission(IntSupplier places, LongSupplier link, LongSupplier clock) {
    this.slots = new Slots(places, link);
    this.clock = clock;
  }

  /**
   * A node that asks for its image.
   *
   * @param bytes of its image that it lacks
   * @param priority the higher, the sooner
   * @param begun whether it has a part of it already
   */
  record Asker(MacAddress mac, long bytes, int priority, boolean begun) {}

  private static final class Waiter {
    final MacAddress mac;
    final int priority;
    final long arrival;
    long bytes;
    boolean present;
    long expected;

    Waiter(MacAddress mac, int priority, long arrival) {
      this.mac = mac;
      this.priority = priority;
      this.arrival = arrival;
    }
  }

  /** Whether it is the node's turn. It is expected to come back when told to. */
  synchronized Verdict ask(Asker asker) {
    long now = clock.getAsLong();
    look(now);
    Place mine = running.get(asker.mac);
    if (mine != null) {
      if (mine.transfers >= CONNECTIONS) {
        return new Verdict.Wait(new Turn.Waiting(0, null), LONG, false);
      }
      if (asker.begun) {
        mine.join();
      } else {
        mine.join(asker.bytes);
      }
      return new Verdict.Go(mine);
    }
    if (asker.begun || cut.containsKey(asker.mac)) {
      leave(asker.mac);
      return new Verdict.Go(start(asker.mac, asker.bytes, true, now));
    }
    boolean fresh = !byMac.containsKey(asker.mac);
    Waiter waiter = waiter(asker);
    waiter.present = true; // it is here, whatever becomes of it
    if (mayGo(waiter)) {
      leave(asker.mac);
      return new Verdict.Go(start(asker.mac, asker.bytes, false, now));
    }
    waiter.present = false;
    Turn.Waiting turn = turn(waiter);
    Duration again = turn.before() < HELD ? SHORT : LONG;
    waiter.expected = now + again.toNanos() + GRACE;
    return new Verdict.Wait(turn, again, fresh);
  }

  private Waiter waiter(Asker asker) {
    Waiter waiter = byMac.get(asker.mac);
    if (waiter == null || waiter.priority != asker.priority) {
      long arrival = waiter == null ? arrivals++ : waiter.arrival;
      leave(asker.mac);
      waiter = new Waiter(asker.mac, asker.priority, arrival);
      byMac.put(asker.mac, waiter);
      queue.add(waiter);
    }
    waiter.bytes = asker.bytes;
    return waiter;
  }

  private void leave(MacAddress mac) {
    Waiter waiter = byMac.remove(mac);
    if (waiter != null) {
      queue.remove(waiter);
    }
  }

  private Place start(MacAddress mac, long bytes, boolean begun, long now) {
    Place place = new Place(mac, bytes, begun, now);
    running.put(mac, place);
    cut.remove(mac);
    return place;
  }

  /** The node's connection stays open, and it goes as soon as it is its turn. */
  synchronized void stays(MacAddress mac) {
    Waiter waiter = byMac.get(mac);
    if (waiter != null) {
      waiter.present = true;
    }
  }

  /** The node was held for long enough, and told to ask again. */
  synchronized void leaves(MacAddress mac, Duration again) {
    Waiter waiter = byMac.get(mac);
    if (waiter != null) {
      waiter.present = false;
      waiter.expected = clock.getAsLong() + again.toNanos() + GRACE;
    }
  }

  /** The node has a part of its image from elsewhere: it waits no more, and goes on as told. */
  synchronized void begins(MacAddress mac) {
    leave(mac);
  }

  /** Where a node that waits stands now. */
  synchronized Turn.Waiting turn(MacAddress mac) {
    Waiter waiter = byMac.get(mac);
    return waiter == null ? new Turn.Waiting(0, null) : turn(waiter);
  }

  /**
   * Those whose turn it is by now and who are there. Nobody is waited for: who is away for a moment
   * has the next place.
   */
  synchronized List<Place> call() {
    long now = clock.getAsLong();
    look(now);
    List<Waiter> called =
        queue.stream().filter(waiter -> waiter.present).limit(Math.max(0, free())).toList();
    called.forEach(waiter -> leave(waiter.mac));
    return called.stream().map(waiter -> start(waiter.mac, waiter.bytes, false, now)).toList();
  }

  private boolean mayGo(Waiter asker) {
    int free = free();
    return free > 0
        && queue.headSet(asker).stream().filter(waiter -> waiter.present).limit(free).count()
            < free;
  }

  /** Whether so few are sent their image at a time that each may have room in its socket. */
  synchronized boolean few() {
    return slots.count() <= FEW && running.size() <= FEW;
  }

  private int free() {
    return slots.count() - (running.size() - slow);
  }

  /** One transfer of that place is over. */
  synchronized void ended(Place place, Transfer.End end) {
    long now = clock.getAsLong();
    look(now);
    if (--place.transfers > 0) {
      return;
    }
    ended += place.measure(1);
    running.remove(place.mac);
    slow -= place.slow ? 1 : 0;
    if (place.whole()) { // what is usual the few bytes of a rest do not tell
      double rate = place.sent() / Math.max(0.001, (now - place.began) / 1e9);
      usual = usual == 0 ? rate : usual * 0.8 + rate * 0.2;
    }
    if (!place.finished() && (end != Transfer.End.COMPLETE || place.sent() > 0)) {
      cut.put(place.mac, now);
    }
  }

  /** Once a second or so: what moved, who is slow, who did not come back. */
  private void look(long now) {
    if (measured == Long.MIN_VALUE) {
      measured = now;
    }
    if (now - measured < SECOND) {
      return;
    }
    double seconds = (now - measured) / 1e9;
    measured = now;
    long moved = ended;
    ended = 0;
    double fastest = 0;
    for (Place place : running.values()) {
      long more = place.measure(seconds);
      moved += more;
      fastest = Math.max(fastest, more / seconds);
    }
    if (moved > 0 || !running.isEmpty()) { // what was reached before a pause may be reached again
      total = total == 0 ? moved / seconds : total * 0.6 + moved / seconds * 0.4;
    }
    findSlow(now);
    forget(now);
    slots.observe(now, total, fastest, free() <= 0 && !queue.isEmpty());
  }

  private void findSlow(long now) {
    double[] rates = running.values().stream().mapToDouble(Place::rate).sorted().toArray();
    double median = rates.length == 0 ? 0 : rates[rates.length / 2];
    double share = slots.link() * 0.9 / slots.count();
    double limit = Math.max(Math.max(median, usual) * SLOW, Math.min(CRAWL, share * SLOW));
    if (share == 0) {
      limit = Math.max(limit, CRAWL);
    }
    slow = 0;
    for (Place place : running.values()) {
      place.slow = now - place.began >= FAIR_TRIAL && place.rate() < limit;
      slow += place.slow ? 1 : 0;
    }
  }

  private void forget(long now) {
    queue.removeIf(waiter -> {
      boolean gone = !waiter.present && now > waiter.expected;
      if (gone) {
        byMac.remove(waiter.mac);
      }
      return gone;
    });
    cut.values().removeIf(since -> now - since > RESUMES);
  }

  private Forecast forecast() {
    int count = Math.max(1, slots.count());
    double each = total > 0 && !running.isEmpty() ? total / running.size() : 0;
    if (each < CRAWL / 16) {
      each = slots.link() * 0.9 / count;
    }
    long[] left =
        running.values().stream().filter(p -> !p.slow).mapToLong(Place::left).sorted().toArray();
    return Forecast.of(count, left, each, slots.fastest());
  }

  private Turn.Waiting turn(Waiter waiter) {
    int before = 0;
    long bytes = waiter.bytes;
    for (Waiter other : queue.headSet(waiter)) {
      before++;
      bytes += other.bytes;
    }
    return new Turn.Waiting(before, forecast().eta(before, (double) bytes / (before + 1)));
  }

  /** All nodes that run or wait. */
  public synchronized Map<MacAddress, Turn> turns() {
    look(clock.getAsLong());
    Map<MacAddress, Turn> turns = new HashMap<>();
    running.forEach(
        (mac, place) -> turns.put(mac, new Turn.Moving(Math.round(place.rate()), place.slow)));
    Forecast forecast = forecast();
    int before = 0;
    long bytes = 0;
    for (Waiter waiter : queue) {
      bytes += waiter.bytes;
      Duration eta = forecast.eta(before, (double) bytes / (before + 1));
      turns.put(waiter.mac, new Turn.Waiting(before, eta));
      before++;
    }
    return turns;
  }

  /** What moves, all in all. */
  public synchronized Traffic traffic() {
    look(clock.getAsLong());
    return new Traffic(
        running.isEmpty() ? 0 : Math.round(total),
        running.size(),
        queue.size(),
        slots.count(),
        slots.link());
  }
}
