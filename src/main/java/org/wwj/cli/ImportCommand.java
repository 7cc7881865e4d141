package org.wwj.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.StrictYaml;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.YamlImport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: what {@code export} wrote, or a site's own list. */
abstract class ImportCommand implements Callable<Integer> {
  @Mixin SiteOption site = new SiteOption();
  @Mixin ChangeOptions options = new ChangeOptions();
  @Spec @Nullable CommandSpec spec;

  private final Kind kind;

  @Option(names = "--csv", description = "It is a table, whatever its name and first line say.")
  boolean csv;

  @Parameters(paramLabel = "FILE", description = "YAML or CSV; - for standard input.")
  String source = "";

  ImportCommand(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Integer call() {
    boolean piped = source.equals("-");
    Path path = piped ? Path.of("(standard input)") : Path.of(source);
    String text = piped ? standardInput() : StrictYaml.text(path);
    boolean table = csv || source.endsWith(".csv") || CsvNodes.looksLike(text, kind);
    Proposal.Edit edit = table ? table(path, text) : tree(path, text);
    CommandSpec command = Objects.requireNonNull(spec, "set by picocli");
    return new Change(command, site.config(), options, Change.Asking.terminal())
        .run(edit, Telling.of(kind, "Import", "import", "Imported", "Nothing to change."));
  }

  private Proposal.Edit tree(Path path, String text) {
    YamlImport found = YamlImport.parse(path, text, kind);
    return (file, now, notes) -> {
      NodesEdit changes = new NodesEdit();
      found.into(changes, file);
      return changes.text(file.file(), now);
    };
  }

  private Proposal.Edit table(Path path, String text) {
    CsvNodes found = CsvNodes.parse(path, text, kind);
    return (file, now, notes) -> {
      NodesEdit changes = new NodesEdit();
      found.into(changes, file);
      return changes.text(file.file(), now);
    };
  }

  private static String standardInput() {
    try {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ConfigException("standard input cannot be read: " + e.getMessage(), e);
    }
  }
}
