package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageMovesTest {
  /** Beyond any process's number (proc_sys_kernel(5)). */
  private static final long GONE = 4_194_305;

  @TempDir private Path folder;
  private ImageStore store;
  private ImageMoves moves;

  @BeforeEach
  void anImage() throws IOException {
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    moves = new ImageMoves(store);
    new Trees(store.rootfs("a")).file("etc/hosts", "a's").link("bin", "usr/bin");
    Files.writeString(store.home("a").resolve("origin"), "source x\n");
    Files.createDirectories(store.generations("a").resolve("g1"));
    Files.createSymbolicLink(store.generations("a").resolve("current"), Path.of("g1"));
  }

  @Test
  void copiesATree() {
    moves.copy("a", "b");
    assertThat(store.rootfs("b").resolve("etc/hosts")).hasContent("a's");
    assertThat(store.home("b").resolve("origin")).hasContent("source x");
    assertThat(store.find("b")).isEmpty();
    assertThat(store.list()).containsExactly("a", "b");
    assertThatThrownBy(() -> moves.copy("a", "b")).hasMessageContaining("b is there already");
    assertThatThrownBy(() -> moves.copy("none", "c")).hasMessageContaining("no image 'none'");
    assertThatThrownBy(() -> moves.copy("a", "../c")).hasMessageContaining("letters");
  }

  @Test
  void renamesWithGenerations() {
    moves.rename("a", "b");
    assertThat(store.list()).containsExactly("b");
    assertThat(store.find("b@g1")).isPresent();
    assertThat(store.find("a")).isEmpty();
    assertThatThrownBy(() -> moves.rename("a", "c")).hasMessageContaining("no image 'a'");
  }

  @Test
  void endsARenamingThatWasCutOff() throws IOException {
    Files.createDirectories(store.run("a"));
    Files.writeString(store.run("a").resolve("renamed-from"), "a");
    Files.move(store.home("a"), store.home("b"));
    moves.rename("a", "b");
    assertThat(store.list()).containsExactly("b");
    assertThat(store.find("b@g1")).isPresent();
    assertThat(store.run("b").resolve("renamed-from")).doesNotExist();
  }

  @Test
  void doesNotRenameOverAnother() throws IOException {
    new Trees(store.rootfs("b")).file("etc/hosts", "b's");
    assertThatThrownBy(() -> moves.rename("a", "b")).hasMessageContaining("b is there already");
    Files.createDirectories(store.generations("c"));
    assertThatThrownBy(() -> moves.rename("a", "c")).hasMessageContaining("c is there already");
    assertThat(store.rootfs("b").resolve("etc/hosts")).hasContent("b's");
    assertThat(store.find("a@g1")).isPresent();
  }

  @Test
  void deletesAllOfIt() throws IOException {
    Path archive = Files.writeString(store.generations("a").resolveSibling("a.img.gz"), "");
    moves.copy("a", "b");
    moves.delete("a");
    assertThat(store.list()).containsExactly("b");
    assertThat(archive).doesNotExist();
    assertThat(folder.resolve("chroots").toFile().list()).containsExactly("b");
    assertThat(folder.resolve("provision/images").toFile().list()).isEmpty();
    assertThatThrownBy(() -> moves.delete("a")).hasMessageContaining("no image 'a'");
  }

  @Test
  void removesWhatKilledOnesLeft() throws IOException {
    Path copy = folder.resolve("chroots/.copy-x@" + GONE);
    Path deleted = folder.resolve("provision/images/.delete-y@" + GONE);
    long us = ProcessHandle.current().pid();
    Path running = folder.resolve("chroots/.copy-z@" + us);
    for (Path path : new Path[] {copy, deleted, running}) {
      Files.createDirectories(path.resolve("rootfs"));
    }
    assertThat(store.list()).containsExactly("a");
    moves.copy("a", "b");
    assertThat(copy).doesNotExist();
    assertThat(deleted).doesNotExist();
    assertThat(running).exists();
  }
}
