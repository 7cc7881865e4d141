package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;

/** The manual pages as groff sees them. */
class ManPageIT {
  @TempDir Path folder;

  @Test
  void groffHasNothingToSayToThem() throws Exception {
    Peers.require("groff");
    assertThat(CliSite.plain("man", folder.toString()).code()).isZero();
    List<Path> pages;
    try (Stream<Path> all = Files.walk(folder)) {
      pages = all.filter(Files::isRegularFile).toList();
    }
    assertThat(pages).hasSizeGreaterThan(20);
    for (Path page : pages) {
      assertThat(groff(page, "-z")).as("%s", page).isEmpty();
    }
    assertThat(groff(folder.resolve("man1/wwj-node-trace.1"), "-P-cbou"))
        .contains("wwj node trace c1 'NetDevs[default].Netmask'");
  }

  private static String groff(Path page, String option) throws Exception {
    Process process =
        new ProcessBuilder("groff", "-man", "-ww", "-Tutf8", option, page.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
