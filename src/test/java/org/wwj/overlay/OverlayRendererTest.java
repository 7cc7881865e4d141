package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.SiteFixture;
import org.wwj.archive.Entry;
import org.wwj.registry.Node;

class OverlayRendererTest {
  @TempDir Path folder;

  private static final Node NODE =
      SiteFixture.node(
          "c1",
          List.of("x"),
          SiteFixture.device(
              "default", "52:54:00:00:00:01", "10.0.0.11", "", Map.of("DNS", "1.1.1.1")));

  private Map<String, String> render(SiteFixture site, String... overlays) {
    Map<String, String> shown = new TreeMap<>();
    for (Entry entry :
        site.renderer().render(NODE, List.of(overlays), site.snapshot(NODE)).entries()) {
      shown.put(
          entry.path(),
          switch (entry) {
            case Entry.Bytes b -> new String(b.content(), StandardCharsets.ISO_8859_1);
            case Entry.Symlink s -> "-> " + s.target();
            case Entry.Directory d -> "/";
            default -> entry.toString();
          });
    }
    return shown;
  }

  private String one(String template) {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/out.ww", template);
    return render(site, "x").get("out");
  }

  @Test
  void takesWarewulfsOverlaysOnlyWhereNoneShips() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("foreign", "wwinit", "rootfs/init", "theirs");
    site.write("foreign", "x", "rootfs/a", "theirs");
    site.write("dist", "x", "rootfs/b", "ours");
    site.write("site", "wwinit", "rootfs/init", "the site's");
    site.write("foreign", "wwinit", "rootfs/more", "theirs");
    assertThat(render(site, "wwinit")).containsEntry("init", "the site's").containsKey("more");
    assertThat(render(site, "x")).containsKey("b").doesNotContainKey("a");
  }

  @Test
  void givesTheNodesData() {
    assertThat(
            one(
                """
                {{.Id}} {{.Hostname}} {{.Ipaddr}} {{.NetworkCIDR}} {{.Warewulf.Port}} {{.BuildHost}}
                {{.NetDevs.default.Ipaddr}} {{.NetDevs.default.IpCIDR}} {{.NetDevs.default.Primary}}
                {{.NetDevs.default.OnBoot.BoolDefaultTrue}} {{.NetDevs.default.OnBoot.Bool}}
                {{.NetDevs.default.Gateway}} {{if .NetDevs.default.Gateway}}y{{else}}n{{end}} {{.NetDevs.default.Tags.DNS}} [{{index .NetDevs.default.Tags "no"}}]
                {{.Tags.role}} {{.Tags.none}} {{join "," .Kernel.Args}} {{.Ipmi.UserName}} {{.Ipmi.Write.Bool}} {{.ImageName}}
                {{range .AllNodes}}{{.Id}} {{.Tags.role}}{{end}} {{.ThisNode.Id}} {{.Dhcp.Enabled}} {{.Tftp.Enabled}} {{.Nfs.Enabled}}
                {{range .DiskList}}{{.Id}} {{.WipeTable}}{{range .PartitionList}} {{.Id}} {{.ShouldExist}} {{.Resize}}{{end}}{{end}}
                {{range .Resources.fstab}}{{.file}} {{.freq}}{{end}} {{.PrimaryNetDev}} {{.Overlay}} {{.SystemOverlay}} {{.BuildTimeUnix}} {{.BuildTime}}
                """))
        .isEqualTo(
            """
            c1 c1 10.0.0.1 10.0.0.0/24 9873 sms
            10.0.0.11 10.0.0.11/24 true
            true false
            <nil> n 1.1.1.1 []
            compute <no value> quiet,crashkernel=no admin false debian-12
            c1 compute c1 true true true
            /dev/vda true scratch true false
            /home 0 default x [x] 1700000000 11-14-2023 22:13:20 UTC
            """);
  }

  @Test
  void namesNodeFileLineAndColumnOfAnError() {
    SiteFixture site = SiteFixture.in(folder);
    Path file = site.write("dist", "x", "rootfs/etc/conf.ww", "a\n {{.Nope}}");
    assertThatThrownBy(() -> render(site, "x"))
        .isInstanceOf(OverlayException.class)
        .hasMessage(
            "node c1, overlay x: template: %s:2:3: executing \"%s\" at <.Nope>: can't evaluate field Nope in type overlay.TemplateStruct"
                .formatted(file, file));
    site.write("dist", "x", "rootfs/etc/conf.ww", "a\n {{nosuch}}");
    assertThatThrownBy(() -> render(site, "x"))
        .hasMessageContaining(file + ":2:3: function \"nosuch\" not defined");
  }

  @Test
  void namesTheOverlaysThereAreForOneThatIsNot() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "hosts", "rootfs/etc/hosts", "");
    assertThatThrownBy(() -> render(site, "host"))
        .hasMessageContaining("node c1: overlay 'host' does not exist")
        .hasMessageContaining("[hosts]");
    for (String bad : List.of("..", ".", "a/b", "", "a b")) {
      assertThatThrownBy(() -> render(site, bad)).isInstanceOf(OverlayException.class);
    }
  }

  @Test
  void writesSeveralFilesFromOneTemplate() {
    SiteFixture site = SiteFixture.in(folder);
    site.write(
        "dist",
        "x",
        "rootfs/etc/net/all.ww",
        "dropped{{file \"a\"}}A{{file \"/etc/b\"}}B{{file \"../c\"}}C");
    assertThat(render(site, "x"))
        .isEqualTo(
            Map.of("etc", "/", "etc/net", "/", "etc/net/a", "A", "etc/b", "B", "etc/c", "C"));
  }

  @Test
  void refusesFilesOutsideTheOverlay() {
    for (String name : List.of("../../x", "/../x", "/", "../../../etc/passwd", "a/../../../b")) {
      assertThatThrownBy(() -> one("{{file \"" + name + "\"}}x"))
          .isInstanceOf(OverlayException.class);
    }
  }

  @Test
  void makesLinksAndImportsThem() throws IOException {
    SiteFixture site = SiteFixture.in(folder);
    site.write("host", "usr/zone", "");
    Files.createSymbolicLink(folder.resolve("host/link"), Path.of("usr/zone"));
    site.write("dist", "x", "rootfs/a.ww", "text{{softlink \"/usr/bin/b\"}}");
    site.write("dist", "x", "rootfs/b.ww", "{{ImportLink \"/link\"}}");
    site.write("dist", "x", "rootfs/c.ww", "{{softlink \"t\"}}{{file \"d\"}}D");
    assertThat(render(site, "x"))
        .isEqualTo(Map.of("a", "-> /usr/bin/b", "b", "-> /usr/zone", "c", "-> t", "d", "D"));
  }

  @Test
  void keepsTheNodesDataFromBeingChanged() {
    assertThatThrownBy(() -> one("{{set (index .Resources.fstab 0) \"file\" \"/x\"}}"))
        .hasMessageContaining("read-only");
    assertThatThrownBy(() -> one("{{set .Tags \"role\" \"x\"}}"))
        .hasMessageContaining("expected map[string]interface {}; got map[string]string");
    assertThat(one("{{(set (deepCopy (index .Resources.fstab 0)) \"file\" \"/x\").file}}"))
        .isEqualTo("/x");
  }

  @Test
  void writesNothingAfterAbort() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/a.ww", "A{{if true}}{{abort}}{{end}}{{.Nope}}");
    site.write("dist", "x", "rootfs/b", "B");
    assertThat(render(site, "x")).isEqualTo(Map.of("b", "B"));
  }

  @Test
  void includesFilesOfServerAndImage() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("chroots", "img", "rootfs/etc/passwd", "root:x\nme:x\n");
    site.write("host", "etc/hosts", "1 a\n2 b\n# mark\n3 c\n");
    site.write("etc", "inc", "included\n\n");
    site.write(
        "dist",
        "x",
        "rootfs/o.ww",
        """
        [{{Include "inc"}}][{{Include "none"}}][{{IncludeFrom "img" "/etc/passwd"}}][{{IncludeFrom "img" "etc/none"}}]
        {{IncludeBlock "/etc/hosts" "# mark"}}|{{IncludeBlock "/none" "# m"}}
        {{UniqueField ":" 0 "a:1\\nb:2\\na:3"}} {{SystemdEscapePath "/dev/disk by/x-1"}} {{SystemdEscape "/a-b"}} {{basename "/a/b.c"}} {{inc 1}} {{dec 1}}{{IncludeFrom "img" "etc/passwd" | len}}\
        """);
    assertThat(render(site, "x").get("o"))
        .isEqualTo(
            """
            [included
            ][][root:x
            me:x][]
            1 a
            2 b
            # mark|# m
            a:1
            b:2 dev-disk\\x20by-x\\x2d1 -a\\x2db b.c 2 011\
            """);
  }

  @Test
  void keepsIncludesInsideTheImage() throws IOException {
    SiteFixture site = SiteFixture.in(folder);
    site.write("chroots", "img", "rootfs/etc/x", "");
    Path secret = site.write("host", "secret", "secret");
    Files.createSymbolicLink(folder.resolve("state/chroots/img/rootfs/etc/link"), secret);
    assertThat(one("[{{IncludeFrom \"img\" \"etc/link\"}}]")).isEqualTo("[]");
    assertThatThrownBy(() -> one("{{IncludeFrom \"img\" \"../../../../host/secret\"}}"))
        .hasMessageContaining("leads out of image img");
    assertThatThrownBy(() -> one("{{IncludeFrom \"..\" \"x\"}}"))
        .hasMessageContaining("no image's name");
  }

  @Test
  void coversSingleFilesOfTheDistribution() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/etc/a", "dist a");
    site.write("dist", "x", "rootfs/etc/b.ww", "dist {{.Id}}");
    site.write("dist", "x", "rootfs/etc/c", "dist c");
    site.write("site", "x", "rootfs/etc/a", "site a");
    site.write("site", "x", "rootfs/etc/b", "site b");
    assertThat(render(site, "x"))
        .isEqualTo(Map.of("etc", "/", "etc/a", "site a", "etc/b", "site b", "etc/c", "dist c"));
  }

  @Test
  void laysLaterOverlaysOnTopAndBacksUpWhatTemplatesCover() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/a", "x");
    site.write("dist", "x", "rootfs/b", "x");
    site.write("dist", "x", "rootfs/c", "x");
    site.write("dist", "y", "rootfs/a", "y");
    site.write("dist", "y", "rootfs/b.ww", "y");
    site.write("dist", "y", "rootfs/c.ww", "{{nobackup}}y");
    assertThat(render(site, "x", "y"))
        .isEqualTo(Map.of("a", "y", "b", "y", "b.wwbackup", "x", "c", "y"));
    assertThat(render(site, "y", "x")).isEqualTo(Map.of("a", "x", "b", "x", "c", "x"));
  }

  @Test
  void keepsModesEmptyFoldersLinksAndOldEncodings() throws IOException {
    SiteFixture site = SiteFixture.in(folder);
    Path script = site.write("dist", "x", "rootfs/bin/run", "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
    Path template = site.write("dist", "x", "rootfs/secret.ww", "{{.Id}}");
    site.write("dist", "x", "modes", "# secrets\n0600 secret\n1777 bin\n0640 5:6 bin/r*\n");
    Files.createDirectories(folder.resolve("share/overlays/x/rootfs/empty"));
    Files.createSymbolicLink(folder.resolve("share/overlays/x/rootfs/link"), Path.of("/bin/run"));
    Files.write(
        folder.resolve("share/overlays/x/rootfs/latin.ww"),
        new byte[] {'{', '{', '.', 'I', 'd', '}', '}', (byte) 0xfc, '\n'});
    assertThat(template).exists();
    assertThat(site.renderer().render(NODE, List.of("x"), site.snapshot(NODE)).entries())
        .filteredOn(e -> !e.path().equals("latin"))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("mtime")
        .containsExactly(
            new Entry.Directory("bin", 01777, 0, 0, 0),
            new Entry.Bytes(
                "bin/run", 0640, 5, 6, 0, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)),
            new Entry.Directory("empty", 0755, 0, 0, 0),
            new Entry.Symlink("link", 0777, 0, 0, 0, "/bin/run"),
            new Entry.Bytes("secret", 0600, 0, 0, 0, "c1".getBytes(StandardCharsets.UTF_8)));
    assertThat(render(site, "x").get("latin")).isEqualTo("c1\u00fc\n");
  }

  @Test
  void refusesAFileWhereAFolderIsNeeded() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/etc", "file");
    site.write("dist", "y", "rootfs/etc/a", "a");
    assertThatThrownBy(() -> render(site, "x", "y"))
        .hasMessageContaining("/etc is no folder in an earlier overlay");
    assertThatThrownBy(() -> render(site, "y", "x"))
        .hasMessageContaining("/etc is a folder in an earlier overlay");
  }

  @Test
  void stopsATemplateWithoutEnd() {
    assertThatThrownBy(() -> one("{{range 100000}}{{range 100000}}{{end}}{{end}}"))
        .hasMessageContaining("takes more than the limit");
    assertThatThrownBy(() -> one("{{define \"r\"}}{{template \"r\"}}{{end}}{{template \"r\"}}"))
        .hasMessageContaining("exceeded maximum template depth");
    assertThatThrownBy(
            () -> one("{{$x := \"aaaaaaaaaaaaaaaa\"}}{{range 60}}{{$x = print $x $x}}{{end}}"))
        .hasMessageContaining("characters");
    assertThatThrownBy(
            () -> one("{{$x := list \"a\"}}{{range 60}}{{$x = list $x $x}}{{end}}{{$x}}"))
        .hasMessageContaining("limit");
    // Regular expressions take linear time.
    assertThat(one("{{regexMatch (cat (repeat 10 \"(.*)\") \"#\") (repeat 60 \"a\")}}"))
        .isEqualTo("false");
    assertThatThrownBy(() -> one("{{$d := dict}}{{$_ := set $d \"d\" $d}}{{$d}}"))
        .hasMessageContaining("nested deeper");
    String nested = "{{if true}}".repeat(150) + "{{template \"r\"}}" + "{{end}}".repeat(150);
    assertThatThrownBy(() -> one("{{define \"r\"}}" + nested + "{{end}}{{template \"r\"}}"))
        .isInstanceOf(OverlayException.class);
  }
}
