package org.wwj.config;

import java.util.ArrayList;
import java.util.List;

/** The changes of one file, gathered while its upgrade goes on. */
public final class Changes {
  private final String file;
  private final List<Upgraded.Change> all = new ArrayList<>();

  /** None yet. */
  public Changes(String file) {
    this.file = file;
  }

  /** Something says the same in another form. */
  public void carried(int line, String rule) {
    carried(line, rule, rule);
  }

  /** As above, with more to say than the rule. */
  public void carried(int line, String rule, String text) {
    all.add(new Upgraded.Change(where(line), rule, true, text));
  }

  /** Something is said no longer; what it was and why stays as a comment. */
  public void lost(DraftEntry entry, String rule, String why) {
    String text = "'" + entry.key() + "' is now a comment: " + why;
    all.add(new Upgraded.Change(where(entry.line()), rule, false, text));
    entry.strike(why);
  }

  /** Something said nothing that anybody needs; it stays as a comment all the same. */
  public void obsolete(DraftEntry entry, String rule, String why) {
    carried(entry.line(), rule);
    entry.strike(why);
  }

  /** Something is as it was, and the admin should know. */
  public void noted(int line, String rule, String text) {
    all.add(new Upgraded.Change(where(line), rule, false, text));
  }

  List<Upgraded.Change> all() {
    return List.copyOf(all);
  }

  private String where(int line) {
    return line > 0 ? file + ":" + line : file;
  }

  /**
   * The result: the draft's text when something was changed, else the old one.
   *
   * @throws ConfigException when what was changed cannot be written
   */
  public Upgraded of(YamlDraft draft, String old) {
    return new Upgraded(all.isEmpty() ? old : draft.checked(file), all);
  }
}
