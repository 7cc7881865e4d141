package org.wwj.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.wwj.cli.Finding.Severity;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Values;

/** Looks through a site for what will keep a node from booting. */
final class SiteCheck {
  // A host name (RFC 1123 §2.1), perhaps with its domain; sites are fond of _.
  private static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final SiteConfig config;
  private final NodesFile file;

  SiteCheck(SiteConfig config, NodesFile file) {
    this.config = config;
    this.file = file;
  }

  /** What an admin is told. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(notices());
    findings.addAll(Mistake.told(file.file(), mistakes()));
    return findings;
  }

  private List<Finding> notices() {
    return config.notices().stream()
        .map(notice ->
            new Finding(
                notice.warning() ? Severity.WARNING : Severity.NOTE,
                config.file() + ":" + notice.line(),
                notice.text()))
        .toList();
  }

  /** All that is wrong, one by one. */
  List<Mistake> mistakes() {
    List<Mistake> mistakes = new ArrayList<>();
    for (Kind kind : new Kind[] {Kind.PROFILE, Kind.NODE}) {
      for (Definition definition : kind.of(file).values()) {
        name(kind, definition, mistakes);
        profiles(kind, definition, mistakes);
        mistakes.addAll(NumberRules.of(kind, definition));
        mistakes.addAll(TagRules.of(kind, definition));
      }
    }
    ReferenceRules references = new ReferenceRules(config, file);
    AddressRules addresses = new AddressRules(config, file);
    MachineRules machines = new MachineRules(config, file);
    Merge merge = new Merge(file);
    for (String name : file.nodes().keySet()) {
      Merge.Merged merged = merge.node(name);
      references.node(merged);
      addresses.node(merged);
      machines.node(merged);
    }
    mistakes.addAll(references.mistakes());
    mistakes.addAll(addresses.mistakes());
    mistakes.addAll(machines.mistakes());
    return mistakes;
  }

  /**
   * What a change brings in: wrong after it, but not before.
   *
   * @param before the nodes as they are
   * @param after the nodes as they would be
   */
  static List<Mistake> brought(SiteConfig config, NodesFile before, NodesFile after) {
    List<Mistake> wrong = new SiteCheck(config, after).mistakes();
    return wrong.isEmpty()
        ? wrong
        : Mistake.brought(new SiteCheck(config, before).mistakes(), wrong);
  }

  /** A node's name is its host name, and both kinds are named in comma lists. */
  private static void name(Kind kind, Definition definition, List<Mistake> mistakes) {
    String name = definition.name();
    boolean node = kind == Kind.NODE;
    boolean good =
        node
            ? NODE_NAME.matcher(name).matches()
            : !name.isBlank()
                && !name.startsWith("~")
                && name.indexOf(',') < 0
                && !Values.isUnset(name);
    if (!good) {
      String text =
          node
              ? "node name '%s' cannot be a host name; use letters, digits, '-', '.' and '_'"
              : "profile name '%s' cannot stand in a list of profiles; choose another";
      mistakes.add(
          new Mistake(
              Severity.ERROR,
              kind.word() + " " + name,
              definition.line(),
              text.formatted(name),
              Set.of()));
    }
  }

  private void profiles(Kind kind, Definition definition, List<Mistake> mistakes) {
    for (String profile : definition.profiles()) {
      boolean negated = profile.startsWith("~");
      String name = negated ? profile.substring(1) : profile;
      if (!file.profiles().containsKey(name)) {
        mistakes.add(
            new Mistake(
                negated ? Severity.WARNING : Severity.ERROR,
                kind.word() + " " + definition.name(),
                definition.line(FieldKey.of(Field.PROFILES)),
                "profile '%s'%s does not exist%s"
                    .formatted(
                        name,
                        negated ? ", which is taken away here," : "",
                        Spelling.hint(name, file.profiles().keySet())),
                Set.of((kind == Kind.PROFILE ? "profile " : "") + definition.name())));
      }
    }
  }

  /** The exit code: 0 clean, 1 with warnings, 2 with errors. */
  static int exitCode(Collection<Finding> findings) {
    return findings.stream()
        .mapToInt(finding ->
            switch (finding.severity()) {
              case NOTE -> 0;
              case WARNING -> 1;
              case ERROR -> 2;
            })
        .max()
        .orElse(0);
  }
}
