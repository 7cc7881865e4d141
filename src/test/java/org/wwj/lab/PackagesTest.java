package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's package table and what reads it. */
class PackagesTest {
  private static final Path SH = Path.of("src/main/sh");

  @TempDir private Path folder;

  @Test
  void everyRowNamesGroupNeedAndBothPackages() throws IOException {
    List<String[]> rows = rows();
    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row).hasSize(4));
    assertThat(rows).extracting(row -> row[0]).containsOnly("build", "lab", "tests", "bench");
    assertThat(rows)
        .allSatisfy(row -> assertThat(row[1]).matches("[a-z0-9|_/.*A-Z-]+"))
        .allSatisfy(row -> assertThat(row[2]).matches("[a-z0-9.+-]+"));
  }

  @Test
  void labFindsItsFirmwareWhereTheTableLooks() throws IOException {
    String needs = String.join(" ", rows().stream().map(row -> row[1]).toList());
    assertThat(needs).contains("/usr/libexec/qemu-kvm", "/usr/share/OVMF/OVMF_CODE_4M.fd");
  }

  @Test
  void missingPackageIsNamedWithTheExactCommand() throws IOException {
    Path table = folder.resolve("packages");
    Files.writeString(
        table,
        """
        # comment
        lab    sh                    dash        dash
        lab    wwj-no-such-program   no-such     no-such
        other  wwj-no-such-other     not-asked   not-asked
        """);
    Commands.Output output =
        Commands.run(
            List.of(
                "env",
                "WWJ_PACKAGES=" + table,
                SH.resolve("install-missing").toString(),
                "--check",
                "lab"));
    assertThat(output.exit()).isEqualTo(1);
    assertThat(output.text())
        .contains("missing: wwj-no-such-program")
        .doesNotContain("not-asked", "dash");
  }

  @Test
  void nothingMissingIsSilent() throws IOException {
    Path table = folder.resolve("packages");
    Files.writeString(table, "lab  wwj-none|sh  dash  dash\nlab  /bin/s*  dash  dash\n");
    Commands.Output output =
        Commands.run(
            List.of(
                "env",
                "WWJ_PACKAGES=" + table,
                SH.resolve("install-missing").toString(),
                "--check",
                "lab"));
    assertThat(output).isEqualTo(new Commands.Output(0, ""));
  }

  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(SH.resolve("packages")).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.split("\\s+"))
        .filter(row -> Arrays.stream(row).noneMatch(String::isEmpty))
        .toList();
  }
}
