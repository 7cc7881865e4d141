package org.wwj.cli;

import java.nio.file.Path;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import picocli.CommandLine.Option;

/** The option that picks a site: every command that touches one mixes it in. */
public final class SiteOption {
  @Option(
      names = "--conf",
      paramLabel = "FILE",
      defaultValue = "${env:WWJ_CONF:-/etc/wwj/wwj.conf}",
      description =
          "The site's settings; nodes.conf lies beside it (env WWJ_CONF, default ${DEFAULT-VALUE}).")
  private Path conf = Path.of("/etc/wwj/wwj.conf");

  /** The settings' file. */
  public Path file() {
    return conf.toAbsolutePath();
  }

  /** The settings. */
  public SiteConfig config() {
    return SiteConfigReader.read(file());
  }
}
