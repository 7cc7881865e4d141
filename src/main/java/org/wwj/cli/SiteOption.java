package org.wwj.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * The options that pick a site, and Warewulf's for more output. Every command that touches a site
 * mixes them in, and so do those above it: {@code wwj --conf FILE node list} is as good as {@code
 * wwj node list --conf FILE}.
 */
public final class SiteOption {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(
      names = {"--conf", "--warewulfconf"},
      paramLabel = "FILE",
      description =
          "The site's settings; nodes.conf lies beside it (else env WWJ_CONF, WAREWULFCONF, or"
              + " /etc/wwj/wwj.conf).")
  @Nullable Path conf;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say which files are used.")
  boolean verbose;

  @Option(
      names = {"-d", "--debug"},
      description = "After a failure, show where it happened.")
  boolean debug;

  /** The settings' file: the one named nearest to the command, else the default. */
  public Path file() {
    if (conf != null) {
      return conf.toAbsolutePath();
    }
    for (CommandSpec spec = command; spec != null; spec = spec.parent()) {
      if (matched(spec, "--conf")) {
        Path named = spec.findOption("--conf").getValue();
        return named.toAbsolutePath();
      }
    }
    return standard(System.getenv()).toAbsolutePath();
  }

  /** The settings' file that no option names. */
  static Path standard(Map<String, String> environment) {
    return Stream.of("WWJ_CONF", "WAREWULFCONF")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(Path::of)
        .orElse(Path.of("/etc/wwj/wwj.conf"));
  }

  /** Whether more is to be shown of a failure. */
  public boolean debug() {
    return debug || given(command, "--debug");
  }

  /** The settings. */
  public SiteConfig config() {
    SiteConfig config = SiteConfigReader.read(file());
    if (command != null && (verbose || given(command, "--verbose"))) {
      command
          .commandLine()
          .getErr()
          .println("wwj: settings " + config.file() + ", nodes " + config.nodesFile());
    }
    return config;
  }

  /** Whether the command or one above it was given the option. */
  static boolean given(@Nullable CommandSpec command, String option) {
    for (CommandSpec spec = command; spec != null; spec = spec.parent()) {
      if (matched(spec, option)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matched(CommandSpec spec, String option) {
    ParseResult parsed = spec.commandLine().getParseResult();
    return parsed != null && parsed.hasMatchedOption(option);
  }
}
