package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadePlacesTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_123L);

  @TempDir private Path folder;
  private Path root;
  private MadePlaces places;

  @BeforeEach
  void aTree() throws IOException {
    root = Files.createDirectories(folder.resolve("rootfs/etc")).getParent();
    Files.createDirectories(folder.resolve("run"));
    Files.writeString(root.resolve("etc/hosts"), "");
    Files.setLastModifiedTime(root.resolve("etc"), LONG_AGO);
    Files.setLastModifiedTime(root, LONG_AGO);
    places = new MadePlaces(root, folder.resolve("run"));
  }

  private String tree() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted().toList()) {
        text.append(root.relativize(path)).append(' ').append(Files.getLastModifiedTime(path));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private void sweep() {
    new MadePlaces(root, folder.resolve("run")).sweep(); // as another process would
  }

  @Test
  void leaveNoTrace() throws IOException {
    String before = tree();
    places.folder("opt/a/b");
    places.file("etc/new");
    places.file("etc/newer");
    places.copy(root.resolve("etc/hosts"), "etc/lent");
    places.file("etc/hosts");
    assertThat(root.resolve("opt/a/b")).isDirectory();
    assertThat(root.resolve("etc/new")).isEmptyFile();
    sweep();
    assertThat(tree()).isEqualTo(before);
    assertThat(folder.resolve("run/made")).doesNotExist();
  }

  @Test
  void belongToTheImageOnceTheyAreUsed() throws IOException {
    places.folder("opt/a");
    places.file("etc/new");
    Path source = Files.writeString(folder.resolve("source"), "one");
    places.copy(source, "etc/lent");
    places.copy(source, "etc/lent2");
    Files.writeString(root.resolve("opt/a/mine"), "");
    Files.writeString(root.resolve("etc/new"), "mine");
    Files.writeString(root.resolve("etc/lent"), "changed");
    sweep();
    assertThat(root.resolve("opt/a/mine")).exists();
    assertThat(root.resolve("etc/new")).hasContent("mine");
    assertThat(root.resolve("etc/lent")).hasContent("changed");
    assertThat(root.resolve("etc/lent2")).doesNotExist();
  }

  @Test
  void keepTheTimeOfAFolderThatWasChanged() throws IOException {
    places.file("etc/new");
    Files.writeString(root.resolve("etc/mine"), "");
    sweep();
    assertThat(root.resolve("etc/new")).doesNotExist();
    assertThat(Files.getLastModifiedTime(root.resolve("etc"))).isNotEqualTo(LONG_AGO);
  }

  @Test
  void areSweptThoughTheirMakerWasKilledAtTheFirstOrHalfALine() throws IOException {
    places.file("etc/new");
    Path journal = folder.resolve("run/made");
    Files.writeString(
        journal, Files.readString(journal).lines().findFirst().orElseThrow() + "\nfile 1");
    sweep();
    assertThat(root.resolve("etc/new")).doesNotExist();
    assertThat(journal).doesNotExist();
  }
}
