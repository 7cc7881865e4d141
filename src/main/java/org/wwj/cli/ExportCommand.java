package org.wwj.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wwj.config.Spelling;
import org.wwj.net.HostList;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import org.wwj.registry.SectionKey;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: nodes or profiles as written, for {@code import}. */
abstract class ExportCommand implements Callable<Integer> {
  @Mixin SiteOption site = new SiteOption();
  @Spec @Nullable CommandSpec spec;

  private final Kind kind;

  @Option(names = "--csv", description = "As a table for a spreadsheet; resources are left out.")
  boolean csv;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Host list; without one, all.")
  List<String> names = new ArrayList<>();

  ExportCommand(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
    NodesFile file = NodesFile.read(site.config().nodesFile());
    List<String> wanted = HostList.expand(names);
    List<Definition> those = new ArrayList<>();
    int code = 0;
    for (String name : wanted.isEmpty() ? kind.of(file).keySet() : wanted) {
      Definition definition = kind.of(file).get(name);
      if (definition != null) {
        those.add(definition);
      } else {
        String hint = Spelling.hint(name, kind.of(file).keySet());
        command.commandLine().getErr().println("wwj: no " + kind.word() + " " + name + hint);
        code = 1;
      }
    }
    command.commandLine().getOut().print(csv ? CsvNodes.write(those, kind) : yaml(those));
    command.commandLine().getOut().flush();
    if (csv) {
      PrintWriter err = command.commandLine().getErr();
      left(those, "resources", ExportCommand::hasResource, err);
      left(those, "whole devices and disks that are null", d -> !d.ended().isEmpty(), err);
    }
    return code;
  }

  /** What has no cell in a table, and whose that is. */
  private static void left(
      List<Definition> those, String what, Predicate<Definition> has, PrintWriter err) {
    List<String> without = those.stream().filter(has).map(Definition::name).toList();
    if (!without.isEmpty()) {
      err.println("wwj: " + what + " are left out of " + HostList.compress(without));
    }
  }

  private static boolean hasResource(Definition definition) {
    return definition.settings().keySet().stream().anyMatch(k -> k.field() == Field.RESOURCES);
  }

  private static String yaml(List<Definition> definitions) {
    Map<String, Object> all = new LinkedHashMap<>();
    definitions.forEach(definition -> all.put(definition.name(), tree(definition)));
    return Printed.yaml(all);
  }

  /** A definition as the tree that nodes.conf holds. */
  static Map<String, Object> tree(Definition definition) {
    Map<String, Object> root = new LinkedHashMap<>();
    for (Map.Entry<FieldKey, Setting> entry : definition.all()) {
      List<String> path = entry.getKey().path();
      below(root, path.subList(0, path.size() - 1))
          .put(path.getLast(), value(entry.getKey(), entry.getValue().value()));
    }
    for (Field.Group group : new Field.Group[] {Field.Group.NETDEV, Field.Group.DISK}) {
      definition.names(group).forEach(name -> below(root, List.of(group.yaml(), name)));
    }
    for (SectionKey ended : definition.ended().keySet()) {
      List<String> path = ended.path();
      below(root, path.subList(0, path.size() - 1)).put(path.getLast(), null);
    }
    return root;
  }

  @SuppressWarnings("unchecked") // only maps of ours are put at inner steps
  private static Map<String, @Nullable Object> below(
      Map<String, ? extends @Nullable Object> root, List<String> path) {
    Map<String, @Nullable Object> here = (Map<String, @Nullable Object>) root;
    for (String step : path) {
      here =
          (Map<String, @Nullable Object>)
              Objects.requireNonNull(
                  here.computeIfAbsent(step, key -> new LinkedHashMap<String, Object>()));
    }
    return here;
  }

  private static @Nullable Object value(FieldKey key, Value value) {
    return switch (value) {
      case Value.Text(var text) when key.field().type() == Field.Type.FLAG ->
          (Object) text.equals("true");
      case Value.Text(var text) -> text;
      case Value.Items(var items) -> items;
      case Value.Tree(var tree) -> tree;
      case Value.Cleared cleared -> null;
    };
  }
}
