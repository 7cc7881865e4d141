package org.wwj.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands behind a key of a {@link YamlDraft}. */
sealed interface DraftValue permits DraftValue.Words, DraftValue.Listed, DraftMap {
  /** Its meaning: text, list or map. */
  Object plain();

  /**
   * A scalar, or a list that nobody looks into.
   *
   * @param text as it stands in the file, lines and all
   * @param source what it was read from, null when it is new
   */
  record Words(String text, @Nullable Yaml source, Object plain) implements DraftValue {
    static Words of(String text, Yaml source) {
      return new Words(text, source, source.plain());
    }
  }

  /**
   * A list with maps in it.
   *
   * @param flow whether it is in brackets
   * @param verbatim a list in brackets as it stands in the file, null when it is put together
   */
  record Listed(List<Item> items, boolean flow, @Nullable String verbatim) implements DraftValue {
    /** A list in block form. */
    static Listed block(List<Item> items) {
      return new Listed(items, false, null);
    }

    /** Whether it still is as it stands in the file. */
    boolean untouched() {
      return verbatim != null
          && items.stream()
              .noneMatch(item -> item.value() instanceof DraftMap map && map.verbatim == null);
    }

    @Override
    public Object plain() {
      return items.stream().map(item -> item.value().plain()).toList();
    }
  }

  /**
   * One item of a list.
   *
   * @param above the lines above it; those of a block map are its first entry's
   * @param lead its line up to and with the dash and blanks
   * @param behind what follows it on its line; nothing for a block map
   */
  record Item(List<String> above, String lead, DraftValue value, String behind) {}
}
