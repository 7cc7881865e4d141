package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trace says to mistakes; its texts are golden in ListGoldenTest. */
class TraceCommandTest {
  @TempDir Path folder;
  private CliSite site;

  @BeforeEach
  void full() {
    site = CliSite.full(folder);
  }

  @Test
  void whatIsUnknownOrOpenIsToldWithWhatThereIs() {
    assertThat(site.run("node", "trace", "n3", "image"))
        .isEqualTo(new CliSite.Result(1, "", "wwj: no node n3; did you mean 'n2'?\n"));
    assertThat(site.run("node", "trace", "a1", "ipaddr"))
        .isEqualTo(
            new CliSite.Result(
                1,
                "",
                "wwj: 'ipaddr' may mean several fields of a1: NetDevs[default].Ipaddr,"
                    + " NetDevs[ib].Ipaddr; name one of them\n"));
    assertThat(site.run("node", "trace", "a1", "imgae"))
        .isEqualTo(
            new CliSite.Result(
                1,
                "",
                "wwj: no field 'imgae' in node a1; did you mean ImageName? List them with  wwj node"
                    + " trace a1\n"));
    assertThat(site.run("profile", "trace", "gpu", "asset").err())
        .startsWith("wwj: no field 'asset' in profile gpu");
    assertThat(site.run("node", "trace", "a1", "root", "-j", "-o", "yaml").code()).isEqualTo(2);
    assertThat(site.run("node", "trace").err()).contains("Missing required parameter: 'NAME'");
  }

  @Test
  void profilesThatDoNotExistStandInTheOrder() {
    CliSite broken = new CliSite(folder, "nodes: {c1: {profiles: [nope], init: /i}}");
    assertThat(broken.run("node", "trace", "c1", "init").out())
        .contains("wins")
        .endsWith("Merged in this order: nope (does not exist), node c1\n");
  }
}
