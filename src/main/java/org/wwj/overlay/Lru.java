package org.wwj.overlay;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A map for many threads that drops what was asked for longest ago while all of it weighs more than
 * it has room for; the last one put in stays.
 */
final class Lru<K, V> {
  private final long room;
  private final Map<K, Weighed<V>> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long used;

  private record Weighed<V>(V value, long weight) {}

  Lru(long room) {
    this.room = room;
  }

  synchronized @Nullable V get(K key) {
    Weighed<V> found = entries.get(key);
    return found == null ? null : found.value();
  }

  synchronized void put(K key, V value, long weight) {
    Weighed<V> before = entries.put(key, new Weighed<>(value, weight));
    used += weight - (before == null ? 0 : before.weight());
    Iterator<Map.Entry<K, Weighed<V>>> oldest = entries.entrySet().iterator();
    while (used > room && entries.size() > 1 && oldest.hasNext()) {
      used -= oldest.next().getValue().weight();
      oldest.remove();
    }
  }

  synchronized void removeIf(Predicate<K> gone) {
    entries
        .entrySet()
        .removeIf(entry -> {
          boolean remove = gone.test(entry.getKey());
          used -= remove ? entry.getValue().weight() : 0;
          return remove;
        });
  }
}
