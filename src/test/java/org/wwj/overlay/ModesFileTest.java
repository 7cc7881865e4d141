package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModesFileTest {
  @TempDir Path folder;

  @Test
  void theLastLineIsThePaths() {
    assertThat(ModesFile.with("", "a", 0600, "")).isEqualTo("0600 a\n");
    assertThat(ModesFile.with("# why\n0644 a\n0755 *\n", "a", 0600, ""))
        .isEqualTo("# why\n0755 *\n0600 a\n");
    assertThat(ModesFile.with("0400 munge:5 /a", "a", 0440, "")).isEqualTo("0440 munge:5 a\n");
    assertThat(ModesFile.with("0400 munge:5 a\n", "a", 0400, "0:0")).isEqualTo("0400 0:0 a\n");
    assertThat(ModesFile.with("not a rule\n", "a", 0400, "")).isEqualTo("not a rule\n0400 a\n");
  }

  @Test
  void onlyItsOwnLineGoes() {
    assertThat(ModesFile.without("0600 a\n# a\n0600 ab\n0600 *\n", "a"))
        .isEqualTo("# a\n0600 ab\n0600 *\n");
    assertThat(ModesFile.without("0600 b", "a")).isEqualTo("0600 b");
  }

  @Test
  void aNameThatLooksLikeAPatternIsItself() throws IOException {
    for (String name : new String[] {"a*", "[a]", "{a,b}", "a?", "a\\b", "é ü"}) {
      Path overlay = Files.createDirectories(folder.resolve("o"));
      Files.writeString(overlay.resolve("modes"), ModesFile.with("", name, 0600, ""));
      Modes modes = Modes.read(overlay);
      assertThat(modes.apply(TreeFile.NONE, name).permissions()).as(name).isEqualTo(0600);
      assertThat(modes.apply(TreeFile.NONE, "ab").permissions()).as(name).isZero();
      assertThat(ModesFile.without(Files.readString(overlay.resolve("modes")), name)).isEmpty();
    }
    assertThatThrownBy(() -> ModesFile.with("", "a ", 0600, "")).hasMessageContaining("blank");
  }
}
