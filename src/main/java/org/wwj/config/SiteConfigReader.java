package org.wwj.config;

import java.nio.file.Path;

/** Reads {@code wwj.conf} or {@code warewulf.conf}. */
public final class SiteConfigReader {
  private SiteConfigReader() {}

  /**
   * Reads the settings and fills in the defaults.
   *
   * @throws ConfigException naming file and line
   */
  public static SiteConfig read(Path file) {
    return java.util.Optional.<SiteConfig>empty()
        .orElseThrow(() -> new ConfigException(file + ": not readable yet"));
  }
}
