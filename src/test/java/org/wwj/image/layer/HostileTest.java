package org.wwj.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wwj.archive.Tar;
import org.wwj.image.ImageException;

/** Archives made to harm, each by its name; a canary beside the tree must live on as it was. */
class HostileTest {
  @TempDir private Path folder;
  private Path tree;
  private Path canary;

  @BeforeEach
  void aCanary() throws IOException {
    tree = Files.createDirectory(folder.resolve("tree"));
    canary = Files.createDirectory(folder.resolve("canary"));
    Files.writeString(canary.resolve("file"), "alive");
  }

  static Stream<Arguments> refused() {
    String nowhere = "lies behind a link that leads nowhere";
    return Stream.of(
        Arguments.of("name above the tree", new Tar().file("../canary/file", "x"), "leads out"),
        Arguments.of("name above in its middle", new Tar().file("a/../../b", "x"), "leads out"),
        Arguments.of("absolute name above", new Tar().file("/../canary/file", "x"), "leads out"),
        Arguments.of("name of dots alone", new Tar().folder(".."), "leads out"),
        Arguments.of(
            "pax name above",
            new Tar().add(new Tar.Member('0', "a").pax("path", "../canary/file")),
            "leads out"),
        Arguments.of(
            "GNU name above", new Tar().gnuLong('L', "../canary/file").file("a", ""), "leads out"),
        Arguments.of("hard link above", new Tar().hardLink("a", "../canary/file"), "hard link"),
        Arguments.of("hard link to nothing", new Tar().hardLink("a", "b"), "hard link"),
        Arguments.of(
            "hard link to a folder", new Tar().folder("d").hardLink("a", "d"), "hard link"),
        Arguments.of("hard link to the root", new Tar().hardLink("a", "/"), "hard link"),
        Arguments.of(
            "hard link in place of its own target's folder",
            new Tar().file("d/x", "").hardLink("d", "d/x"),
            "hard link"),
        Arguments.of(
            "file behind a link above",
            new Tar().symlink("way", "../canary").file("way/file", "x"),
            nowhere),
        Arguments.of(
            "file behind two links",
            new Tar().symlink("up", "..").symlink("way", "up/canary").file("way/file", "x"),
            nowhere),
        Arguments.of(
            "file behind a link to itself",
            new Tar().symlink("l", "l").file("l/a", "x"),
            "lies below"),
        Arguments.of(
            "link replaced from within itself",
            new Tar().symlink("l", ".").file("l/l", "").file("l/a", ""),
            "lies below 'l'"),
        Arguments.of("file below a file", new Tar().file("a", "").file("a/b", ""), "lies below"),
        Arguments.of("file in place of the root", new Tar().file("./", "").file(".", "x"), "root"),
        Arguments.of("link in place of the root", new Tar().symlink("./", "/etc"), "root"),
        Arguments.of("whiteout of the folder above", new Tar().file("a/.wh...", ""), "no name"),
        Arguments.of("whiteout of its own folder", new Tar().file("a/.wh..", ""), "no name"),
        Arguments.of("whiteout of no name", new Tar().file(".wh.", ""), "no name"),
        Arguments.of("file below a whiteout", new Tar().file(".wh.a/b", ""), "below a whiteout"),
        Arguments.of(
            "long name", new Tar().gnuLong('L', "n".repeat(300)).file("a", ""), "too long"),
        Arguments.of(
            "long path", new Tar().gnuLong('L', "n/".repeat(3000)).file("a", ""), "too long"),
        Arguments.of(
            "long target", new Tar().gnuLong('K', "n".repeat(5000)).symlink("a", ""), "too long"),
        Arguments.of("empty target", new Tar().symlink("a", ""), "cannot be written"),
        Arguments.of(
            "name that would speak to the terminal",
            new Tar().file("\u001b[2J\n/../a", ""),
            "'?[2J?/../a'"),
        Arguments.of(
            "name that fills the screen",
            new Tar().gnuLong('L', "../" + "n".repeat(9999)).file("a", ""),
            "nnn...'"),
        Arguments.of("unknown type", new Tar().add(new Tar.Member('s', "socket")), "unknown type"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefused(String attack, Tar tar, String reason) throws IOException {
    assertThatThrownBy(() -> apply(tar))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("layer")
        .hasMessageContaining(reason);
    canaryLives();
  }

  static Stream<Arguments> neutral() {
    String canary = "canary/file";
    return Stream.of(
        Arguments.of(
            "link above, itself harmless", new Tar().symlink("a", "../" + canary), List.of("a")),
        Arguments.of(
            "file in place of a link above",
            new Tar().symlink("a", "../" + canary).file("a", "x"),
            List.of("a")),
        Arguments.of(
            "folder in place of a link above",
            new Tar().symlink("a", "../canary").folder("a").file("a/file", "x"),
            List.of("a", "a/file")),
        Arguments.of(
            "attributes for a link above",
            new Tar().add(new Tar.Member('2', "a").link("../" + canary).mode(07777).mtime(1)),
            List.of("a")),
        Arguments.of(
            "hard link to a link above",
            new Tar().symlink("a", "../" + canary).hardLink("b", "a").file("b", "x"),
            List.of("a", "b")),
        Arguments.of(
            "whiteout of a link above",
            new Tar().symlink("a", "../canary").file(".wh.a", ""),
            List.of("a")),
        Arguments.of(
            "whiteout behind a link above",
            new Tar().symlink("a", "../canary").file("a/.wh.file", "").file("a/.wh..wh..opq", ""),
            List.of("a")),
        Arguments.of(
            "file behind a link to the root's parent",
            new Tar().symlink("a", "../../../..").file("a/b", "x"),
            List.of("a", "b")),
        Arguments.of(
            "absolute name",
            new Tar().file("/etc/wwj-canary", "x"),
            List.of("etc", "etc/wwj-canary")),
        Arguments.of(
            "same name many times",
            new Tar().file("a", "1").folder("a").symlink("a", "/").file("a", "2"),
            List.of("a")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("neutral")
  void staysInside(String attack, Tar tar, List<String> names) throws IOException {
    apply(tar);
    try (Stream<Path> all = Files.walk(tree)) {
      assertThat(all.skip(1).map(path -> tree.relativize(path).toString()).sorted().toList())
          .isEqualTo(names);
    }
    canaryLives();
  }

  @Test
  void linksOfALayerBelowLeadNowhereElse() throws IOException {
    assertThatThrownBy(() ->
            Blobs.apply(
                tree, new Tar().symlink("way", canary.toString()), new Tar().file("way/file", "x")))
        .hasMessageContaining("leads nowhere");
    canaryLives();
    Blobs.apply(
        tree,
        new Tar().symlink("way", canary.toString()),
        new Tar().file("way/.wh.file", "").file("way/.wh..wh..opq", ""));
    canaryLives();
  }

  private void apply(Tar tar) throws IOException {
    Blobs.apply(tree, tar);
  }

  private void canaryLives() throws IOException {
    assertThat(folder).isDirectoryContaining("glob:**/canary");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("tree", "canary");
    assertThat(canary.toFile().list()).containsExactly("file");
    assertThat(canary.resolve("file")).hasContent("alive");
    assertThat(Files.getAttribute(canary.resolve("file"), "unix:nlink")).isEqualTo(1);
  }
}
