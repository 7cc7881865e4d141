package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The texts of the list and trace commands for a site with every field, golden in {@code
 * src/test/resources/list}; {@code -Dtest.args=-Dgolden=write} writes these files anew.
 */
class ListGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/list");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "node-list, node list",
    "node-list-n, node list -n",
    "node-list-i, node list --ipmi",
    "node-list-l, node ls -l",
    "node-list-a, node list --all",
    "node-list-y, node list -y",
    "node-list-j, node list -j",
    "node-list-wide, node list -o wide",
    "node-list-csv, node list -o csv",
    "node-list-n-csv, node list -n --output csv",
    "node-list-json, node list -o json a1;b1",
    "node-list-yaml, node list -o yaml n2",
    "node-list-some, node list n[1-10];b1;",
    "profile-list, profile list",
    "profile-list-a, profile ls -a",
    "profile-list-y, profile list -y ;",
    "profile-list-j, profile list --json gpu default",
    "profile-list-wide, profile list -o wide",
    "profile-list-json, profile list -o json gpu",
    "node-trace, node trace n2",
    "node-trace-image, node trace n2 image",
    "node-trace-list, node trace n2 SystemOverlay",
    "node-trace-tree, node trace a1 resources.fstab",
    "node-trace-comment, node trace a1 comment",
    "node-trace-null, node trace b1 --image",
    "node-trace-unset, node trace b1 root",
    "node-trace-json, node trace n2 kernel.args -j",
    "node-trace-yaml, node trace n2 kernelargs -o yaml",
    "node-trace-csv, node trace n2 image_name -o csv",
    "profile-trace, profile trace default",
    "profile-trace-image, profile trace default image",
  })
  void showsTheGoldenText(String name, String words) throws IOException {
    CliSite site = CliSite.full(folder);
    // The table above is parted at commas, so host lists in it are at semicolons.
    CliSite.Result result = site.run(words.replace(';', ',').split(" "));
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    Path golden = GOLDEN.resolve(name + ".txt");
    // Columns are as wide as this run's folder.
    String shown = site.shown(result.out());
    shown = words.contains("trace") ? shown.replaceAll("(?<=\\S) {2,}", "  ") : shown;
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(golden, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(golden));
  }
}
