package org.wwj.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Tar;
import org.wwj.image.ImageException;

/** What OCI image-spec layer.md asks; owners are those of whoever runs the test. */
class LayerApplierTest {
  private static final FileTime THEN = FileTime.from(Instant.ofEpochSecond(Tar.TIME));

  @TempDir private Path folder;
  private Path tree;
  private int uid;
  private int gid;

  @BeforeEach
  void whoAmI() throws IOException {
    tree = folder.resolve("tree");
    uid = (int) Files.getAttribute(folder, "unix:uid");
    gid = (int) Files.getAttribute(folder, "unix:gid");
  }

  private Tar.Member mine(char type, String name) {
    return new Tar.Member(type, name).owner(uid, gid);
  }

  /** Names that end in a slash are folders, those with an arrow links, all others files. */
  private Tar tar(String... names) {
    Tar tar = new Tar();
    for (String name : names) {
      String[] link = name.split(" -> ");
      String[] hard = name.split(" => ");
      if (link.length == 2) {
        tar.add(mine('2', link[0]).link(link[1]));
      } else if (hard.length == 2) {
        tar.add(mine('1', hard[0]).link(hard[1]));
      } else if (name.endsWith("/")) {
        tar.add(mine('5', name));
      } else {
        tar.add(mine('0', name).content(name));
      }
    }
    return tar;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.filter(p -> !p.equals(tree))
          .map(p -> tree.relativize(p).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void unpacksOneOverTheOther() throws IOException {
    Unpacked unpacked =
        Blobs.apply(tree, tar("etc/", "etc/a", "etc/b"), tar("etc/", "etc/b", "etc/c"));
    assertThat(names()).containsExactly("etc", "etc/a", "etc/b", "etc/c");
    assertThat(unpacked).isEqualTo(new Unpacked(6, 20, List.of()));
  }

  @Test
  void whiteoutsRemoveWhatIsBelow() throws IOException {
    Blobs.apply(
        tree,
        tar("d/", "d/deep/", "d/deep/file", "keep/", "keep/gone", "keep/stays", "link -> keep"),
        tar(".wh.d", "keep/.wh.gone", ".wh.link", ".wh.never", "not/there/.wh.x", "keep/.wh.y/"));
    assertThat(names()).containsExactly("keep", "keep/stays");
  }

  @Test
  void whiteoutsSpareTheirOwnLayerWhereverTheyStand() throws IOException {
    Tar base = tar("a/", "a/old", "a/sub/", "a/sub/old", "b", "c/", "c/old");
    Blobs.apply(
        tree, base, tar("a/", "a/new", ".wh.a", "a/sub/new", "b", ".wh.b", ".wh.c", "c/", "c/new"));
    assertThat(names()).containsExactly("a", "a/new", "a/sub", "a/sub/new", "b", "c", "c/new");
  }

  @Test
  void whiteoutsSpareAFolderForWhatTheirLayerPutIntoIt() throws IOException {
    Blobs.apply(tree, tar("a/", "a/old", "a/sub/", "a/sub/old"), tar("a/sub/new", ".wh.a"));
    assertThat(names()).containsExactly("a", "a/sub", "a/sub/new");
  }

  @Test
  void opaqueFoldersHideAllBelow() throws IOException {
    Tar base = tar("a/", "a/old", "a/sub/", "a/sub/old", "a/gone/", "a/gone/old", "a/both");
    Blobs.apply(tree, base, tar("a/", "a/sub/new", "a/both", "a/.wh..wh..opq", "a/after"));
    assertThat(names()).containsExactly("a", "a/after", "a/both", "a/sub", "a/sub/new");
    Blobs.apply(tree.resolve("b"), base, tar("a/.wh..wh..opq", "nowhere/.wh..wh..opq"));
    assertThat(tree.resolve("b/a")).isEmptyDirectory();
    assertThat(tree.resolve("b/nowhere")).doesNotExist();
  }

  @Test
  void aRenameByHardLinkAndWhiteoutKeepsTheFile() throws IOException {
    Blobs.apply(tree, tar("old"), tar("new => old", ".wh.old"));
    assertThat(names()).containsExactly("new");
    assertThat(tree.resolve("new")).hasContent("old");
  }

  @Test
  void bookKeepingOfAufsIsNoFile() throws IOException {
    Blobs.apply(tree, tar(".wh..wh.aufs", ".wh..wh.plnk/", ".wh..wh.orph/", "a"));
    assertThat(names()).containsExactly("a");
  }

  @Test
  void otherKindsReplaceWhatIsThere() throws IOException {
    Blobs.apply(
        tree,
        tar("file", "folder/", "folder/x", "folder/y/", "aim/", "aim/x", "link -> aim", "twice"),
        tar("file/", "file/x", "folder", "link/", "link/y", "twice -> aim", "twice"));
    assertThat(names())
        .containsExactly("aim", "aim/x", "file", "file/x", "folder", "link", "link/y", "twice");
    assertThat(tree.resolve("folder")).isRegularFile();
    assertThat(Files.isDirectory(tree.resolve("link"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(tree.resolve("twice")).hasContent("twice");
  }

  @Test
  void aFolderTakesItsNewAttributesAndKeepsItsFiles() throws IOException {
    Tar open = new Tar().add(mine('5', "d").mode(0755)).add(mine('0', "d/x"));
    Blobs.apply(tree, open, new Tar().add(mine('5', "d").mode(01700).mtime(5)));
    assertThat(names()).containsExactly("d", "d/x");
    assertThat((int) Files.getAttribute(tree.resolve("d"), "unix:mode") & 07777).isEqualTo(01700);
    assertThat(Files.getLastModifiedTime(tree.resolve("d")).toMillis()).isEqualTo(5000);
  }

  @Test
  void linksToFoldersLeadWhereTheyWouldOnTheNode() throws IOException {
    Blobs.apply(
        tree,
        tar("usr/", "usr/lib/", "lib -> usr/lib", "var/", "run/", "var/run -> /run"),
        tar("lib/a", "var/run/b", "up -> ../../../usr", "up/c"));
    assertThat(tree.resolve("usr/lib/a")).hasContent("lib/a");
    assertThat(tree.resolve("run/b")).exists();
    assertThat(tree.resolve("usr/c")).exists();
    assertThat(tree.resolve("lib")).isSymbolicLink();
  }

  @Test
  void aLinkReplacedOnTheWayIsNoLongerFollowed() throws IOException {
    Blobs.apply(
        tree,
        tar(
            "real/",
            "way -> real",
            "way/one",
            "way/",
            "way/two",
            "loop -> .",
            "loop/x",
            ".wh.loop",
            "loop/y"));
    assertThat(names()).containsExactly("loop", "real", "real/one", "way", "way/two", "x", "y");
  }

  @Test
  void hardLinksShareTheirFileAcrossLayers() throws IOException {
    Blobs.apply(
        tree, tar("a", "soft -> a"), tar("b => a", "d/c => /b", "softer => soft", "a => a"));
    Object inode = Files.getAttribute(tree.resolve("a"), "unix:ino");
    assertThat(Files.getAttribute(tree.resolve("b"), "unix:ino")).isEqualTo(inode);
    assertThat(Files.getAttribute(tree.resolve("d/c"), "unix:ino")).isEqualTo(inode);
    assertThat(tree.resolve("softer")).isSymbolicLink();
    assertThat(tree.resolve("a")).hasContent("a");
  }

  @Test
  void aNewFileLeavesTheOldOnesOtherNamesAlone() throws IOException {
    Blobs.apply(tree, tar("a", "b => a"), new Tar().add(mine('0', "a").content("new")));
    assertThat(tree.resolve("a")).hasContent("new");
    assertThat(tree.resolve("b")).hasContent("a");
  }

  @Test
  void timesAreThoseOfTheArchive() throws IOException {
    Tar base = tar("d/", "d/e/", "d/e/f", "d/late -> x");
    base.add(mine('0', "fine").pax("mtime", "1234567890.123456789"));
    base.add(mine('2', "link").link("x").pax("mtime", "1234567890.123456789"));
    base.add(mine('0', "early").pax("mtime", "-1.5"));
    Blobs.apply(tree, base, tar("d/e/g", "d/.wh.late"), tar("d/e/.wh.g"));
    FileTime fine = FileTime.from(Instant.ofEpochSecond(1_234_567_890, 123_456_789));
    for (String path : List.of("d", "d/e", "d/e/f")) {
      assertThat(Files.getLastModifiedTime(tree.resolve(path))).as(path).isEqualTo(THEN);
    }
    assertThat(Files.getLastModifiedTime(tree.resolve("fine"))).isEqualTo(fine);
    assertThat(Files.getLastModifiedTime(tree.resolve("link"), LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(fine);
    assertThat(Files.getLastModifiedTime(tree.resolve("early")).toMillis()).isEqualTo(-1500);
    assertThat(Files.getLastModifiedTime(tree).toMillis()).isZero();
  }

  @Test
  void theRootHasAttributesToo() throws IOException {
    Blobs.apply(tree, new Tar().add(mine('5', "./").mode(0711).mtime(7)).add(mine('0', "./a")));
    assertThat((int) Files.getAttribute(tree, "unix:mode") & 07777).isEqualTo(0711);
    assertThat(Files.getLastModifiedTime(tree).toMillis()).isEqualTo(7000);
  }

  @Test
  void layersMayHaveAbsoluteNames() throws IOException {
    Blobs.apply(tree, tar("/app/", "/app//./run"), tar("/app/.wh.run", "/app/b"));
    assertThat(names()).containsExactly("app", "app/b");
  }

  @Test
  void namesOfWhiteoutsAreFilesInARootFileSystem() throws IOException {
    Files.createDirectory(tree);
    Layer archive = Blobs.packed("rootfs", tar("a", ".wh.a", ".wh..wh..opq").bytes(), "");
    LayerApplier.rootfs(archive, tree, Progress.SILENT);
    assertThat(names()).containsExactly(".wh..wh..opq", ".wh.a", "a");
  }

  @Test
  void saysWhichLayerIsBad() throws IOException {
    assertThatThrownBy(() -> Blobs.apply(tree, tar("a"), tar("../a")))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("layer 2 is not imported: its member '../a' leads out");
  }
}
