package org.wwj.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.cli.WwjCommand;
import org.wwj.config.SiteConfig;
import org.wwj.image.TreeCopy;
import org.wwj.registry.Node;
import org.wwj.registry.Registry;
import picocli.CommandLine;

/**
 * Made-up Warewulf sites of 4.6 and 4.3, taken over. {@code -Dtest.args=-Dgolden=write} writes the
 * reports and files in src/test/resources/warewulf anew.
 */
class MigrateCommandTest {
  private static final Path SITES = Path.of("src/test/resources/warewulf");

  @TempDir Path folder;
  private Path old;
  private Path conf;
  private Path state;
  private @Nullable String home;

  @BeforeEach
  void place() {
    old = folder.resolve("old");
    conf = folder.resolve("etc/wwj/wwj.conf");
    state = folder.resolve("state");
    home = System.setProperty("wwj.home", Path.of("").toAbsolutePath().toString());
  }

  @AfterEach
  void backHome() {
    if (home == null) {
      System.clearProperty("wwj.home");
    } else {
      System.setProperty("wwj.home", home);
    }
  }

  private void site(String version) throws IOException {
    TreeCopy.copy(SITES.resolve(version), Files.createDirectories(old));
  }

  private String run(int code, String... words) {
    StringWriter out = new StringWriter();
    CommandLine line = WwjCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    line.setExecutionExceptionHandler((e, command, parsed) -> WwjCommand.failed(e, command));
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--conf", conf.toString()));
    if (words[0].equals("migrate")) {
      all.addAll(List.of("--localstatedir", state.toString()));
    }
    assertThat(line.execute(all.toArray(String[]::new))).as(out.toString()).isEqualTo(code);
    return out.toString();
  }

