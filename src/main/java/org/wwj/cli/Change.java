package org.wwj.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.registry.history.Note;
import org.wwj.registry.history.RecordedStore;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The way every change of nodes.conf goes: worked out, shown, checked, confirmed, written and put
 * on record.
 */
final class Change {
  private static final int MAX_FINDINGS = 20;

  private final CommandSpec spec;
  private final SiteConfig config;
  private final ChangeOptions options;
  private final Asking asking;
  private final Path file;
  private final RecordedStore store;

  /**
   * Who is asked.
   *
   * @param present whether anybody is there
   * @param colours whether the diff is coloured
   * @param yes answers a question
   */
  record Asking(boolean present, boolean colours, Predicate<String> yes) {
    static Asking terminal() {
      Terminal terminal = new Terminal();
      return new Asking(terminal.present(), terminal.colours(), terminal::yes);
    }
  }

  Change(CommandSpec spec, SiteConfig config, ChangeOptions options, Asking asking) {
    this.spec = spec;
    this.config = config;
    this.options = options;
    this.asking = asking;
    this.file = config.nodesFile();
    this.store = HistoryCommand.store(config);
  }

  /** The text of nodes.conf now. */
  String text() {
    return store.text();
  }

  /**
   * Goes the way.
   *
   * @return 0 when done, already so or only shown; 1 when refused or declined
   */
  int run(Proposal.Edit edit, Telling telling) {
    Proposal shown = Proposal.of(config, file, store.text(), edit);
    PrintWriter out = spec.commandLine().getOut();
    tell(shown.notes());
    if (shown.changesNothing()) {
      out.println(telling.same());
      return 0;
    }
    out.print(new ChangeText(asking.colours()).of(shown.diff()));
    out.flush();
    tell(findings(shown.brought()));
    if (!shown.errors().isEmpty() && !options.force) {
      tell(List.of("nothing was written; --force writes it all the same"));
      return 1;
    }
    if (options.dryRun) {
      out.println("Nothing was written (--dry-run).");
      return 0;
    }
    if (!confirmed(telling.ask().apply(shown))) {
      return 1;
    }
    Proposal[] last = {shown};
    boolean written =
        store.update(
            text -> {
              last[0] = text.equals(shown.before()) ? shown : again(shown, text, edit);
              return last[0].after();
            },
            new Note(Author.name(), Author.command(spec), () -> telling.record().apply(last[0])));
    out.println(written ? telling.done().apply(last[0]) : telling.same());
    return 0;
  }

  private boolean confirmed(String question) {
    if (options.yes || question.isEmpty()) {
      return true;
    }
    if (!asking.present()) {
      throw new ConfigException("nobody is there to confirm: " + question + "; repeat with --yes");
    }
    return asking.yes().test(question);
  }

  /** Another command was quicker: the same change to what the file is now. */
  private Proposal again(Proposal shown, String text, Proposal.Edit edit) {
    Proposal now = Proposal.of(config, file, text, edit);
    if (!options.yes && !now.diff().equals(shown.diff())) {
      throw new ConfigException(
          file
              + " was changed meanwhile, so that this would do something else than you saw;"
              + " nothing was written, run the command again");
    }
    if (!options.force && !now.errors().isEmpty()) {
      throw new ConfigException(
          "%s was changed meanwhile, and now this change is wrong; nothing was written:\n%s"
              .formatted(file, String.join("\n", findings(now.errors()))));
    }
    return now;
  }

  private List<String> findings(List<Mistake> mistakes) {
    List<Finding> told = Mistake.told(file, mistakes);
    List<String> lines =
        new ArrayList<>(
            told.stream()
                .limit(MAX_FINDINGS)
                .map(f -> f.where() + ": " + f.severity().word() + ": " + f.text())
                .toList());
    if (told.size() > MAX_FINDINGS) {
      lines.add("and " + (told.size() - MAX_FINDINGS) + " more");
    }
    return lines;
  }

  private void tell(List<String> lines) {
    PrintWriter err = spec.commandLine().getErr();
    lines.forEach(line -> err.println("wwj: " + line));
    err.flush();
  }
}
