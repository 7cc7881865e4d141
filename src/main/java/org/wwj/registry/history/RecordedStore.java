package org.wwj.registry.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.wwj.config.ConfigException;
import org.wwj.config.StrictYaml;
import org.wwj.registry.NodesDiff;
import org.wwj.registry.NodesFile;
import org.wwj.registry.NodesStore;

/** A site's nodes.conf with its history: every change that is written is on record. */
public final class RecordedStore {
  private final Path file;
  private final NodesStore store;
  private final History history;
  private final Clock clock;

  /** The store of that file with that history. */
  public RecordedStore(Path file, History history, Clock clock) {
    this.file = file;
    this.store = new NodesStore(file);
    this.history = history;
    this.clock = clock;
  }

  /** The text now; a file that is not there is empty. */
  public String text() {
    return Files.exists(file) ? StrictYaml.text(file) : "";
  }

  /** Its history. */
  public History history() {
    return history;
  }

  /** Its history, with what a crash left half recorded brought to an end. */
  public History settled() {
    if (history.isUnsettled()) {
      store.update(text -> {
        history.settle(text);
        return text;
      });
    }
    return history;
  }

  /**
   * Changes the text as {@link NodesStore#update} does, and records it.
   *
   * @return whether anything was written
   */
  public boolean update(UnaryOperator<String> change, Note note) {
    int[] number = {0};
    boolean written =
        store.update(before -> {
          String after = change.apply(before);
          if (!after.equals(before)) {
            number[0] = history.begin(before, after, note, clock.instant(), outside());
          }
          return after;
        });
    if (written) {
      history.finish(number[0]);
    }
    return written;
  }

  private History.Outside outside() {
    Instant since;
    try {
      since = Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      since = clock.instant(); // not there: whoever took it away left no time
    }
    return new History.Outside(since, this::difference);
  }

  private String difference(String before, String after) {
    try {
      return NodesDiff.between(NodesFile.parse(file, before), NodesFile.parse(file, after))
          .summary();
    } catch (ConfigException e) {
      return ""; // it could not be read in between; the diff tells all the same
    }
  }
}
