package org.wwj.template;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Go's {@code map[string]string}, read-only. Unlike a map of anything, {@code index} of a missing
 * key is the empty string.
 */
public final class StringMap extends AbstractMap<String, Object> {
  private final SortedMap<String, Object> entries;

  /** A copy of the given entries. */
  public StringMap(Map<String, String> entries) {
    this.entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return entries.entrySet();
  }
}
