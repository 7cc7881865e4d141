package org.wwj.registry.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wwj.config.ConfigException;
import org.wwj.registry.NodesDiff;
import org.wwj.registry.NodesFile;

/**
 * Takes one recorded change back out of today's text. Where its lines stand today follows from the
 * recorded texts, not from what lies around; and what comes out must differ from today in just the
 * fields of that change, the other way round.
 */
public final class Undo {
  private final Path file;
  private final String today;
  private final Entry entry;
  private final List<Entry> later;
  private final Optional<Patch> unrecorded;

  private Undo(Path file, String today, List<Entry> entries, Optional<Patch> unrecorded) {
    this.file = file;
    this.today = today;
    this.entry = entries.getFirst();
    this.later = entries.subList(1, entries.size());
    this.unrecorded = unrecorded;
  }

  /**
   * Today's text without that change.
   *
   * @throws ConfigException when later changes are in the way, naming them
   */
  public static String of(Path file, String today, History history, int number) {
    List<Entry> entries = history.from(number);
    for (int i = 1; i < entries.size(); i++) {
      boolean known = !entries.get(i).diff().isEmpty();
      if (!known || !entries.get(i).before().equals(entries.get(i - 1).after())) {
        throw gap(entries.get(i - 1).number());
      }
    }
    Entry last = entries.getLast();
    Optional<Patch> unrecorded = history.unrecorded(last, today);
    if (unrecorded.isEmpty() && !last.after().equals(History.hash(today))) {
      throw gap(last.number());
    }
    return new Undo(file, today, entries, unrecorded).text();
  }

  private static ConfigException gap(int number) {
    return new ConfigException(
        "the history is not whole after entry "
            + number
            + "; wwj history show and an editor do what undo cannot");
  }

  private String text() {
    String then = then();
    Patch back = entry.patch().reversed();
    // All later changes as one: those that were taken back meanwhile are not in the way.
    Moved moved = Moved.over(back, Patch.between(then, today));
    if (!moved.overlaps()) {
      try {
        String result = moved.patch().apply(today);
        if (difference(today, result).equals(difference(then, back.apply(then)))) {
          return result;
        }
      } catch (ConfigException | IllegalArgumentException e) {
        throw refused(back); // what came out is no nodes.conf, or its lines are others
      }
    }
    throw refused(back);
  }

  /** The text that the change led to at its time. */
  private String then() {
    if (entry.diff().isEmpty()) {
      throw new ConfigException(
          "the diff of entry " + entry.number() + " is not known; it cannot be undone");
    }
    String text = today;
    if (unrecorded.isPresent()) {
      text = unrecorded.get().reversed().apply(text);
    }
    for (Entry next : later.reversed()) {
      text = next.patch().reversed().apply(text);
    }
    return text;
  }

  private NodesDiff difference(String from, String to) {
    return NodesDiff.between(NodesFile.parse(file, from), NodesFile.parse(file, to));
  }

  /** Names the later changes that touched its lines, or those beside, or else all of them. */
  private ConfigException refused(Patch back) {
    List<String> overlaps = new ArrayList<>();
    List<String> touches = new ArrayList<>();
    List<String> all = new ArrayList<>();
    Patch carried = back;
    for (int i = 0; i <= later.size(); i++) {
      boolean last = i == later.size();
      if (last && unrecorded.isEmpty()) {
        break;
      }
      String name =
          last
              ? Entry.OUTSIDE + " since"
              : later.get(i).number() + " (" + later.get(i).summary() + ")";
      Moved moved = Moved.over(carried, last ? unrecorded.orElseThrow() : later.get(i).patch());
      carried = moved.patch();
      all.add(name);
      if (moved.overlaps()) {
        overlaps.add(name);
      }
      if (moved.touches()) {
        touches.add(name);
      }
    }
    List<String> names = !overlaps.isEmpty() ? overlaps : !touches.isEmpty() ? touches : all;
    return new ConfigException(
        "entry %d (%s) cannot be undone: later changes touched the same lines:\n%s\nundo those first, the newest first"
            .formatted(
                entry.number(),
                entry.summary(),
                names.stream().map(name -> "  " + name).collect(Collectors.joining("\n"))));
  }
}