  private String migrate(String... options) {
    return run(
        0,
        Stream.concat(Stream.of("migrate", old.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private void golden(Path file, String text) throws IOException {
    String plain = text.replace(folder.toString(), "/test");
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(file, plain);
    }
    assertThat(plain).isEqualTo(Files.readString(file));
  }

  private static List<String> tree(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(path -> folder.relativize(path).toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"4.6", "4.3"})
  void takesASiteOverInPlace(String version) throws IOException {
    site(version);
    List<String> before = tree(old);
    golden(SITES.resolve(version + ".report"), migrate());
    golden(SITES.resolve(version + ".wwj.conf"), Files.readString(conf));
    golden(
        SITES.resolve(version + ".nodes.conf"),
        Files.readString(conf.resolveSibling("nodes.conf")));
    assertThat(tree(old)).isEqualTo(before);
    // Templates of Warewulf up to 4.5 ask for .Id.Get, which its 4.6 does not know any more either.
    assertThat(found())
        .isNotEmpty()
        .allMatch(line ->
            line.contains("is not built")
                || (version.equals("4.3")
                    && line.contains("/generic/rootfs/etc/hosts.ww:1:29: error: ")
                    && line.contains("can't evaluate field Get in type string (n[1-2])")));
  }

  /** What {@code wwj check} finds that is more than a note. */
  private List<String> found() {
    StringWriter out = new StringWriter();
    CommandLine line = WwjCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.execute("check", "--conf", conf.toString());
    return out.toString().lines().filter(found -> !found.contains(": note: ")).toList();
  }

  @Test
  void pointsAtOverlaysAndImagesAndCopiesOnlyWhatShippedWithWarewulf() throws IOException {
    site("4.6");
    migrate();
    SiteConfig.Paths paths = Registry.load(conf).config().paths();
    assertThat(paths.siteOverlays()).isEqualTo(old.resolve("var/lib/warewulf/overlays"));
    assertThat(paths.chroots()).isEqualTo(old.resolve("var/lib/warewulf/chroots"));
    assertThat(paths.foreignOverlays()).isEqualTo(state.resolve("distoverlays"));
    assertThat(tree(state))
        .containsExactly(
            "",
            "distoverlays",
            "distoverlays/lustre",
            "distoverlays/lustre/rootfs",
            "distoverlays/lustre/rootfs/etc",
            "distoverlays/lustre/rootfs/etc/lnet.conf.ww");
  }

  @Test
  void namesTheCommandThatLetsNodesReportThemselves() throws IOException {
    site("4.6");
    Path nodes = old.resolve("etc/warewulf/nodes.conf");
    Files.writeString(nodes, Files.readString(nodes).replace("      - wwinit\n", ""));
    assertThat(migrate()).contains(" default --system-overlays wwclient,").contains(",ready   #");
  }

  @Test
  void copiesWithModesAndHardLinks() throws IOException {
    site("4.6");
    Path sh = old.resolve("var/lib/warewulf/chroots/rocky-9/rootfs/bin/sh");
    Files.setPosixFilePermissions(sh, PosixFilePermissions.fromString("rwxr-x---"));
    if (Files.getFileStore(sh).supportsFileAttributeView("user")) {
      Files.setAttribute(sh, "user:wwj", ByteBuffer.wrap(new byte[] {7}));
    }
    Files.createLink(sh.resolveSibling("bash"), sh);
    assertThat(migrate("--copy")).contains("copying image rocky-9, ", "2 images copied to ");
    SiteConfig.Paths paths = Registry.load(conf).config().paths();
    assertThat(paths.chroots()).isEqualTo(state.resolve("chroots"));
    Path copy = paths.chroots().resolve("rocky-9/rootfs/bin/sh");
    assertThat(Files.getPosixFilePermissions(copy))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    if (Files.getFileStore(copy).supportsFileAttributeView("user")) {
      assertThat(Files.getAttribute(copy, "user:wwj")).isEqualTo(new byte[] {7});
    }
    assertThat(Files.isSameFile(copy, copy.resolveSibling("bash"))).isTrue();
    assertThat(tree(state.resolve("overlays")))
        .contains("chrony/rootfs/etc/chrony.conf.ww", "hosts/rootfs/etc/hosts.ww")
        .doesNotContain("host");
    assertThat(state.resolve("chroots/.migrate")).doesNotExist();
  }

  @Test
  void linksOverlaysOfOldThatHaveNoRootfs() throws IOException {
    site("4.3");
    migrate();
    Path linked = state.resolve("overlays/wwinit/rootfs");
    assertThat(linked).isSymbolicLink();
    assertThat(linked.resolve("warewulf/init.d/90-made-up.ww")).isRegularFile();
    assertThat(state.resolve("overlays/host")).doesNotExist();
    Node node = Registry.load(conf).nodes().get("n2");
    assertThat(node.kernel().version()).isEqualTo("/boot/vmlinuz-4.18.0-372.9.1.el8.x86_64");
    assertThat(node.resources()).containsKey("fstab");
    assertThat(node.systemOverlays()).containsExactly("wwinit");
  }

  @Test
  void namesTheFoldersOfOverlaysOfTheFirstVersions() throws IOException {
    site("4.3");
    Path overlays = old.resolve("var/lib/warewulf/overlays");
    Files.createDirectories(overlays.resolve("system/default/etc"));
    assertThat(migrate())
        .contains(
            overlays + "/system: overlays of Warewulf 4.0 and 4.1 are in two folders",
            "2 overlays of the site");
  }

  @Test
  void namesBootTemplatesThatNodesWant() throws IOException {
    site("4.6");
    Path nodes = old.resolve("etc/warewulf/nodes.conf");
    Files.writeString(
        nodes, Files.readString(nodes).replace("root: tmpfs", "ipxe template: localdisk"));
    assertThat(migrate())
        .contains(
            "ipxe template 'localdisk', named by local, does not come along; write it for wwj as "
                + conf.resolveSibling("ipxe/localdisk.ipxe"));
  }

  @Test
  void dryRunDoesNothing() throws IOException {
    site("4.6");
    assertThat(migrate("--dry-run", "--copy"))
        .contains("2 nodes, 2 profiles: ", "Nothing was done: --dry-run.");
    assertThat(conf).doesNotExist();
    assertThat(state).doesNotExist();
  }

  @Test
  void refusesASiteThatIsThereUnlessForced() throws IOException {
    site("4.6");
    Files.createDirectories(conf.resolveSibling(""));
    Files.writeString(conf, "ipaddr: 10.0.0.1/24\n");
    assertThat(run(1, "migrate", old.toString()))
        .contains("there is a site already; --force replaces it");
    assertThat(migrate("--force")).contains("the old one is " + conf + "-old");
    assertThat(conf.resolveSibling("wwj.conf-old")).hasContent("ipaddr: 10.0.0.1/24");
    assertThat(run(1, "migrate", old.toString())).contains("there is a site already");
    migrate("--force");
    assertThat(conf.resolveSibling("wwj.conf-old-1")).doesNotExist();
  }

  @Test
  void servesTheSiteFromItsOwnWarewulfConfAsWell() throws IOException {
    site("4.6");
    conf = old.resolve("etc/warewulf/warewulf.conf");
    // Its folders are told by where the file lies, as nothing else says them.
    Files.writeString(conf, Files.readString(conf).replace("  localstatedir: /var/lib\n", ""));
    assertThat(found())
        .hasSize(3)
        .anyMatch(line -> line.startsWith(conf + ":7: warning: 'secure' is false: "))
        .anyMatch(line -> line.equals(conf + ":43: warning: unknown key 'hostfile'"))
        .anyMatch(line -> line.contains("image 'rocky-9' is not built"));
  }

  @Test
  void neverWritesOverTheOldSite() throws IOException {
    site("4.6");
    conf = old.resolve("etc/warewulf/warewulf.conf");
    assertThat(run(1, "migrate", old.toString(), "--force")).contains("is the old site's own");
  }

  @Test
  void wantsRoomForCopies() {
    assertThatThrownBy(() -> Migration.requireRoom(Path.of("/var"), 3L << 30, 2L << 30))
        .hasMessageStartingWith("/var: 3.0 GiB to copy, 2.0 GiB free; make room");
    Migration.requireRoom(Path.of("/var"), 5, 5);
  }

  @Test
  void startsAnewAfterARunThatWasCutOff() throws IOException {
    site("4.6");
    // As if it ended between the moves: half a stage, one image in its place, no wwj.conf.
    Files.createDirectories(state.resolve("chroots/.migrate/half/rootfs"));
    Path earlier = Files.createDirectories(state.resolve("chroots/rocky-9/rootfs"));
    Files.writeString(earlier.resolve("mark"), "first");
    Files.createDirectories(conf.resolveSibling(""));
    Files.writeString(conf.resolveSibling("nodes.conf"), "# half\n");
    assertThat(migrate("--copy"))
        .contains("chroots/rocky-9 was there; it is " + state + "/chroots/.migrate-old-1/rocky-9");
    assertThat(state.resolve("chroots/.migrate-old-1/rocky-9/rootfs/mark")).hasContent("first");
    assertThat(state.resolve("chroots/rocky-9/rootfs/bin/sh")).isRegularFile();
    assertThat(state.resolve("chroots/.migrate")).doesNotExist();
    assertThat(state.resolve("chroots/half")).doesNotExist();
  }

  @Test
  void leavesEverythingAsItWasWhenItCannotGoOn() throws IOException {
    site("4.6");
    Files.writeString(state, "a file where the folder should be");
    assertThat(run(1, "migrate", old.toString())).startsWith("wwj: ");
    assertThat(conf).doesNotExist();
    Files.delete(state);
    migrate();
    assertThat(conf).exists();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"etc/warewulf", "etc/warewulf/warewulf.conf", "''"})
  void findsTheSiteByRootFolderOrFile(String way) throws IOException {
    site("4.6");
    OldSite site = OldSite.find(old.resolve(way));
    assertThat(site.root()).isEqualTo(old);
    assertThat(site.chroots()).isEqualTo(old.resolve("var/lib/warewulf/chroots"));
    assertThat(site.distOverlays()).isEqualTo(old.resolve("usr/share/warewulf/overlays"));
  }

  @Test
  void followsThePathsOfASiteInAFolderOfItsOwn() throws IOException {
    site("4.6");
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.copy(old.resolve("etc/warewulf/nodes.conf"), own.resolve("nodes.conf"));
    Files.writeString(
        own.resolve("warewulf.conf"),
        """
        ipaddr: 10.0.0.1/22
        paths:
          wwoverlaydir: %s/var/lib/warewulf/overlays
          wwchrootdir: %s/var/lib/warewulf/chroots
          datadir: %s/usr/share
        """
            .formatted(old, old, old));
    OldSite site = OldSite.find(own);
    assertThat(site.root()).isEqualTo(Path.of("/"));
    assertThat(site.siteOverlays()).isEqualTo(old.resolve("var/lib/warewulf/overlays"));
    assertThat(site.distOverlays()).isEqualTo(old.resolve("usr/share/warewulf/overlays"));
    old = own;
    assertThat(migrate()).contains("2 images used where they are");
  }

  @Test
  void namesFileAndLineOfWhatCannotBeTakenOver() throws IOException {
    site("4.6");
    Path nodes = old.resolve("etc/warewulf/nodes.conf");
    Files.writeString(nodes, "nodes:\n  c1: {}\n  c1: {}\n");
    assertThat(run(1, "migrate", old.toString()))
        .startsWith("wwj: " + nodes + ":3: key 'c1' appears twice");
    assertThat(run(1, "migrate", folder.resolve("nowhere").toString()))
        .contains("no warewulf.conf in it");
    assertThat(Files.exists(state, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
