package org.wwj.registry.history;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Digest;
import org.wwj.config.ConfigException;

/**
 * The changes of nodes.conf on record, bounded in number and size: the oldest go first.
 *
 * <p>A change is put down as pending before nodes.conf is written and becomes an entry afterwards.
 * Whoever changes nodes.conf next looks first, under the same lock, at what a crash may have left:
 * when the file is what a pending change was to make it, that change happened and becomes an entry;
 * else it did not happen and is dropped. And when the file is not what the newest entry made it,
 * somebody used an editor, which becomes an entry of its own. So no entry tells of what did not
 * happen, and what happened is not lost.
 */
public final class History {
  private static final int MAX_ENTRIES = 1000;
  private static final long MAX_BYTES = 64L << 20;

  private final HistoryFolder folder;
  private final int maxEntries;
  private final long maxBytes;

  /**
   * The history of a nodes.conf.
   *
   * @param folder where to, which need not be there; a site's {@code localstatedir/history}
   */
  public History(Path folder, Path nodesFile) {
    this(folder, nodesFile, MAX_ENTRIES, MAX_BYTES);
  }

  History(Path folder, Path nodesFile, int maxEntries, long maxBytes) {
    this.folder = HistoryFolder.of(folder.toAbsolutePath(), nodesFile.toAbsolutePath());
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T read(Work<T> work) {
    try {
      return work.run();
    } catch (AccessDeniedException e) {
      throw new ConfigException(
          folder.path() + ": permission denied; run the command as root (sudo)", e);
    } catch (IOException e) {
      throw new ConfigException(
          folder.path() + ": cannot be read: " + ConfigException.reason(e), e);
    }
  }

  private void write(Work<?> work) {
    try {
      work.run();
    } catch (AccessDeniedException e) {
      throw new ConfigException(
          "nothing was changed: the history in "
              + folder.path()
              + " may not be written; run the command as root (sudo)",
          e);
    } catch (IOException e) {
      throw new ConfigException(
          "nothing was changed: the history in "
              + folder.path()
              + " cannot be written: "
              + ConfigException.reason(e),
          e);
    }
  }

  /** The newest entries, at most that many, the newest last. */
  public List<Entry> newest(int most) {
    return read(() -> {
      List<Integer> numbers = folder.numbers();
      List<Entry> entries = new ArrayList<>();
      for (int number : numbers.subList(Math.max(0, numbers.size() - most), numbers.size())) {
        folder.entry(number).ifPresent(entries::add);
      }
      return entries;
    });
  }

  /** The file of an entry. */
  public Path file(int number) {
    return folder.file(number);
  }

  /**
   * The entries from that number on, the newest last.
   *
   * @throws ConfigException when there is no such number, saying which there are
   */
  public List<Entry> from(int number) {
    return read(() -> {
      List<Integer> numbers = folder.numbers();
      int index = numbers.indexOf(number);
      if (index < 0) {
        throw new ConfigException(
            numbers.isEmpty()
                ? "the history is empty; nothing was changed by wwj yet"
                : "no entry %d in the history; it goes from %d to %d"
                    .formatted(number, numbers.getFirst(), numbers.getLast()));
      }
      List<Entry> entries = new ArrayList<>();
      for (int each : numbers.subList(index, numbers.size())) {
        folder.entry(each).ifPresent(entries::add);
      }
      return entries;
    });
  }

  /** When somebody used an editor, and how to tell what for. */
  record Outside(Instant since, BinaryOperator<String> summary) {}

  /**
   * Puts a change down as pending, and before it what happened since the last one. The caller holds
   * the lock of nodes.conf and writes it next.
   *
   * @return its number, for {@link #finish}
   */
  int begin(String before, String after, Note note, Instant now, Outside outside) {
    int[] number = new int[1];
    settle(before);
    write(() -> {
      @Nullable Entry last = newest(1).stream().findFirst().orElse(null);
      Optional<String> known = last == null ? Optional.empty() : textAfter(last);
      String hash = hash(before);
      int next = last == null ? 1 : last.number() + 1;
      if (last != null && !last.after().equals(hash)) {
        folder.write(entry(next, last, known, before, outside));
        next++;
      }
      folder.writeBase(before);
      folder.writePending(
          new Entry(
              next,
              now,
              note.who(),
              note.command(),
              note.summary().get(),
              hash,
              hash(after),
              Patch.between(before, after).format("nodes.conf", before)));
      number[0] = next;
      return number;
    });
    return number[0];
  }

  private static Entry entry(
      int number, Entry last, Optional<String> known, String now, Outside outside) {
    String before = known.orElse("");
    String what = known.isEmpty() ? "" : outside.summary().apply(before, now);
    return new Entry(
        number,
        outside.since(),
        "unknown",
        "",
        Entry.OUTSIDE + (what.isEmpty() ? "" : ": " + what),
        last.after(),
        hash(now),
        known.isEmpty() ? "" : Patch.between(before, now).format("nodes.conf", before));
  }

  /** Whether a change is under way, or a crash left one so. */
  boolean isUnsettled() {
    return read(() -> !folder.underWay().isEmpty());
  }

  /**
   * Decides over what a crash left under way, by what nodes.conf is now. The caller holds its lock.
   */
  void settle(String now) {
    write(() -> {
      folder.sweep();
      for (int number : folder.underWay()) {
        Optional<Entry> entry = folder.pendingEntry(number);
        if (entry.isPresent() && entry.get().after().equals(hash(now))) {
          folder.finish(number);
        } else {
          folder.dropPending(number);
        }
      }
      return now;
    });
  }

  /** The text that the newest entry led to, when the kept one allows to tell. */
  private Optional<String> textAfter(Entry last) throws IOException {
    Optional<String> base = folder.readBase();
    if (base.isEmpty() || hash(base.get()).equals(last.after())) {
      return base;
    }
    try {
      return Optional.of(last.patch().apply(base.get()))
          .filter(text -> hash(text).equals(last.after()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // somebody was at the folder: the diff of this gap is lost
    }
  }

  /** The change is done: nodes.conf is written. Needs no lock. */
  void finish(int number) {
    read(() -> {
      folder.finish(number);
      folder.prune(maxEntries, maxBytes);
      return number;
    });
  }

  /** The change made by other means since the newest entry, when there is one and it is known. */
  Optional<Patch> unrecorded(Entry last, String now) {
    return last.after().equals(hash(now))
        ? Optional.empty()
        : read(() -> textAfter(last)).map(text -> Patch.between(text, now));
  }

  static String hash(String text) {
    return Digest.of(text).hex();
  }
}
