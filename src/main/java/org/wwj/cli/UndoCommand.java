package org.wwj.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.registry.history.Entry;
import org.wwj.registry.history.History;
import org.wwj.registry.history.Undo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code undo}. */
@Command(
    name = "undo",
    mixinStandardHelpOptions = true,
    description = {
      "Takes a change of nodes.conf back, the last one unless a number of `wwj history` is given.",
      "All later changes stay; where they touched the same lines, it says which and does nothing.",
      "An undo is a change itself, so it can be undone too."
    },
    footer = {"", "Examples:  wwj undo --dry-run", "           wwj undo 42 --yes"})
final class UndoCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private ChangeOptions options = new ChangeOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "NUMBER", description = "Which change.")
  private @Nullable Integer number;

  @Override
  public Integer call() {
    SiteConfig config = site.config();
    History history = HistoryCommand.store(config).settled();
    Entry entry = number == null ? last(history) : history.from(number).getFirst();
    String which = entry.number() + " (" + entry.summary() + ")";
    CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
    return new Change(command, config, options, Change.Asking.terminal())
        .run(
            (file, text, notes) -> Undo.of(file.file(), text, history, entry.number()),
            new Telling(
                proposal -> "Undo " + which,
                proposal -> "undo " + entry.number() + ": " + proposal.diff().summary(),
                proposal -> "Undid " + which,
                "Nothing to change."));
  }

  private static Entry last(History history) {
    List<Entry> newest = history.newest(1);
    if (newest.isEmpty()) {
      throw new ConfigException("the history is empty; nothing was changed by wwj yet");
    }
    return newest.getLast();
  }
}
