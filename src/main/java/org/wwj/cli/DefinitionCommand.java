package org.wwj.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.Spelling;
import org.wwj.config.YamlEdit;
import org.wwj.net.HostList;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import org.wwj.registry.NodesStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands that change nodes and profiles have in common. */
abstract class DefinitionCommand implements Callable<Integer> {
  @Mixin SiteOption site = new SiteOption();
  @Spec @Nullable CommandSpec spec;

  private final Kind kind;

  @Parameters(arity = "0..*", paramLabel = "NAME", description = "Host list, such as c[1-4],c9.")
  List<String> names = new ArrayList<>();

  DefinitionCommand(Kind kind) {
    this.kind = kind;
  }

  CommandSpec spec() {
    return Objects.requireNonNull(spec, "set by picocli");
  }

  PrintWriter out() {
    return spec().commandLine().getOut();
  }

  String many(Collection<String> some) {
    return some.size() == 1
        ? kind.word() + " " + some.iterator().next()
        : some.size() + " " + kind.word() + "s: " + HostList.compress(some);
  }

  /** The names given; none is a mistake. */
  List<String> given() {
    List<String> all;
    try {
      all = HostList.expand(names);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
    if (all.isEmpty()) {
      throw new ParameterException(
          spec().commandLine(), "which " + kind.word() + "? Give a name or a host list");
    }
    return all;
  }

  void mustExist(NodesFile file, List<String> wanted) {
    List<String> missing =
        wanted.stream().filter(name -> !kind.of(file).containsKey(name)).toList();
    if (!missing.isEmpty()) {
      String first = missing.getFirst();
      throw new ConfigException(
          "no %s; add with  wwj %s add %s%s"
              .formatted(
                  many(missing),
                  kind.word(),
                  HostList.compress(missing),
                  Spelling.hint(first, kind.of(file).keySet())));
    }
  }

  NodesFile read() {
    return NodesFile.read(site.config().nodesFile());
  }

  /** Asks unless told not to. */
  @SuppressWarnings("SystemConsoleNull") // it does return null where no terminal is
  boolean sure(boolean yes, String what) {
    if (yes) {
      return true;
    }
    @Nullable Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new ConfigException("nobody is there to confirm: " + what + "; repeat with --yes");
    }
    String answer = console.readLine("%s? [y/N] ", what);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  boolean write(NodesEdit edit) {
    Path file = site.config().nodesFile();
    return new NodesStore(file).update(text -> edit.apply(file, text));
  }

  /** {@code add}. */
  abstract static class Add extends DefinitionCommand {
    private final Kind kind;

    Add(Kind kind) {
      super(kind);
      this.kind = kind;
    }

    @Override
    public Integer call() {
      List<String> wanted = given();
      Path path = site.config().nodesFile();
      List<Map<FieldKey, YamlEdit>> changes = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        changes.add(new TreeMap<>(FieldOptions.changes(spec().commandLine(), i)));
      }
      refuseShared(wanted, changes.getFirst(), false);
      new NodesStore(path)
          .update(text -> {
            NodesFile file = NodesFile.parse(path, text);
            NodesEdit edit = new NodesEdit();
            for (int i = 0; i < wanted.size(); i++) {
              String name = wanted.get(i);
              if (kind.of(file).containsKey(name)) {
                throw new ConfigException(
                    "%s %s exists already; change it with  wwj %s set %s"
                        .formatted(kind.word(), name, kind.word(), name));
              }
              if (kind == Kind.NODE && file.profiles().containsKey("default")) {
                changes
                    .get(i)
                    .putIfAbsent(FieldKey.of(Field.PROFILES), new YamlEdit.Put(List.of("default")));
              }
              edit.add(kind, name, changes.get(i));
            }
            return edit.apply(path, text);
          });
      wanted.forEach(name -> out().println("Added " + kind.word() + ": " + name));
      return 0;
    }
  }

  /** {@code set}. */
  abstract static class Set extends DefinitionCommand {
    private final Kind kind;

    @Option(
        names = {"-y", "--yes"},
        description = "Do not ask.")
    boolean yes;

    @Option(
        names = {"-a", "--all"},
        description = "All of them.")
    boolean all;

    @Option(
        names = {"-f", "--force"},
        hidden = true,
        description = "Accepted as by Warewulf.")
    boolean force;

    @Option(
        names = "--netdel",
        paramLabel = "NAME",
        description = "Takes a whole network device away.")
    List<String> netdel = new ArrayList<>();

    Set(Kind kind) {
      super(kind);
      this.kind = kind;
    }

    @Override
    public Integer call() {
      NodesFile file = read();
      List<String> wanted = all ? List.copyOf(kind.of(file).keySet()) : given();
      mustExist(file, wanted);
      NodesEdit edit = new NodesEdit();
      Map<FieldKey, YamlEdit> first = FieldOptions.changes(spec().commandLine(), 0);
      if (first.isEmpty() && netdel.isEmpty()) {
        throw new ParameterException(
            spec().commandLine(), "nothing to set: give at least one field, such as --image");
      }
      refuseShared(wanted, first, true);
      for (String name : wanted) {
        edit.set(kind, name, first);
        netdel.forEach(device -> edit.remove(kind, name, Field.Group.NETDEV, device));
      }
      if (!sure(yes, "Change " + many(wanted))) {
        return 1;
      }
      out().println((write(edit) ? "Changed " : "Already so: ") + many(wanted));
      return 0;
    }
  }

  /** A hardware address, and on set also an IP address, belongs to one machine. */
  void refuseShared(List<String> wanted, Map<FieldKey, YamlEdit> changes, boolean addresses) {
    if (wanted.size() < 2) {
      return;
    }
    changes.forEach((key, edit) -> {
      boolean own =
          key.field() == Field.NET_HWADDR
              || (addresses
                  && (key.field() == Field.NET_IPADDR || key.field() == Field.IPMI_IPADDR));
      if (own && edit instanceof YamlEdit.Put) {
        throw new ParameterException(
            spec().commandLine(),
            FieldOptions.longFlag(key.field())
                + " belongs to one "
                + kind.word()
                + ", but "
                + wanted.size()
                + " are named; set them one by one");
      }
    });
  }

  /** {@code delete}. */
  abstract static class Delete extends DefinitionCommand {
    private final Kind kind;

    @Option(
        names = {"-y", "--yes"},
        description = "Do not ask.")
    boolean yes;

    Delete(Kind kind) {
      super(kind);
      this.kind = kind;
    }

    @Override
    public Integer call() {
      NodesFile file = read();
      List<String> wanted = given();
      mustExist(file, wanted);
      if (kind == Kind.PROFILE) {
        for (String profile : wanted) {
          List<String> users =
              file.nodes().values().stream()
                  .filter(node -> node.profiles().contains(profile))
                  .map(Definition::name)
                  .toList();
          if (!users.isEmpty()) {
            out().println("Profile " + profile + " is used by " + HostList.compress(users));
          }
        }
      }
      if (!sure(yes, "Delete " + many(wanted))) {
        return 1;
      }
      NodesEdit edit = new NodesEdit();
      wanted.forEach(name -> edit.delete(kind, name));
      write(edit);
      out().println("Deleted " + many(wanted));
      return 0;
    }
  }
}
