package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.Definition;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What {@code node list} and {@code profile list} have in common.
 *
 * @param <T> what is listed
 */
abstract class DefinitionListCommand<T> implements Callable<Integer> {
  @Mixin SiteOption site = new SiteOption();
  @Mixin OutputOption output = new OutputOption();
  @Spec @Nullable CommandSpec spec;

  private final Kind kind;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATTERN",
      description = "Names or host lists, such as c[1-4],c9; none, or a lone comma, means all.")
  List<String> patterns = new ArrayList<>();

  @Option(
      names = {"-a", "--all"},
      description = "Every field that is set; of a node also whose it is.")
  boolean all;

  @Option(
      names = {"-y", "--yaml"},
      description = "As nodes.conf would hold them, keyed by name.")
  boolean yaml;

  @Option(
      names = {"-j", "--json"},
      description = "The same as JSON.")
  boolean json;

  DefinitionListCommand(Kind kind) {
    this.kind = kind;
  }

  /** Those of these names, in the order they are listed. */
  abstract List<T> entries(NodesFile file, List<String> names);

  /** One of them with all of its fields. */
  abstract Listed listed(T entry);

  /** The table without {@code -a}, with more columns where it is {@code wide}. */
  abstract Table table(NodesFile file, List<T> entries, boolean wide);

  /** The table with {@code -a}. */
  abstract Table fields(List<Listed> entries);

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec, "set by picocli").commandLine();
    if (output.given() && (yaml || json)) {
      throw new ParameterException(
          line, "-o and " + (yaml ? "-y" : "-j") + " exclude each other; give one of them");
    }
    NodesFile file = NodesFile.read(site.config().nodesFile());
    SortedMap<String, Definition> known = kind.of(file);
    Patterns chosen = Patterns.choose(line, patterns, known.keySet());
    boolean incomplete = chosen.complain(line, kind.word(), known.keySet());
    if (!incomplete || !chosen.names().isEmpty()) {
      line.getOut().print(show(file, entries(file, chosen.names())));
      line.getOut().flush();
    }
    return incomplete ? 1 : 0;
  }

  private String show(NodesFile file, List<T> entries) {
    if (yaml) {
      return Printed.yaml(new FieldTree(FieldTree.byNumbers()).all(whole(entries)));
    }
    if (json) {
      return Printed.json(new FieldTree(FieldTree.byLetters()).all(whole(entries)));
    }
    if (output.structured()) {
      return output.objects(ObjectShape.all(whole(entries), kind == Kind.NODE));
    }
    boolean wide = output.wide();
    return output.rows(all ? fields(whole(entries)) : table(file, entries, wide));
  }

  private List<Listed> whole(List<T> entries) {
    return entries.stream().map(this::listed).toList();
  }
}
