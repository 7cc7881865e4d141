package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteOptionTest {
  @TempDir Path folder;

  @Test
  void theEnvironmentNamesTheSiteWhereNoOptionDoes() {
    assertThat(SiteOption.standard(Map.of())).hasToString("/etc/wwj/wwj.conf");
    assertThat(SiteOption.standard(Map.of("WAREWULFCONF", "/w"))).hasToString("/w");
    assertThat(SiteOption.standard(Map.of("WWJ_CONF", "/j", "WAREWULFCONF", "/w")))
        .hasToString("/j");
    assertThat(SiteOption.standard(Map.of("WWJ_CONF", "", "WAREWULFCONF", "/w"))).hasToString("/w");
  }

  @Test
  void mayStandAtAnyPlaceAndTheNearestCounts() {
    CliSite site = CliSite.full(folder);
    String conf = site.conf().toString();
    String expected = site.run("node", "list").out();
    assertThat(expected).contains("n10");
    for (List<String> words :
        List.of(
            List.of("--conf", conf, "node", "list"),
            List.of("--warewulfconf", conf, "node", "list"),
            List.of("node", "--conf", conf, "list"),
            List.of("nodes", "ls", "--conf=" + conf),
            List.of("node", "list", "--warewulfconf", conf),
            List.of("--conf", "/nowhere", "node", "list", "--conf", conf),
            List.of("-v", "-d", "node", "--conf", "/nowhere", "list", "-v", "--conf", conf))) {
      CliSite.Result result = CliSite.plain(words.toArray(String[]::new));
      assertThat(result.out()).as("%s", words).isEqualTo(expected);
      assertThat(result.code()).isZero();
    }
  }

  @Test
  void verboseNamesTheFilesAndDebugShowsWhereItFailed() {
    CliSite site = CliSite.full(folder);
    assertThat(site.run("node", "list", "-v").err())
        .isEqualTo("wwj: settings %s, nodes %s\n".formatted(site.conf(), site.nodes()));
    CliSite.Result plain = CliSite.plain("node", "list", "--conf", "/nowhere");
    assertThat(plain.err()).isEqualTo("wwj: /nowhere: no such file\n");
    assertThat(CliSite.plain("--debug", "node", "list", "--conf", "/nowhere").err())
        .startsWith(plain.err())
        .contains("at org.wwj.config.SiteConfigReader");
  }

  @Test
  void versionIsToldInThreeWays() {
    String version = CliSite.plain("--version").out();
    assertThat(version).startsWith("wwj ");
    assertThat(CliSite.plain("version").out()).isEqualTo(version);
    assertThat(CliSite.plain("vers", "-f").out())
        .startsWith(version)
        .contains("java " + Runtime.version());
  }
}
