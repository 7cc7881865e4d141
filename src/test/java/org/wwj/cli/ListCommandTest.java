package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Patterns, errors and forms of the list commands; their texts are golden in ListGoldenTest. */
class ListCommandTest {
  @TempDir Path folder;
  private CliSite site;

  @BeforeEach
  void full() {
    site = CliSite.full(folder);
  }

  @Test
  void aNameThatDoesNotExistIsAnErrorAndTheOthersAreListed() {
    assertThat(site.run("node", "list", "n1,b1"))
        .isEqualTo(
            new CliSite.Result(
                1,
                """
                NODE NAME  PROFILES  NETWORK
                ---------  --------  -------
                b1         --        --
                """,
                "wwj: no node n1; did you mean 'a1'?\n"));
    assertThat(site.run("node", "list", "-j", "nope"))
        .isEqualTo(new CliSite.Result(1, "", "wwj: no node nope\n"));
    assertThat(site.run("profile", "list", "defualt"))
        .isEqualTo(new CliSite.Result(1, "", "wwj: no profile defualt; did you mean 'default'?\n"));
  }

  @Test
  void aRangeOfNothingIsAnEmptyTable() {
    assertThat(site.run("node", "list", "q[1-9]"))
        .isEqualTo(
            new CliSite.Result(
                0, "NODE NAME  PROFILES  NETWORK\n---------  --------  -------\n", ""));
    assertThat(site.run("node", "list", "-j", "q[1-9]").out()).isEqualTo("{}\n");
    assertThat(site.run("node", "list", "-y", "q[1-9]").out()).isEqualTo("{}\n");
    assertThat(site.run("node", "list", "-o", "json", "q[1-9]").out()).isEqualTo("[]\n");
    assertThat(site.run("node", "list", "-n", "-o", "csv", "q[1-9]").out())
        .isEqualTo("node,network,hwaddr,ipaddr,gateway,device\r\n");
  }

  @Test
  void patternsMayBeSeveralWordsAndHaveCommasAnywhere() {
    String all = site.run("node", "list").out();
    assertThat(site.run("node", "list", ",").out()).isEqualTo(all);
    assertThat(site.run("node", "list", "a1,", "n[2,10]", "b1").out()).isEqualTo(all);
    assertThat(site.run("node", "list", "n10,a1").out())
        .isEqualTo(site.run("node", "list", "a1", "n10,").out())
        .containsSubsequence("n10 ", "a1 ")
        .doesNotContain("n2", "b1");
  }

  @Test
  void mistakesOfTheCommandLineAreTold() {
    assertThat(site.run("node", "list", "-o", "yml"))
        .isEqualTo(
            new CliSite.Result(
                2,
                "",
                """
                wwj: Invalid value for option '--output': 'yml' is none of table, wide, csv, json, yaml; did you mean 'yaml'?
                See  wwj node list --help
                """));
    assertThat(site.run("node", "list", "-o", "csv", "-j").err())
        .startsWith("wwj: -o and -j exclude each other");
    assertThat(site.run("node", "list", "n[1-99999999]").err()).contains("more than 100000 names");
    assertThat(site.run("node", "list", "n[1-99999999]").code()).isEqualTo(2);
  }

  @Test
  void everyObjectHasTheSameKeysWhateverIsSet() {
    JsonNode nodes =
        JsonMapper.builder().build().readTree(site.run("node", "list", "-o", "json").out());
    assertThat(nodes).hasSize(4);
    assertThat(nodes.get(0).propertyNames())
        .containsExactlyElementsOf(nodes.get(3).propertyNames())
        .contains("name", "image_name", "network_devices", "kernel", "resources");
    for (JsonNode node : nodes) {
      node.path("network_devices")
          .forEach(device -> assertThat(device.propertyNames()).hasSize(12).contains("ipaddr"));
    }
    assertThat(nodes.get(0).path("image_name").isNull()).isFalse();
    assertThat(nodes.get(2).path("name").asString()).isEqualTo("b1");
    assertThat(nodes.get(2).path("image_name").isNull()).isTrue();
    assertThat(nodes.get(3).path("disks").path("/dev/vda").path("wipe_table").asBoolean()).isTrue();
    assertThat(nodes.get(3).path("ipmi").path("write").asBoolean(true)).isFalse();
    assertThat(nodes.get(0).path("primary_network").asString()).isEqualTo("default");
  }

  @Test
  void anEmptySiteIsAnEmptyTable() {
    CliSite empty = new CliSite(folder, "");
    assertThat(empty.run("node", "list").out()).hasLineCount(2);
    assertThat(empty.run("profile", "list", "-y").out()).isEqualTo("{}\n");
    assertThat(empty.run("node", "list", "c1").err()).isEqualTo("wwj: no node c1\n");
  }

  @Test
  void imagesAreListedWithWhoBootsThem() throws java.io.IOException {
    java.nio.file.Files.createDirectories(folder.resolve("state/chroots/debian-12/rootfs"));
    assertThat(site.run("image", "list").out())
        .isEqualTo(
            """
            IMAGE      GENERATION                            KERNEL  SIZE MIB
            ---------  ----------                            ------  --------
            debian-12  not built: wwj image build debian-12  --      --
            """
                .replace("---------  ------", "-----      ------"));
    assertThat(site.run("container", "ls", "-o", "csv").out())
        .isEqualTo(
            "image,generation,kernel,size_mib,unpacked_mib,chunks,current,nodes,ram_mib\r\n"
                + "debian-12,,,,,,no,\"a1,n10\",\r\n");
    JsonNode image =
        JsonMapper.builder().build().readTree(site.run("vnfs", "list", "-o", "json").out()).get(0);
    assertThat(image.path("generation").isNull()).isTrue();
    assertThat(image.path("nodes")).hasSize(2);
    assertThat(site.run("image", "list", "debian-13").err())
        .isEqualTo("wwj: no image debian-13; did you mean 'debian-12'?\n");
  }
}
