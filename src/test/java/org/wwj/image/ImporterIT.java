package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.archive.Compression;
import org.wwj.image.oci.Access;
import org.wwj.image.oci.Sources;
import org.wwj.testnet.Peers;

class ImporterIT {
  @TempDir private Path folder;
  private ImageStore store;
  private Importer importer;
  private Sources sources;
  private Path source;

  @BeforeEach
  void aSmallRootFileSystem() throws IOException {
    Peers.require("tar", "cp", "xz", "setcap", "mknod");
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    importer = new Importer(store);
    sources =
        new Sources(List.of(folder.resolve("recipes")), folder.resolve("cache"), Access.usual());
    source = folder.resolve("source");
    new Trees(source).merged().file("usr/bin/sh", "shell").file("usr/bin/ping", "ping");
    Files.createLink(source.resolve("usr/bin/bash"), source.resolve("usr/bin/sh"));
    Files.setAttribute(source.resolve("usr/bin/sh"), "unix:uid", 4321);
    Files.setAttribute(source.resolve("usr/bin/sh"), "unix:mode", 0104755);
    Tool.run("setcap", "cap_net_raw=ep", source.resolve("usr/bin/ping").toString());
    Tool.run("mknod", source.resolve("null").toString(), "c", "1", "3");
    Tool.run("truncate", "-s", "64M", source.resolve("sparse").toString());
  }

  private Path run(String what, String image, boolean replace) {
    return importer.run(sources.parse(what), image, replace, ImportProgress.NONE);
  }

  @Test
  void keepsAllOfAFolder() throws IOException {
    assertFaithful(run(source.toString(), "a", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tar.gz", "tar.zst", "tar.xz"})
  void keepsAllOfAnArchive(String ending) throws IOException {
    assertFaithful(run(archive(ending).toString(), "a", false));
  }

  private void assertFaithful(Path tree) throws IOException {
    Map<String, Object> sh =
        Files.readAttributes(tree.resolve("usr/bin/sh"), "unix:mode,uid,nlink,ino");
    assertThat((int) sh.get("mode") & 07777).isEqualTo(04755);
    assertThat(sh.get("uid")).isEqualTo(4321);
    assertThat(Files.getAttribute(tree.resolve("usr/bin/bash"), "unix:ino"))
        .isEqualTo(sh.get("ino"));
    assertThat(Files.getAttribute(tree.resolve("null"), "unix:rdev")).isEqualTo(0x103L);
    assertThat(Files.readSymbolicLink(tree.resolve("bin"))).hasToString("usr/bin");
    Path output = folder.resolve("getcap");
    Tool.toFile(output, List.of("getcap", tree.resolve("usr/bin/ping").toString()));
    assertThat(output).content().contains("cap_net_raw");
    Tool.toFile(output, List.of("du", "-k", tree.resolve("sparse").toString()));
    assertThat(Long.parseLong(Files.readString(output).split("\t")[0])).isLessThan(1024);
    assertThat(tree.resolve("sparse")).hasSize(64 << 20);
  }

  @Test
  void keepsTheOldImageUnlessForcedAndWhenTheNewOneIsBad() throws IOException {
    Path tree = run(source.toString(), "a", false);
    assertThatThrownBy(() -> run(source.toString(), "a", false)).hasMessageContaining("--force");
    Path cut = folder.resolve("cut.tar.zst");
    byte[] whole = Files.readAllBytes(archive("tar.zst"));
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> run(cut.toString(), "a", true)).isInstanceOf(ImageException.class);
    assertThat(tree.resolve("usr/bin/sh")).hasContent("shell");
    Files.writeString(source.resolve("new"), "");
    run(source.toString(), "a", true);
    assertThat(tree.resolve("new")).exists();
    assertThat(folder.resolve("chroots/a")).isDirectoryContaining("glob:**/rootfs");
    assertThat(folder.resolve("chroots/a").toFile().list())
        .contains("rootfs", "origin")
        .allMatch(name -> !name.startsWith("."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/evil", "usr/../../evil"})
  void refusesNamesThatLeadOut(String name) throws IOException {
    assertRefused(tar -> {
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(1);
      add(tar, entry, "x");
    });
  }

  @Test
  void refusesToWriteThroughALinkOfTheArchive() throws IOException {
    assertRefused(tar -> {
      TarArchiveEntry link = new TarArchiveEntry("way", TarConstants.LF_SYMLINK);
      link.setLinkName(folder.toString());
      add(tar, link, "");
      add(tar, new TarArchiveEntry("way/evil"), "x");
    });
  }

  @Test
  void refusesHardLinksToTheHost() throws IOException {
    assertRefused(tar -> {
      TarArchiveEntry link = new TarArchiveEntry("passwd", TarConstants.LF_LINK);
      link.setLinkName("/etc/passwd");
      add(tar, link, "");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "a b", ""})
  void refusesNamesThatAreNoName(String name) {
    assertThatThrownBy(() -> run(source.toString(), name, false))
        .hasMessageContaining("use letters, digits");
  }

  @Test
  void refusesWhatIsNoRootFileSystem() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThatThrownBy(() -> run(other.toString(), "a", false))
        .hasMessageContaining("has no /bin/sh");
    assertThat(store.list()).isEmpty();
  }

  @Test
  void runsARecipeIntoTheNewTree() {
    new Trees(folder.resolve("recipes"))
        .file("small/build", "mkdir -p \"$1\"/bin; echo shell >\"$1\"/bin/sh");
    assertThat(run("recipe:small", "a", false).resolve("bin/sh")).exists();
    assertThatThrownBy(() -> run("recipe:large", "b", false))
        .hasMessageContaining("there are: small");
  }

  private interface Members {
    void add(TarArchiveOutputStream tar) throws IOException;
  }

  private void assertRefused(Members members) throws IOException {
    Path archive = folder.resolve("hostile.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      add(tar, new TarArchiveEntry("bin/sh"), "shell");
      members.add(tar);
    }
    assertThatThrownBy(() -> run(archive.toString(), "a", false))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is not imported: its member");
    assertThat(store.rootfs("a")).doesNotExist();
    assertThat(Files.exists(folder.resolve("evil"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, String content)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private Path archive(String ending) throws IOException {
    Path plain = folder.resolve("all.tar");
    Tool.run(
        "tar",
        "--xattrs",
        "-S",
        "--numeric-owner",
        "-C",
        source.toString(),
        "-cf",
        plain.toString(),
        ".");
    Path packed = folder.resolve("all." + ending);
    if (ending.endsWith(".xz")) {
      Tool.toFile(packed, List.of("xz", "-0c", plain.toString()));
    } else if (!packed.equals(plain)) {
      try (OutputStream out =
          Compression.ofName(ending).compress(Files.newOutputStream(packed), 1)) {
        Files.copy(plain, out);
      }
    }
    return packed;
  }
}
