package org.wwj.cli.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.cli.CliSite;
import org.wwj.cli.StatusSocket;

class OverlayChangeTest {
  @TempDir Path folder;
  private OverlaySite site;

  @BeforeEach
  void site() {
    site = new OverlaySite(folder);
  }

  private Path server(String name, int mode, String text) {
    return OverlaySite.write(folder.resolve("server"), name, mode, text);
  }

  private List<String> files(String overlay) {
    return site.ok("list", "-a", "-o", "csv", overlay).lines().skip(1).toList();
  }

  /** Nothing of a change is left lying about. */
  private void noLeftovers() throws IOException {
    try (Stream<Path> all = Files.walk(site.own(""))) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".wwj-"));
    }
  }

  @Test
  void createsAnOverlay() {
    assertThat(site.ok("create", "new"))
        .isEqualTo("Created overlay new: SITE/state/overlays/new\n");
    assertThat(site.own("new/rootfs")).isEmptyDirectory();
    assertThat(site.fails("create", "new")).contains("overlay new exists already: SITE/state");
    assertThat(site.fails("create", "../x")).contains("'../x' is no name for an overlay");
    assertThat(site.fails("create", "..")).contains("is no name for an overlay");
    assertThat(folder.resolve("state/x")).doesNotExist();
  }

  @Test
  void createsOneThatHidesWhatShips() {
    CliSite.Result result = site.run("create", "--opaque", "keys");
    assertThat(result.err()).isEqualTo("wwj: it hides the overlay keys that ships\n");
    assertThat(files("keys")).containsExactly("keys,0,true");
    assertThat(site.ok("diff", "keys"))
        .isEqualTo("hidden keys/etc/key.ww (SITE/data/overlays/keys/rootfs/etc/key.ww)\n");
    assertThat(site.run("create", "multi").err())
        .isEqualTo("wwj: an overlay multi ships; files of yours cover its one by one\n");
    assertThat(files("multi")).contains("multi,etc/net.ww,false");
  }

  @Test
  void importsAFileWithItsMode() throws IOException {
    String source = server("subuid", 0640, "alice:100000:65536\n").toString();
    assertThat(site.fails("import", "ours", source, "/etc/a/subuid"))
        .isEqualTo("wwj: overlay ours has no folder etc/a; --parents makes it\n");
    site.ok("import", "--parents", "ours", source, "/etc/a/subuid");
    Path made = site.own("ours/rootfs/etc/a/subuid");
    assertThat(made).hasContent("alice:100000:65536\n");
    assertThat(OverlaySite.mode(made)).isEqualTo("rw-r-----");
    assertThat(site.fails("import", "ours", source, "/etc/a/subuid"))
        .contains("has a file etc/a/subuid already")
        .contains("--overwrite");
    server("subuid", 0600, "bob\n");
    site.ok("cp", "-o", "--workers=2", "-n", "ours", source, "/etc/a/subuid");
    assertThat(made).hasContent("bob\n");
    assertThat(OverlaySite.mode(made)).isEqualTo("rw-------");
    site.ok("import", "-p", "ours", source);
    assertThat(site.own("ours/rootfs" + source)).hasContent("bob\n");
    site.ok("import", "ours", source, "etc");
    assertThat(site.own("ours/rootfs/etc/subuid")).exists();
    site.ok("import", "-p", "ours", source, "srv/");
    assertThat(site.own("ours/rootfs/srv/subuid")).exists();
    noLeftovers();
  }

  @Test
  void importsAFolderWithAllInIt() throws IOException {
    server("d/one", 0644, "1");
    server("d/sub/two", 0755, "2");
    Files.createSymbolicLink(folder.resolve("server/d/link"), Path.of("/nowhere/else"));
    Files.setAttribute(folder.resolve("server/d/sub"), "unix:mode", 0700);
    assertThat(site.ok("import", "-p", "ours", folder + "/server/d", "/opt/d"))
        .endsWith("into overlay ours: opt/d (3 files)\n");
    Path made = site.own("ours/rootfs/opt/d");
    assertThat(Files.readSymbolicLink(made.resolve("link"))).isEqualTo(Path.of("/nowhere/else"));
    assertThat(OverlaySite.mode(made.resolve("sub"))).isEqualTo("rwx------");
    assertThat(OverlaySite.mode(made.resolve("sub/two"))).isEqualTo("rwxr-xr-x");
    // All of it or nothing: what is refused is found before the first copy.
    server("d/a-new", 0644, "");
    assertThat(site.fails("import", "ours", folder + "/server/d", "/opt")).contains("opt/d/");
    assertThat(made.resolve("a-new")).doesNotExist();
    assertThat(site.fails("import", "ours", folder + "/server/none")).contains("no such file");
    assertThat(site.fails("import", "ours", "/dev/null", "/etc/null"))
        .contains("is no file, folder");
  }

  @Test
  void anImportIntoOneThatShipsCoversNothingUnasked() {
    String source = server("h", 0644, "127.0.0.1 localhost\n").toString();
    assertThat(site.fails("import", "keys", source, "/etc/key"))
        .contains("overlay keys has a file etc/key.ww already");
    site.ok("import", "keys", source, "/etc/other");
    assertThat(files("keys"))
        .containsExactly("keys,etc/,true", "keys,etc/key.ww,false", "keys,etc/other,true");
    assertThat(site.fails("import", "kyes", source))
        .contains("no overlay kyes; did you mean 'keys'?");
  }

  @Test
  void noPathLeavesTheOverlay() throws IOException {
    String source = server("f", 0644, "mine").toString();
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.createSymbolicLink(site.own("ours/rootfs/etc/out"), outside);
    Files.createSymbolicLink(site.own("ours/rootfs/etc/file"), outside.resolve("victim"));
    OverlaySite.write(outside, "victim", 0644, "theirs");
    for (String path : List.of("/etc/../../../x", "../x", "etc/..")) {
      assertThat(site.fails("import", "-op", "ours", source, path)).contains("without '..'");
      assertThat(site.fails("mkdir", "ours", path)).contains("without '..'");
      assertThat(site.fails("edit", "-p", "ours", path)).contains("without '..'");
      assertThat(site.fails("delete", "-f", "ours", path)).contains("without '..'");
      assertThat(site.fails("show", "ours", path)).contains("without '..'");
      assertThat(site.fails("chmod", "ours", path, "0777")).contains("without '..'");
    }
    assertThat(site.fails("import", "-op", "ours", source, "/etc/out/f"))
        .contains("etc/out is a link");
    assertThat(site.fails("mkdir", "ours", "/etc/out/d")).contains("etc/out is a link");
    assertThat(site.fails("edit", "-p", "ours", "/etc/out/f")).contains("etc/out is a link");
    assertThat(site.fails("delete", "ours", "/etc/out/victim")).contains("has no file");
    assertThat(site.fails("show", "ours", "/etc/out/victim")).contains("has no file");
    assertThat(site.fails("edit", "ours", "/etc/file")).contains("is a link");
    assertThat(site.fails("chmod", "ours", "/etc/file", "0777")).contains("is a link");
    assertThat(site.ok("show", "ours", "etc/file")).isEqualTo("Symlink: SITE/outside/victim\n");
    site.ok("import", "-o", "ours", source, "/etc/file");
    assertThat(Files.isSymbolicLink(site.own("ours/rootfs/etc/file"))).isFalse();
    site.ok("delete", "-f", "ours", "/etc/out");
    assertThat(outside.resolve("victim")).hasContent("theirs");
    assertThat(outside).isDirectoryNotContaining(path -> !path.endsWith("victim"));
  }

  @Test
  void makesFolders() {
    site.ok("mkdir", "--mode", "0700", "ours", "/root/.ssh");
    assertThat(OverlaySite.mode(site.own("ours/rootfs/root/.ssh"))).isEqualTo("rwx------");
    assertThat(site.fails("mkdir", "ours", "root/.ssh")).contains("has a folder root/.ssh already");
    site.ok("mkdir", "-p", "ours", "root/.ssh");
    assertThat(site.fails("mkdir", "ours", "etc/motd")).contains("has a file etc/motd already");
    assertThat(site.fails("mkdir", "-m", "rwx", "ours", "x")).contains("'rwx' is no mode");
  }

  @Test
  void aFolderThatShipsKeepsItsMode() throws IOException {
    Files.setAttribute(
        site.ships("keys/rootfs/root/.ssh/k", 0600, "").getParent(), "unix:mode", 0700);
    site.ok("import", "keys", server("f", 0600, "").toString(), "root/.ssh/f");
    assertThat(OverlaySite.mode(site.own("keys/rootfs/root/.ssh"))).isEqualTo("rwx------");
  }

  @Test
  void chmodOfTheSitesFileIsInPlace() {
    assertThat(site.ok("chmod", "ours", "/etc/motd", "u=rw,go="))
        .isEqualTo(
            "Mode of etc/motd in overlay ours: 0600 (SITE/state/overlays/ours/rootfs/etc/motd)\n");
    assertThat(OverlaySite.mode(site.own("ours/rootfs/etc/motd"))).isEqualTo("rw-------");
    assertThat(site.own("ours/modes")).doesNotExist();
  }

  @Test
  void chmodAndChownOfAFileThatShipsAreALineInTheSitesModes() {
    site.ok("chmod", "keys", "etc/key.ww", "0440");
    site.ok("chown", "keys", "/etc/key.ww", "root", "7");
    assertThat(site.own("keys/modes")).hasContent("0440 root:7 etc/key.ww\n");
    site.ok("chmod", "keys", "etc/key.ww", "0400");
    assertThat(site.own("keys/modes")).hasContent("0400 root:7 etc/key.ww\n");
    site.ok("chown", "keys", "/etc/key.ww", "slurm");
    assertThat(site.own("keys/modes")).hasContent("0400 slurm:7 etc/key.ww\n");
    assertThat(site.ok("list", "-l", "keys", "-o", "csv"))
        .contains("-r--------,slurm,7,keys,etc/key.ww,false,[.Id]");
    assertThat(site.ok("diff", "keys"))
        .isEqualTo("diff keys/etc/key.ww\nold owner munge:munge\nnew owner slurm:7\n");
    assertThat(site.fails("chmod", "keys", "etc/kye.ww", "0400"))
        .contains("did you mean 'etc/key.ww'?");
  }

  @Test
  void chownTakesNumbersAndNamesInWarewulfsFormAndInChowns() {
    site.ok("chown", "ours", "/etc/motd", "munge:munge");
    assertThat(site.own("ours/modes")).hasContent("0644 munge:munge etc/motd\n");
    site.ok("chown", "ours", "/etc/motd", "0", "0");
    assertThat(site.ok("list", "-l", "ours", "-o", "csv"))
        .contains("-rw-r--r--,0,0,ours,etc/motd,");
    CliSite.Result wrong = site.run("chown", "ours", "/etc/motd", "a b");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("'a b' is neither a number nor");
    assertThat(site.run("chown", "ours", "/etc/motd", "a:b", "c").code()).isEqualTo(2);
  }

  @Test
  void deletesAFileOfTheSites() {
    site.ok("mkdir", "ours", "a/b");
    site.ok("import", "ours", server("f", 0600, "").toString(), "a/b/f");
    site.ok("chown", "ours", "a/b/f", "munge:munge");
    assertThat(site.fails("delete", "ours", "a/b")).contains("a/b is not empty; --force");
    assertThat(site.ok("rm", "-p", "ours", "a/b/f")).isEqualTo("Deleted a/b/f of overlay ours\n");
    assertThat(site.own("ours/rootfs/a")).doesNotExist();
    assertThat(site.own("ours/modes")).doesNotExist();
    site.ok("mkdir", "ours", "a/b/c");
    site.ok("delete", "--force", "ours", "a");
    assertThat(site.own("ours/rootfs/a")).doesNotExist();
    assertThat(site.own("ours/rootfs/etc/motd")).exists();
  }

  @Test
  void whatShipsShowsAgainAndIsNotDeleted() {
    assertThat(site.ok("delete", "hosts", "etc/hosts.ww"))
        .isEqualTo(
            "Deleted etc/hosts.ww of overlay hosts\n"
                + "The one that ships shows again: SITE/data/overlays/hosts/rootfs/etc/hosts.ww\n");
    assertThat(site.fails("delete", "-f", "hosts", "etc/hosts.ww"))
        .contains("ships (SITE/data/overlays/hosts/rootfs/etc/hosts.ww) and is not deleted")
        .contains("wwj overlay import -op hosts /tmp/no.ww /etc/hosts.ww");
    assertThat(site.fails("delete", "-f", "keys"))
        .contains("overlay keys ships and is not deleted")
        .contains("wwj overlay create --opaque keys");
    // Nothing was left to say, so the site has no part in it any more.
    assertThat(site.own("hosts")).doesNotExist();
    site.ok("chmod", "multi", "etc/net.ww", "0600");
    site.own("multi/rootfs/etc/no.ww", 0644, "");
    site.ok("delete", "multi", "etc/no.ww");
    assertThat(site.own("multi/modes")).hasContent("0600 etc/net.ww\n");
    assertThat(site.ok("delete", "-f", "multi")).endsWith("The one that ships shows again\n");
    assertThat(site.own("multi")).doesNotExist();
    assertThat(folder.resolve("data/overlays/keys/rootfs/etc/key.ww")).exists();
  }

  @Test
  void anOverlayInUseStaysUnlessForced() throws IOException {
    assertThat(site.fails("delete", "ours"))
        .isEqualTo("wwj: overlay ours is in use by node c1; take it out there first, or --force\n");
    site.own("part/rootfs/a", 0644, "");
    site.own("wide/includes", 0644, "part\n");
    assertThat(site.fails("delete", "part")).contains("in use by overlay wide");
    site.own("spare/rootfs/a", 0644, "");
    assertThat(site.fails("delete", "spare"))
        .contains("nobody is there to confirm")
        .contains("--force");
    site.ok("create", "void");
    site.ok("delete", "void");
    // One that is only linked to, as migrate does, stays where it is.
    Path old = OverlaySite.write(folder.resolve("old"), "theirs/rootfs/a", 0644, "");
    Files.createSymbolicLink(site.own("theirs"), folder.resolve("old/theirs"));
    site.ok("delete", "-f", "theirs");
    assertThat(old).exists();
    assertThat(Files.exists(site.own("theirs"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    site.ok("delete", "-f", "ours");
    assertThat(site.own("ours")).doesNotExist();
  }

  @Test
  void anUnknownNodeIsTheServerItself() {
    CliSite.Result result = site.run("show", "-qr", "c3", "keys", "etc/key");
    assertThat(result.code()).isZero();
    assertThat(result.err())
        .startsWith("wwj: no node c3; did you mean 'c1'?: shown for this server");
    String server = result.out().strip();
    assertThat(server).isNotEmpty().isNotEqualTo("c3");
    site.ships("keys/rootfs/etc/name.ww", 0644, "{{.Id}} {{.ClusterName}} {{len .AllNodes}}");
    CliSite.Result host = site.run("show", "-qr", "host", "keys", "etc/name.ww");
    assertThat(host.out()).isEqualTo(server + " " + server + " 2");
    assertThat(host.err()).isEmpty();
  }

  @Test
  void aServerThatRunsRendersWhatIsBuilt() throws IOException {
    Path socket = folder.resolve("run/wwj.sock");
    try (StatusSocket _ = new StatusSocket(socket, new byte[0])) {
      assertThat(site.ok("build"))
          .isEqualTo("The overlays of 2 nodes render; the server has them at hand.\n");
    }
    String mistakes =
        "c1\tnode c1, overlay x: f.ww:1:2: bad\nc2\tnode c2, overlay x: f.ww:1:2: bad\n";
    try (StatusSocket _ = new StatusSocket(socket, mistakes.getBytes(StandardCharsets.UTF_8))) {
      CliSite.Result result = site.run("build");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).isEqualTo("wwj: nodes c[1-2], overlay x: f.ww:1:2: bad\n");
    }
  }

  @Test
  void whatOldScriptsSayIsTaken() {
    assertThat(site.ok("build", "-O", "hosts,multi", "-H", "-N", "c1"))
        .isEqualTo("The overlays of 1 node render.\n");
    CliSite.Result result = site.run("build", "-O", "hosts", "-o", "/tmp/x", "--workers", "1");
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("nothing is written to /tmp/x");
    assertThat(site.fails("build", "-O", "host")).contains("did you mean 'hosts'?");
    assertThat(site.fails("build", "c9")).contains("no node c9");
    for (String recipe :
        List.of(
            "create nodeconfig",
            "import --parents nodeconfig " + server("subuid", 0644, "a\n"),
            "import --parents nodeconfig "
                + server("chrony.conf.ww", 0644, "server {{.Tags.ntp}}\n")
                + " /etc/chrony.conf.ww",
            "import --parents nodeconfig "
                + server("munge.key", 0400, "k")
                + " /etc/munge/munge.key",
            "chown nodeconfig /etc/munge/munge.key 991 990",
            "chmod nodeconfig /etc/munge/munge.key 0400",
            "chown nodeconfig /etc/munge 991 990",
            "chmod nodeconfig /etc/munge 0700",
            "build",
            "rm -f nodeconfig")) {
      CliSite.Result done = site.run(recipe.split(" "));
      assertThat(done.err()).as(recipe).doesNotContain("Unknown");
      assertThat(done.code()).as(recipe + done.err()).isEqualTo(recipe.equals("build") ? 1 : 0);
    }
  }
}
