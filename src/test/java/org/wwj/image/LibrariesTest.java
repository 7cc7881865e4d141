package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
  private static final int X86 = 62;
  private static final int I386_ON_64 = 3;
  private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

  @TempDir private Path root;
  private Trees trees;

  @BeforeEach
  void merged() {
    trees = new Trees(root).merged();
    trees.file("usr/lib64/ld-linux-x86-64.so.2", Trees.elf(X86, "", ""));
  }

  @Test
  void findsLoaderAndLibrariesOfLibraries() {
    trees.file("usr/bin/sh", Trees.elf(X86, LOADER, "", "liba.so.1"));
    trees.file("usr/lib64/liba.so.1", Trees.elf(X86, "", "", "libc.so.6"));
    trees.file("usr/lib64/libc.so.6", Trees.elf(X86, "", "", "ld-linux-x86-64.so.2"));
    assertThat(new Libraries(trees.tree()).closure("bin/sh"))
        .containsExactly(
            "bin/sh", "lib64/ld-linux-x86-64.so.2", "lib64/liba.so.1", "lib64/libc.so.6");
  }

  @Test
  void looksWhereDebianPutsThem() {
    trees.file("usr/bin/sh", Trees.elf(X86, LOADER, "", "libc.so.6"));
    trees.file("usr/lib/x86_64-linux-gnu/libc.so.6", Trees.elf(X86, "", ""));
    assertThat(new Libraries(trees.tree()).closure("usr/bin/sh"))
        .contains("usr/lib/x86_64-linux-gnu/libc.so.6");
  }

  @Test
  void looksInRunpathAndConfiguredFolders() {
    trees
        .file(
            "usr/bin/tool", Trees.elf(X86, LOADER, "$ORIGIN/../lib/own", "libown.so", "libopt.so"))
        .file("usr/lib/own/libown.so", Trees.elf(X86, "", ""))
        .file("opt/lib/libopt.so", Trees.elf(X86, "", ""))
        .file("etc/ld.so.conf", "include ld.so.conf.d/*.conf\n")
        .file("etc/ld.so.conf.d/opt.conf", "# ours\n/opt/lib\n");
    assertThat(new Libraries(trees.tree()).closure("usr/bin/tool"))
        .contains("usr/bin/../lib/own/libown.so", "opt/lib/libopt.so");
  }

  @Test
  void passesOverALibraryOfAnotherProcessor() {
    trees.file("usr/bin/sh", Trees.elf(X86, LOADER, "", "libc.so.6"));
    trees.file("usr/lib64/libc.so.6", Trees.elf(I386_ON_64, "", ""));
    trees.file("usr/lib/libc.so.6", Trees.elf(X86, "", ""));
    assertThat(new Libraries(trees.tree()).closure("usr/bin/sh")).contains("lib/libc.so.6");
  }

  @Test
  void followsLinksWithinTheImageOnly() {
    trees.link("etc/alternatives/sh", "/usr/bin/../../../../../usr/bin/real");
    trees.link("usr/bin/sh", "/etc/alternatives/sh").file("usr/bin/real", "#!script");
    assertThat(trees.tree().resolve("bin/sh").orElseThrow().path()).isEqualTo("usr/bin/real");
    assertThat(trees.tree().resolve("bin/sh").orElseThrow().links())
        .containsExactly("bin", "usr/bin/sh", "etc/alternatives/sh");
  }

  @Test
  void givesUpOnLinksInACircle() {
    trees.link("usr/bin/a", "b").link("usr/bin/b", "a");
    assertThat(trees.tree().resolve("usr/bin/a")).isEmpty();
  }

  @Test
  void namesTheLibraryThatIsMissing() {
    trees.file("usr/bin/sh", Trees.elf(X86, LOADER, "", "libgone.so.1"));
    assertThatThrownBy(() -> new Libraries(trees.tree()).closure("usr/bin/sh"))
        .hasMessageContaining("/usr/bin/sh needs the library libgone.so.1");
  }

  @Test
  void neverFailsOnDamagedFiles() {
    Random random = new Random(7);
    byte[] good = Trees.elf(X86, LOADER, "/opt/lib", "liba.so.1", "libc.so.6");
    int parsed = 0;
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = good.clone();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      parsed += Elf.parse(bytes).isPresent() ? 1 : 0;
    }
    assertThat(parsed).isBetween(1, 299_999);
  }
}
