package org.wwj.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.Spelling;
import org.wwj.config.YamlEdit;
import org.wwj.net.HostList;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands that change nodes and profiles have in common. */
abstract class DefinitionCommand implements Callable<Integer> {
  @Mixin SiteOption site = new SiteOption();
  @Mixin ChangeOptions options = new ChangeOptions();
  @Spec @Nullable CommandSpec spec;

  final Kind kind;

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

  /** The way the command's change goes. */
  Change change() {
    return new Change(spec(), site.config(), options, Change.Asking.terminal());
  }

  String many(Collection<String> some) {
    return Telling.many(kind, some);
  }

  /** The names given; none is a mistake. */
  List<String> given() {
    List<String> all = expanded();
    if (all.isEmpty()) {
      throw wrong("which " + kind.word() + "? Give a name or a host list");
    }
    return all;
  }

  /** The names given, which may be none. */
  List<String> expanded() {
    try {
      return HostList.expand(names);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  /** Those of that name, which must all be there; those of all names without one. */
  List<Definition> existing(NodesFile file, List<String> wanted) {
    List<Definition> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : wanted.isEmpty() ? kind.of(file).keySet() : wanted) {
      Definition definition = kind.of(file).get(name);
      if (definition == null) {
        missing.add(name);
      } else {
        found.add(definition);
      }
    }
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "no %s; add with  wwj %s add %s%s"
              .formatted(
                  many(missing),
                  kind.word(),
                  HostList.compress(missing),
                  Spelling.hint(missing.getFirst(), kind.of(file).keySet())));
    }
    return found;
  }

  /** A hardware address, and on set also an IP address, belongs to one machine. */
  void refuseShared(int count, Map<FieldKey, YamlEdit> changes, boolean addresses) {
    if (count < 2) {
      return;
    }
    changes.forEach((key, edit) -> {
      boolean own =
          key.field() == Field.NET_HWADDR
              || (addresses
                  && (key.field() == Field.NET_IPADDR || key.field() == Field.IPMI_IPADDR));
      if (own && edit instanceof YamlEdit.Put) {
        throw wrong(
            "%s belongs to one %s, but %d are named; set them one by one"
                .formatted(key.field().longFlag(), kind.word(), count));
      }
    });
  }
}
