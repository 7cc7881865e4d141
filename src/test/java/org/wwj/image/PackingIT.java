package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Compression;
import org.wwj.archive.Digest;
import org.wwj.testnet.Peers;

/** What of a tree is packed, as unsquashfs and cpio see it. */
class PackingIT {
  private static final List<String> ODD =
      List.of(
          "#hash", " space", "new\nline", "back\\slash", "star*", "[set]", "quest?ion", "-dash");

  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void aTree() throws IOException {
    Peers.require("mksquashfs", "unsquashfs", "cpio");
    root = folder.resolve("tree");
    new Trees(root).file("usr/lib/systemd/systemd", "init").file("etc/hostname", "a\n");
  }

  @Test
  void leavesOutSocketsAndKeepsHardLinksOnce() throws IOException {
    new Trees(root).file("data/first", "x".repeat(300_000));
    Files.createLink(root.resolve("data/second"), root.resolve("data/first"));
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(root.resolve("data/socket")));
      Path unpacked = unsquash(squash(root));
      assertThat(unpacked.resolve("data").toFile().list()).containsOnly("first", "second");
      assertThat(Files.getAttribute(unpacked.resolve("data/first"), "unix:nlink")).isEqualTo(2);
      Path initrd = uncpio(archive(root));
      assertThat(initrd.resolve("data").toFile().list()).containsOnly("first", "second");
      assertThat(Files.getAttribute(initrd.resolve("data/second"), "unix:nlink")).isEqualTo(2);
      assertThat(initrd.resolve("data/second")).hasContent("x".repeat(300_000));
    }
  }

  @Test
  void leavesOutAloneWhatIsExcludedHoweverItIsCalled() throws IOException {
    StringBuilder patterns = new StringBuilder();
    for (String name : ODD) {
      new Trees(root).file("out/" + name + "/inside", "").file("kept/" + name, "");
      new Trees(root).file(name, "");
      patterns.append(name.replaceAll("([\\\\*?\\[# ])", "\\\\$1").replace('\n', '?')).append('\n');
    }
    new Trees(root)
        .file("etc/warewulf/excludes", patterns + "# a comment\n\n/out/*\n./gone/\n")
        .file("gone/inside", "")
        .file("starred", "")
        .file("set", "");
    raw("latin-\\344", "other-\\344");
    Files.writeString(
        root.resolve("etc/warewulf/excludes"),
        Files.readString(root.resolve("etc/warewulf/excludes")) + "latin-*\n");
    for (Path unpacked : List.of(unsquash(squash(root)), uncpio(archive(root)))) {
      assertThat(unpacked.toFile().list())
          .contains("out", "kept", "starred", "set", "usr", "etc")
          .doesNotContain("gone")
          .doesNotContain(
              "#hash", " space", "-dash", "new\nline", "back\\slash", "star*", "[set]", "quest?ion")
          .noneMatch(name -> name.startsWith("latin-"));
      assertThat(unpacked.resolve("out").toFile().list()).isEmpty();
      assertThat(unpacked.resolve("kept").toFile().list()).containsAll(ODD);
    }
    assertThat(names(unsquash(squash(root)))).contains("other-\u00e4");
    assertThat(TreeScan.of(new ImageTree(root)).warnings())
        .singleElement()
        .asString()
        .contains("not plain UTF-8 text", "an initrd");
  }

  @Test
  void namesThePatternThatIsNone() {
    new Trees(root).file("etc/warewulf/excludes", "good\nbad[\n");
    assertThatThrownBy(() -> squash(root))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("/etc/warewulf/excludes:2: 'bad['");
  }

  @Test
  void givesTheSameBytesAfterTheTreeWasCopied() throws IOException {
    for (int i = 0; i < 300; i++) {
      new Trees(root).file("many/" + i % 7 + "/" + i, "text ".repeat(i * 50));
    }
    Files.createLink(root.resolve("many/again"), root.resolve("many/0/7"));
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(root.resolve("many/1/1"), UserDefinedFileAttributeView.class);
    for (String name : List.of("b", "c", "a")) {
      attributes.write(name, ByteBuffer.wrap(new byte[] {1, 2}));
    }
    Tool.run("mkfifo", root.resolve("many/pipe").toString());
    Path copy = folder.resolve("elsewhere");
    Tool.run("cp", "-a", root.toString(), copy.toString());
    Path first = squash(root);
    assertThat(Digest.of(squash(root))).isEqualTo(Digest.of(first));
    assertThat(Digest.of(squash(copy))).isEqualTo(Digest.of(first));
    Files.writeString(copy.resolve("etc/hostname"), "b\n");
    assertThat(Digest.of(squash(copy))).isNotEqualTo(Digest.of(first));
  }

  @Test
  void packsFilesOfBeforeAndFarAfterTheEpoch() throws IOException {
    Tool.run("touch", "-d", "1950-01-01", root.resolve("etc/hostname").toString());
    Tool.run("touch", "-d", "2150-01-01", root.resolve("usr").toString());
    assertThat(unsquash(squash(root)).resolve("etc/hostname")).exists();
    assertThat(uncpio(archive(root)).resolve("etc/hostname")).exists();
  }

  /** Files whose names Java cannot say, by the octal of their bytes. */
  private void raw(String... names) throws IOException {
    for (String name : names) {
      Tool.run("sh", "-c", "cd \"$1\" && : >\"$(printf '" + name + "')\"", "sh", root.toString());
    }
  }

  private static List<String> names(Path unpacked) throws IOException {
    try (var children = Files.list(unpacked)) {
      return children
          .map(path -> path.toUri().getRawPath())
          .map(path -> path.substring(path.lastIndexOf('/') + 1))
          .map(name -> java.net.URLDecoder.decode(name, StandardCharsets.ISO_8859_1))
          .toList();
    }
  }

  private Path squash(Path tree) throws IOException {
    Path file = Files.createTempFile(folder, "root", ".squashfs");
    ImageTree image = new ImageTree(tree);
    Squashfs.write(TreeScan.of(image), image, List.of(), file);
    return file;
  }

  private Path archive(Path tree) throws IOException {
    Path file = Files.createTempFile(folder, "root", ".cpio.gz");
    ImageTree image = new ImageTree(tree);
    Initrd.write(TreeScan.of(image), image, file);
    return file;
  }

  private Path unsquash(Path file) throws IOException {
    Path target = Files.createTempDirectory(folder, "out");
    Tool.run("unsquashfs", "-f", "-q", "-n", "-d", target.toString(), file.toString());
    return target;
  }

  private Path uncpio(Path file) throws IOException {
    Path target = Files.createTempDirectory(folder, "out");
    try (InputStream in = Compression.GZIP.decompress(Files.newInputStream(file));
        OutputStream out = Files.newOutputStream(folder.resolve("plain.cpio"))) {
      in.transferTo(out);
    }
    String plain = folder.resolve("plain.cpio").toString();
    Tool.run("cpio", "-idm", "--quiet", "-D", target.toString(), "-F", plain);
    return target;
  }
}
