package org.wwj.cli.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.cli.CliSite;

/**
 * The texts of the overlay commands that only show, golden in {@code src/test/resources/overlays};
 * {@code -Dtest.args=-Dgolden=write} writes these files anew.
 */
class OverlayGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/overlays");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "list, list",
    "list-a, ls -a",
    "list-l, list --long hosts keys multi",
    "list-p, list -p",
    "list-ap, list -ap hosts",
    "list-wide, list -o wide",
    "list-csv, list -o csv",
    "list-json, list -o json hosts keys",
    "list-unknown, list host",
    "show, show hosts etc/hosts.ww",
    "show-plain, cat hosts /etc/plain",
    "show-render, show --render c1 hosts etc/hosts.ww",
    "show-render-no-suffix, show -r c1 hosts /etc/hosts",
    "show-render-plain, show -r c1 hosts etc/plain",
    "show-render-several, show -r c1 multi etc/net.ww",
    "show-render-quiet, show -q -r c1 multi etc/net.ww",
    "show-render-abort, show -r c1 multi etc/no.ww",
    "show-render-abort-quiet, show -qr c1 multi etc/no",
    "show-render-broken, show -r c1 ours etc/broken.ww",
    "show-unknown, show hosts etc/host.ww",
    "info, info multi etc/net.ww",
    "info-wide, vars multi etc/net.ww -o wide",
    "info-json, variables multi etc/net.ww -o json",
    "info-unknown-field, info ours etc/broken.ww",
    "diff, diff hosts",
    "diff-none, diff multi",
    "build, build c2",
    "build-broken, build",
  })
  void showsTheGoldenText(String name, String words) throws IOException {
    CliSite.Result result = new OverlaySite(folder).run(words.split(" "));
    // Columns are as wide as this run's folder.
    String out = result.out();
    out = out.contains("PATH") ? out.replaceAll("(?<=\\S) {2,}", "  ") : out;
    String shown = out + (result.err().isEmpty() ? "" : "--- err\n" + result.err());
    shown += result.code() == 0 ? "" : "--- exit code " + result.code() + "\n";
    Path golden = GOLDEN.resolve(name + ".txt");
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(golden));
  }
}
