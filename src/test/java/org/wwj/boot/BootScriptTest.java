package org.wwj.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.config.SiteConfigReader;
import org.wwj.net.MacAddress;

class BootScriptTest {
  @TempDir Path folder;

  private String waiting(String conf) throws IOException {
    String home = System.getProperty("wwj.home");
    System.setProperty("wwj.home", Path.of("").toAbsolutePath().toString());
    try {
      Path file = folder.resolve(conf);
      Files.createDirectories(folder.resolve("ipxe"));
      Files.writeString(folder.resolve("ipxe/unconfigured.ipxe"), "the site's own\n");
      return new BootScript()
          .waiting(
              MacAddress.parse("52:54:00:00:00:01"),
              "why",
              "fix",
              0,
              SiteConfigReader.parse(file, "ipaddr: 10.0.0.1/24\n"));
    } finally {
      if (home == null) {
        System.clearProperty("wwj.home");
      } else {
        System.setProperty("wwj.home", home);
      }
    }
  }

  @Test
  void rendersASitesOwnTemplate() throws IOException {
    assertThat(waiting("wwj.conf")).isEqualTo("the site's own\n");
  }

  @Test
  void leavesWarewulfsTemplatesAlone() throws IOException {
    assertThat(waiting("warewulf.conf")).startsWith("#!ipxe\n").contains("wwj: why");
  }
}
