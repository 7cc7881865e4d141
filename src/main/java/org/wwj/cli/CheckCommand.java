package org.wwj.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Says what in the site's files will keep a node from booting, with file and line.",
      "Renders the overlays of every node for that, without keeping them.",
      "Ends with 0 when all is well, 1 with warnings, 2 with errors."
    },
    footer = {"", "Example:  wwj check --conf /etc/wwj/wwj.conf && echo ready"})
final class CheckCommand implements Callable<Integer> {
  private static final Pattern WHERE = Pattern.compile("(.+?:\\d+): (.+)");

  @Mixin private SiteOption site = new SiteOption();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-j", "--json"},
      description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "set by picocli").commandLine().getOut();
    List<Finding> findings = findings();
    if (json) {
      List<Map<String, Object>> all = new ArrayList<>();
      for (Finding finding : findings) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("severity", finding.severity().word());
        one.put("where", finding.where());
        one.put("text", finding.text());
        all.add(one);
      }
      out.print(Printed.json(all));
    } else {
      findings.forEach(f -> out.println(f.where() + ": " + f.severity().word() + ": " + f.text()));
      if (SiteCheck.exitCode(findings) == 0) {
        out.println("All is well.");
      }
    }
    out.flush();
    return SiteCheck.exitCode(findings);
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    SiteConfig config;
    try {
      config = site.config();
    } catch (ConfigException e) {
      broken(e, findings);
      return findings;
    }
    try {
      NodesFile nodes = NodesFile.read(config.nodesFile());
      findings.addAll(new SiteCheck(config, nodes).findings());
      findings.addAll(new OverlayCheck(config).findings(Registry.snapshot(config, nodes)));
    } catch (ConfigException e) {
      broken(e, findings);
    }
    return findings;
  }

  private static void broken(ConfigException e, List<Finding> findings) {
    String.valueOf(e.getMessage())
        .lines()
        .forEach(line -> {
          Matcher where = WHERE.matcher(line);
          findings.add(
              where.matches()
                  ? new Finding(Finding.Severity.ERROR, where.group(1), where.group(2))
                  : new Finding(Finding.Severity.ERROR, "site", line));
        });
  }
}
