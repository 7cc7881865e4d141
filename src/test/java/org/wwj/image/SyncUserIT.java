package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Xattrs;
import org.wwj.testnet.Peers;

class SyncUserIT {
  private static final String GROUP = "root:x:0:\nmunge:x:71:\n";
  private static final byte[] CAPABILITY =
      HexFormat.of().parseHex("0100000200200000000000000000000000000000");

  @TempDir private Path folder;
  private ImageStore store;
  private Path root;

  @BeforeEach
  void aTree() throws IOException {
    Peers.require();
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    root = store.rootfs("a");
    new Trees(root)
        .file("etc/passwd", "root:x:0:0::/:/x\nmunge:x:61:71::/:/x\nslurm:x:62:0::/:/x\n")
        .file("etc/group", GROUP)
        .file("usr/bin/of-root", "")
        .file("usr/bin/setuid", "")
        .file("usr/bin/capable", "")
        .file("var/lib/slurm/state", "")
        .link("var/lib/slurm/out", "state");
    Files.createLink(root.resolve("usr/bin/second-name"), root.resolve("usr/bin/setuid"));
    own("usr/bin/setuid", 61, 71);
    Files.setAttribute(root.resolve("usr/bin/setuid"), "unix:mode", 06751);
    own("usr/bin/capable", 61, 0);
    Xattrs.write(root.resolve("usr/bin/capable"), "security.capability", CAPABILITY);
    own("var/lib/slurm/state", 62, 0);
    own("var/lib/slurm/out", 62, 71);
    own("var/lib/slurm", 62, 0);
  }

  private void own(String path, int uid, int gid) throws IOException {
    Files.setAttribute(root.resolve(path), "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(root.resolve(path), "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
  }

  private String owner(String path) throws IOException {
    Path file = root.resolve(path);
    return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
        + ":"
        + Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS);
  }

  /** The server has munge and slurm the other way round, and another group munge. */
  private SyncUser swapped() {
    return new SyncUser(
        root,
        "root:x:0:0::/:/x\nmunge:x:62:171::/:/x\nslurm:x:61:0::/:/x\nnew:x:500:0::/:/x\n",
        "root:x:0:\nmunge:x:171:\n");
  }

  private void assertSwapped() throws IOException {
    assertThat(root.resolve("etc/passwd"))
        .hasContent(
            "root:x:0:0::/:/x\nmunge:x:62:171::/:/x\nslurm:x:61:0::/:/x\nnew:x:500:0::/:/x\n");
    assertThat(root.resolve("etc/group")).hasContent("root:x:0:\nmunge:x:171:\n");
    assertThat(owner("usr/bin/of-root")).isEqualTo("0:0");
    assertThat(owner("usr/bin/setuid")).isEqualTo("62:171");
    assertThat(owner("usr/bin/capable")).isEqualTo("62:0");
    assertThat(owner("var/lib/slurm/state")).isEqualTo("61:0");
    assertThat(owner("var/lib/slurm/out")).isEqualTo("61:171");
    assertThat(owner("var/lib/slurm")).isEqualTo("61:0");
    assertThat(owner("etc/passwd")).isEqualTo("0:0");
    assertThat((int) Files.getAttribute(root.resolve("usr/bin/setuid"), "unix:mode") & 07777)
        .isEqualTo(06751);
    assertThat(Xattrs.read(root.resolve("usr/bin/capable")).get("security.capability"))
        .isEqualTo(CAPABILITY);
    assertThat(root.resolve("etc/passwd.wwj-new")).doesNotExist();
  }

  @Test
  void givesFilesToTheirOwnersNewNumbers() throws IOException {
    List<Owned> listed = swapped().files();
    assertThat(listed)
        .extracting(Owned::path)
        .containsExactly(
            "usr/bin/capable",
            "usr/bin/second-name",
            "var/lib/slurm",
            "var/lib/slurm/out",
            "var/lib/slurm/state");
    assertThat(owner("usr/bin/setuid")).isEqualTo("61:71");
    try (TreeLock lock = TreeLock.exclusive(store, "a")) {
      assertThat(swapped().apply(lock)).isEqualTo(listed);
    }
    assertSwapped();
    assertThat(swapped().plan().isEmpty()).isTrue();
  }

  @Test
  void isBroughtToItsEndByWhoeverIsNext() throws IOException {
    List<Owned> files = swapped().files();
    Path run = store.run("a");
    Files.createDirectories(run);
    SyncPlan plan = swapped().plan();
    new SyncJournal(run.resolve("syncuser")).write(files, plan.passwd(), plan.group());
    // Killed between two files, and between the owner of one and its capabilities.
    files.get(3).give(root);
    own("usr/bin/capable", 62, 0);
    assertThat(Xattrs.read(root.resolve("usr/bin/capable"))).isEmpty();
    TreeLock.exclusive(store, "a").close();
    assertSwapped();
    assertThat(run.resolve("syncuser")).doesNotExist();
  }

  @Test
  void leavesAFileThatTookTheOthersPlace() throws IOException {
    List<Owned> files = swapped().files();
    Files.createDirectories(store.run("a"));
    new SyncJournal(store.run("a").resolve("syncuser")).write(files, "", "");
    Files.move(root.resolve("usr/bin/capable"), root.resolve("usr/bin/moved"));
    Files.copy(root.resolve("usr/bin/of-root"), root.resolve("usr/bin/capable"));
    TreeLock.exclusive(store, "a").close();
    assertThat(owner("usr/bin/capable")).isEqualTo("0:0");
  }

  @Test
  void changesNothingWhereNumbersCollide() throws IOException {
    SyncUser sync = new SyncUser(root, "other:x:62:0::/:/x\nmunge:x:9:0::/:/x\n", GROUP);
    try (TreeLock lock = TreeLock.exclusive(store, "a")) {
      assertThatThrownBy(() -> sync.apply(lock))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("collide");
    }
    assertThat(owner("usr/bin/setuid")).isEqualTo("61:71");
  }
}
