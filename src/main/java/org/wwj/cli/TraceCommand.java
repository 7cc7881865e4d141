package org.wwj.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.Spelling;
import org.wwj.registry.Definition;
import org.wwj.registry.FieldKey;
import org.wwj.registry.FieldSearch;
import org.wwj.registry.FieldSearch.Meaning;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Trace;
import org.wwj.registry.Trace.Source;
import org.wwj.registry.Tracer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands {@code node trace} and {@code profile trace}: why a field has its value. */
abstract class TraceCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private @Nullable CommandSpec spec;

  private final Kind kind;

  @Parameters(index = "0", paramLabel = "NAME", description = "Which one.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FIELD",
      description = {
        "The field's name in  list -a (NetDevs[default].Ipaddr), its keys in nodes.conf"
            + " (kernel.args) or its flag (ipaddr, --image); none means all that are set."
      })
  private @Nullable String field;

  @Option(
      names = {"-j", "--json"},
      description = "As -o json.")
  private boolean json;

  TraceCommand(Kind kind) {
    this.kind = kind;
  }

  /** {@code node trace}. */
  @Command(
      name = "trace",
      aliases = "why",
      modelTransformer = FlagsAreFields.class,
      mixinStandardHelpOptions = true,
      description = {
        "Tells why a field of a node has its value.",
        "Shows the node and its profiles in the order of the merge, each with file and line, what it"
            + " says about the field and what becomes of that."
      },
      footer = {
        "",
        "Later ones win over earlier ones, and the node over all. Lists are joined; an",
        "item ~x takes x away. An explicit null (image name: ~) clears what came before.",
        "",
        "Examples:",
        "  wwj node trace c1 image                why c1 boots that image",
        "  wwj node trace c1 'NetDevs[default].Netmask'",
        "  wwj node trace c1                      all fields, one line each",
        "  wwj node trace c1 kernel.args -o json  for a script"
      })
  static final class OfNode extends TraceCommand {
    OfNode() {
      super(Kind.NODE);
    }
  }

  /** {@code profile trace}. */
  @Command(
      name = "trace",
      aliases = "why",
      modelTransformer = FlagsAreFields.class,
      mixinStandardHelpOptions = true,
      description = {
        "Tells what a profile hands on to nodes, and whose it is.",
        "What it inherits from profiles of its own is among it, each with file and line."
      },
      footer = {
        "",
        "Examples:",
        "  wwj profile trace gpu                  all fields, one line each",
        "  wwj profile trace gpu kernelargs       one of them, and everyone who says so"
      })
  static final class OfProfile extends TraceCommand {
    OfProfile() {
      super(Kind.PROFILE);
    }
  }

  /** A flag of {@code set} names a field as well as anything. */
  static final class FlagsAreFields implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      command.parser().unmatchedOptionsArePositionalParams(true);
      return command;
    }
  }

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec, "set by picocli").commandLine();
    if (json && output.given()) {
      throw new ParameterException(line, "-o and -j exclude each other; give one of them");
    }
    NodesFile file = NodesFile.read(site.config().nodesFile());
    Definition definition = kind.of(file).get(name);
    if (definition == null) {
      throw new ConfigException(
          "no " + kind.word() + " " + name + Spelling.hint(name, kind.of(file).keySet()));
    }
    Tracer tracer = new Tracer(file);
    boolean node = kind == Kind.NODE;
    SortedMap<FieldKey, Trace> all = node ? tracer.node(definition) : tracer.profile(name);
    Traces traces =
        new Traces(
            file,
            new Source(name, !node),
            node ? tracer.order(definition) : tracer.orderOfProfile(name),
            field == null ? new ArrayList<>(all.values()) : List.of(one(all, field)));
    line.getOut().print(show(traces));
    line.getOut().flush();
    return 0;
  }

  private String show(Traces traces) {
    if (json) {
      return Printed.json(traces.object());
    }
    if (output.structured()) {
      return output.objects(traces.object());
    }
    if (field == null) {
      return output.rows(traces.overview());
    }
    return output.form() == OutputOption.Form.CSV ? traces.steps().csv() : traces.text();
  }

  private Trace one(SortedMap<FieldKey, Trace> all, String word) {
    FieldSearch names = FieldSearch.of(all.keySet(), kind == Kind.NODE);
    FieldKey key =
        switch (names.find(word)) {
          case Meaning.One(var one) -> one;
          case Meaning.Several(var several) ->
              throw new ConfigException(
                  "'%s' may mean several fields of %s: %s; name one of them"
                      .formatted(word, name, displays(several)));
          case Meaning.Unknown(var near) ->
              throw new ConfigException(
                  "no field '%s' in %s %s%s List them with  wwj %s trace %s"
                      .formatted(word, kind.word(), name, guess(near), kind.word(), name));
        };
    Trace trace = all.get(key);
    return trace != null ? trace : new Trace(key, Optional.empty(), List.of());
  }

  private static String guess(List<String> near) {
    return near.isEmpty() ? "." : "; did you mean " + String.join(", ", near) + "?";
  }

  private static String displays(Collection<FieldKey> keys) {
    return String.join(", ", keys.stream().map(FieldKey::display).toList());
  }
}
