package org.wwj.cli.overlay;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.OutputOption;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Table;
import org.wwj.overlay.Overlay;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayFile;
import org.wwj.overlay.TemplateInfo;
import org.wwj.template.TemplateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay info} (warewulf.md §4.4). */
@Command(
    name = "info",
    aliases = {"vars", "variables"},
    description = {
      "Shows what a template says of itself and each variable that it uses, with its type and the"
          + " flag of wwj node set.",
      "Comments in the template feed it: {{/* wwdoc1: what it is */}} and {{/* .Tags.x: what x is */}}."
    },
    footer = {
      "",
      "Examples:",
      "  wwj overlay info chrony etc/chrony.conf.ww",
      "  wwj overlay info hosts etc/hosts.ww -o json | jq -r '.variables[].name'"
    },
    mixinStandardHelpOptions = true)
final class OverlayInfoCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "OVERLAY", description = "The overlay.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "A template in it.")
  private String given = "";

  @Override
  public Integer call() {
    SiteOverlays overlays = SiteOverlays.of(site);
    Overlay overlay = overlays.overlay(name);
    OverlayFile file = SiteOverlays.file(overlay, given);
    if (file.type() != OverlayFile.Type.FILE) {
      throw new OverlayException(file.path() + " is a " + file.type() + " and uses no variables");
    }
    TemplateInfo info;
    try {
      info = Sources.info(overlays, file);
    } catch (TemplateException e) {
      throw new OverlayException("overlay " + name + ": " + e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(show(info));
    out.flush();
    return 0;
  }

  private String show(TemplateInfo info) {
    if (output.structured()) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("documentation", info.documentation());
      object.put("variables", info.variables().stream().map(OverlayInfoCommand::object).toList());
      return output.objects(object);
    }
    boolean wide = output.wide();
    String table = output.rows(wide ? wide(info.variables()) : table(info.variables()));
    return info.documentation().isEmpty() || output.form() == OutputOption.Form.CSV
        ? table
        : String.join("\n", info.documentation()) + "\n\n" + table;
  }

  private static Table table(List<TemplateInfo.Variable> variables) {
    Table table = new Table("VARIABLE", "OPTION", "TYPE", "HELP").withBlanks();
    variables.forEach(v -> table.row(v.name(), v.option(), v.type(), v.help()));
    return table;
  }

  private static Table wide(List<TemplateInfo.Variable> variables) {
    Table table = new Table("VARIABLE", "OPTION", "TYPE", "HELP", "LINES").withBlanks();
    variables.forEach(v -> table.row(v.name(), v.option(), v.type(), v.help(), lines(v)));
    return table;
  }

  private static String lines(TemplateInfo.Variable variable) {
    return variable.lines().stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Map<String, @Nullable Object> object(TemplateInfo.Variable variable) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", variable.name());
    object.put("option", variable.option().isEmpty() ? null : variable.option());
    object.put("type", variable.type().isEmpty() ? null : variable.type());
    object.put("help", variable.help());
    object.put("lines", variable.lines());
    return object;
  }
}
