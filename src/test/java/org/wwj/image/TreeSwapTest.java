package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each state that a kill can leave, made by hand. */
class TreeSwapTest {
  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void home() throws IOException {
    home = Files.createDirectory(folder.resolve("a"));
  }

  private void image(String content) throws IOException {
    tree(home.resolve("rootfs"), content);
    Files.writeString(home.resolve("origin"), "source " + content + "\n");
  }

  private static void tree(Path tree, String content) throws IOException {
    Files.createDirectory(tree);
    Files.writeString(tree.resolve("file"), content);
  }

  private Path fresh(String content) throws IOException {
    Path fresh = TreeSwap.begin(home);
    tree(fresh.resolve("rootfs"), content);
    Files.writeString(fresh.resolve("origin"), "source " + content + "\n");
    return fresh;
  }

  /** As complete() has it before the exchange. */
  private Path decided(String content) throws IOException {
    Path fresh = fresh(content);
    Object inode = Files.getAttribute(fresh.resolve("rootfs"), "unix:ino");
    return Files.move(fresh, home.resolve(".swap-" + inode));
  }

  private void isAll(String content) {
    assertThat(home.resolve("rootfs/file")).hasContent(content);
    assertThat(home.resolve("origin")).hasContent("source " + content);
    String[] names = home.toFile().list();
    Arrays.sort(names);
    assertThat(names).containsExactly("origin", "rootfs");
  }

  @Test
  void putsANewTreeInItsPlace() throws IOException {
    TreeSwap.complete(fresh("new"), home);
    isAll("new");
    TreeSwap.complete(fresh("newer"), home);
    isAll("newer");
  }

  @Test
  void exchangesInOneStep() throws IOException {
    tree(home.resolve("one"), "1");
    tree(home.resolve("other"), "2");
    assertThat(TreeSwap.exchange(home.resolve("one"), home.resolve("other"))).isTrue();
    assertThat(home.resolve("one/file")).hasContent("2");
    assertThat(home.resolve("other/file")).hasContent("1");
  }

  @Test
  void deletesATreeThatWasGrowing() throws IOException {
    image("old");
    fresh("new");
    assertThat(TreeSwap.interrupted(home)).isTrue();
    TreeSwap.recover(home);
    isAll("old");
    assertThat(TreeSwap.interrupted(home)).isFalse();
  }

  @Test
  void staysAtTheOldTreeBeforeTheExchange() throws IOException {
    image("old");
    decided("new");
    TreeSwap.recover(home);
    isAll("old");
  }

  @Test
  void goesOnToTheNewTreeAfterTheExchange() throws IOException {
    image("old");
    Path decided = decided("new");
    TreeSwap.exchange(decided.resolve("rootfs"), home.resolve("rootfs"));
    TreeSwap.recover(home);
    isAll("new");
  }

  @Test
  void endsAfterTheOriginToo() throws IOException {
    image("old");
    Path decided = decided("new");
    TreeSwap.exchange(decided.resolve("rootfs"), home.resolve("rootfs"));
    Files.delete(home.resolve("origin"));
    Files.move(decided.resolve("origin"), home.resolve("origin"));
    TreeSwap.recover(home);
    isAll("new");
  }

  @Test
  void takesTheOldTreeBackWhereTwoStepsWereNeeded() throws IOException {
    image("old");
    Path decided = decided("new");
    Files.move(home.resolve("rootfs"), decided.resolve("old"));
    TreeSwap.recover(home);
    isAll("old");
  }

  @Test
  void knowsThatTheSecondOfTwoStepsWasDone() throws IOException {
    image("old");
    Path decided = decided("new");
    Files.move(home.resolve("rootfs"), decided.resolve("old"));
    Files.move(decided.resolve("rootfs"), home.resolve("rootfs"));
    TreeSwap.recover(home);
    isAll("new");
  }

  @Test
  void leavesNothingOfAFirstImport() throws IOException {
    decided("new");
    TreeSwap.recover(home);
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void canBeKilledWhileItDeletes() throws IOException {
    image("old");
    Path left = fresh("new");
    Files.move(left, home.resolve(".import-dead" + left.getFileName()));
    TreeSwap.recover(home);
    isAll("old");
  }

  @Test
  void oneProcessAtATime() throws IOException {
    try (ImageLock lock = ImageLock.take(home)) {
      assertThat(lock.home()).isEqualTo(home);
      assertThat(ImageLock.attempt(home)).isEmpty();
    }
    try (ImageLock lock = ImageLock.attempt(home).orElseThrow()) {
      assertThat(lock.home()).isEqualTo(home);
    }
    assertThat(folder.toFile().list()).containsExactly("a");
  }
}
