package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LruTest {
  private final Lru<String, String> lru = new Lru<>(10);

  @Test
  void dropsWhatWasAskedForLongestAgo() {
    lru.put("a", "A", 4);
    lru.put("b", "B", 4);
    assertThat(lru.get("a")).isEqualTo("A");
    lru.put("c", "C", 4);
    assertThat(lru.get("b")).isNull();
    assertThat(lru.get("a")).isEqualTo("A");
    assertThat(lru.get("c")).isEqualTo("C");
  }

  @Test
  void whatIsReplacedOrRemovedTakesNoRoom() {
    lru.put("a", "A", 9);
    lru.put("a", "A2", 4);
    lru.put("b", "B", 4);
    lru.removeIf(key -> key.equals("a"));
    lru.put("c", "C", 6);
    assertThat(lru.get("a")).isNull();
    assertThat(lru.get("b")).isEqualTo("B");
    assertThat(lru.get("c")).isEqualTo("C");
  }

  @Test
  void theLastOneStaysHoweverLargeItIs() {
    lru.put("a", "A", 1);
    lru.put("b", "B", 100);
    assertThat(lru.get("a")).isNull();
    assertThat(lru.get("b")).isEqualTo("B");
  }
}
