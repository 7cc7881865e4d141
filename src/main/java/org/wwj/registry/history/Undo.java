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
 * Takes one recorded change back out of today's text. Its lines are followed through all later
 * changes, so nothing is guessed from what lies around; and what comes out must differ from today
 * in just the fields of that change, the other way round.
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
    Patch back = entry.patch().reversed();
    if (back.pieces().isEmpty()) {
      throw new ConfigException(
          "the diff of entry " + entry.number() + " is not known; it cannot be undone");
    }
    List<String> overlaps = new ArrayList<>();
    List<String> touches = new ArrayList<>();
    for (Entry next : later) {
      back = over(back, next.patch(), name(next), overlaps, touches);
    }
    if (unrecorded.isPresent()) {
      back = over(back, unrecorded.get(), Entry.OUTSIDE + " since", overlaps, touches);
    }
    if (!overlaps.isEmpty()) {
      throw refused(overlaps);
    }
    try {
      String result = back.apply(today);
      NodesDiff wanted = original().reversed();
      NodesDiff got =
          NodesDiff.between(NodesFile.parse(file, today), NodesFile.parse(file, result));
      if (got.equals(wanted)) {
        return result;
      }
    } catch (ConfigException | IllegalArgumentException e) {
      throw refused(touches.isEmpty() ? later.stream().map(Undo::name).toList() : touches);
    }
    throw refused(touches.isEmpty() ? later.stream().map(Undo::name).toList() : touches);
  }

  private static Patch over(
      Patch back, Patch later, String name, List<String> overlaps, List<String> touches) {
    Moved moved = Moved.over(back, later);
    if (moved.overlaps()) {
      overlaps.add(name);
    }
    if (moved.touches()) {
      touches.add(name);
    }
    return moved.patch();
  }

  private static String name(Entry entry) {
    return entry.number() + " (" + entry.summary() + ")";
  }

  private ConfigException refused(List<String> names) {
    return new ConfigException(
        "entry %d (%s) cannot be undone: later changes touched the same lines:\n%s\nundo those first, the newest first"
            .formatted(
                entry.number(),
                entry.summary(),
                names.stream().map(name -> "  " + name).collect(Collectors.joining("\n"))));
  }

  /** What the change did at its time, from the texts of that time. */
  private NodesDiff original() {
    String text = today;
    if (unrecorded.isPresent()) {
      text = unrecorded.get().reversed().apply(text);
    }
    for (Entry next : later.reversed()) {
      text = next.patch().reversed().apply(text);
    }
    return NodesDiff.between(
        NodesFile.parse(file, entry.patch().reversed().apply(text)), NodesFile.parse(file, text));
  }
}
