package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackagesTest {
  private static final String STATUS =
      """
      Package: curl
      Status: install ok installed
      Description: transfer
       Package: not-this
       .
       more
      Architecture: amd64
      Version: 7.88.1-10

      Package: gone
      Status: deinstall ok config-files
      Architecture: amd64
      Version: 1

      Package: half
      Status: install reinstreq half-installed
      Architecture: all
      Version: 2:3


      Package: nothing
      """;

  @Test
  void readsWhatDpkgHasInstalled() {
    assertThat(Packages.dpkg(STATUS)).containsExactly("curl 7.88.1-10 amd64", "half 2:3 all");
    assertThat(Packages.dpkg("")).isEmpty();
  }

  @Test
  void neverFailsOnADamagedFile() {
    Random random = new Random(7);
    byte[] good = STATUS.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = good.clone();
      for (int n = random.nextInt(5); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(Packages.dpkg(new String(bytes, StandardCharsets.ISO_8859_1)))
          .allMatch(line -> line.split(" ").length == 3);
    }
  }

  @Test
  void comparesVersionsAlsoOfPackagesThatAreThereTwice() {
    Map<String, String> before =
        Packages.versions(List.of("curl 1 x86_64", "gone 1 noarch", "kernel 6.1 x86_64"));
    Map<String, String> after =
        Packages.versions(
            List.of("curl 2 x86_64", "kernel 6.1 x86_64", "kernel 6.2 x86_64", "new 1 noarch"));
    assertThat(GenerationDiff.changes(before, after))
        .containsExactly(
            new GenerationDiff.Change("curl.x86_64", "1", "2"),
            new GenerationDiff.Change("gone.noarch", "1", ""),
            new GenerationDiff.Change("kernel.x86_64", "6.1", "6.1, 6.2"),
            new GenerationDiff.Change("new.noarch", "", "1"));
  }
}
