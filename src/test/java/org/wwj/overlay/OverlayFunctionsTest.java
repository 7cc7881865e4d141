package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.SiteFixture;
import org.wwj.archive.Entry;

/** What templates may reach, and what is refused, with file, line and node. */
class OverlayFunctionsTest {
  @TempDir Path folder;
  private SiteFixture site;

  @BeforeEach
  void site() {
    site = SiteFixture.in(folder);
  }

  private List<Entry> render(String nodeConf, String... overlays) {
    var snapshot = site.parse("nodes:\n  c1: {" + nodeConf + "}\n");
    return site.renderer()
        .render(snapshot.node("c1").orElseThrow(), List.of(overlays), snapshot)
        .entries();
  }

  private String one(String template) {
    return one("", template);
  }

  private String one(String nodeConf, String template) {
    site.write("dist", "x", "rootfs/out.ww", template);
    return render(nodeConf, "x").stream()
        .filter(Entry.Bytes.class::isInstance)
        .map(e -> new String(((Entry.Bytes) e).content(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("|"));
  }

  private Path secret(String name, String text) throws IOException {
    Path file = site.write("state", name, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void readsNoFilesThatAreNoneOfATemplatesBusiness() throws IOException {
    Path key = secret("keys/boot.key", "key");
    Path munge = secret("secrets/munge.key", "munge");
    Files.createDirectories(folder.resolve("host/etc"));
    Files.createSymbolicLink(folder.resolve("host/etc/link"), key);
    site.write("etc", "real", "x");
    Files.createDirectories(folder.resolve("host/dir"));
    String[][] cases = {
      {"/etc/link", "'/etc/link' is one of wwj's own keys or of the site's secrets"},
      {"../host/x", "'../host/x' leads out of " + folder.resolve("etc")},
      {"../state/secrets/munge.key", "leads out of"},
      {"/dir", folder.resolve("host/dir") + " is no plain file"}
    };
    for (String[] each : cases) {
      assertThatThrownBy(() -> one("a\n{{Include \"" + each[0] + "\"}}"))
          .as(each[0])
          .isInstanceOf(OverlayException.class)
          .hasMessageContaining(
              "node c1, overlay x: template: " + site.dist() + "/x/rootfs/out.ww:2:2")
          .hasMessageContaining(each[1]);
    }
    assertThat(munge).exists();
    assertThat(one("[{{Include \"real\"}}{{Include \"absent\"}}]")).isEqualTo("[x]");
  }

  @Test
  void readsNothingOfTheKernelOnARealServer() {
    OverlayRenderer real =
        new OverlayRenderer(
            new OverlayStore(site.config().paths()),
            new org.wwj.image.ImageStore(folder, folder),
            "sms");
    for (String path : List.of("/proc/self/environ", "/dev/zero", "/sys/../proc/version")) {
      site.write("dist", "x", "rootfs/out.ww", "{{Include \"" + path + "\"}}");
      var snapshot = site.parse("nodes: {c1: {}}\n");
      assertThatThrownBy(
              () -> real.render(snapshot.node("c1").orElseThrow(), List.of("x"), snapshot))
          .hasMessageContaining("the kernel's");
    }
  }

  @Test
  void namesFileLineAndNodeOfAnOutputThatLeadsOut() {
    for (String name : List.of("../../x", "/../x", "/", "a/../../../b")) {
      assertThatThrownBy(() -> one("\n\n {{file \"" + name + "\"}}x"))
          .hasMessageContaining(
              "node c1, overlay x: template: " + site.dist() + "/x/rootfs/out.ww:3:3")
          .hasMessageContaining("'" + name + "'");
    }
  }

  @Test
  void aSecretIsGivenOnlyToAFileThatNobodyElseReads() throws IOException {
    Path file = secret("secrets/a.key", "s\n");
    assertThatThrownBy(() -> one("{{Secret \"a.key\"}}"))
        .hasMessageContaining("everybody on the node could read /out")
        .hasMessageContaining("add a line  0600 out");
    site.write("dist", "x", "modes", "0600 out\n");
    assertThat(one("{{Secret \"a.key\"}}")).isEqualTo("s\n");
    site.write("dist", "x", "modes", "0600 out\n0644 b\n");
    assertThatThrownBy(() -> one("{{$s := Secret \"a.key\"}}{{file \"b\"}}{{$s}}"))
        .hasMessageContaining("everybody on the node could read /b");
    site.write("dist", "x", "modes", "0640 b\n");
    assertThat(one("{{$s := Secret \"a.key\"}}{{file \"b\"}}{{$s}}")).isEqualTo("s\n");
    assertThatThrownBy(() -> one("{{Secret \"b.key\"}}"))
        .hasMessageContaining("the site has no secret b.key")
        .hasMessageContaining("install -D -m 0600 FILE " + file.resolveSibling("b.key"));
    for (String name : List.of("../keys/boot.key", "", ".x", "a/b")) {
      assertThatThrownBy(() -> one("{{Secret \"" + name + "\"}}"))
          .hasMessageContaining("no name for a secret");
    }
  }

  @Test
  void givesHostKeysOfTheNodeItself() {
    assertThatThrownBy(() -> one("{{SshHostKey \"ed25519\"}}"))
        .hasMessageContaining("everybody on the node could read");
    assertThatThrownBy(() -> one("{{SshHostKey \"dsa\"}}"))
        .hasMessageContaining("'dsa' is not one of ed25519, ecdsa, rsa");
    String shown =
        one(
            "{{SshHostPublicKey \"ed25519\"}} {{SshHostCertificate \"ed25519\"}} {{SshHostAuthority}}");
    assertThat(shown)
        .matches(
            "ssh-ed25519 \\S+ c1 ssh-ed25519-cert-v01@openssh.com \\S+ c1 ssh-ed25519 \\S+ wwj");
    site.write("dist", "x", "modes", "0600 out\n");
    assertThat(one("{{SshHostKey \"ed25519\"}}"))
        .startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n")
        .endsWith("-----END OPENSSH PRIVATE KEY-----\n");
  }

  @Test
  void aLinkOfTheServerThatIsGoneMakesNoFile() throws IOException {
    site.write("host", "etc/plain", "x");
    Files.createSymbolicLink(folder.resolve("host/etc/dangling"), Path.of("nowhere"));
    for (String path : List.of("/etc/localtime", "/etc/dangling", "/etc/plain")) {
      site.write("dist", "x", "rootfs/out.ww", "{{ImportLink \"" + path + "\"}}");
      assertThat(render("", "x")).isEmpty();
    }
    assertThatThrownBy(() -> one("{{readlink \"/etc/none\"}}"))
        .hasMessageContaining("/etc/none cannot be resolved on the server");
    assertThat(one("{{readlink \"/etc/plain\"}}")).isEqualTo("/etc/plain");
  }

  @Test
  void describesDisksToIgnition() {
    assertThat(one("[{{IgnitionJson}}]")).isEqualTo("[]");
    assertThat(
            one(
                "disks: {/dev/vda: {wipe_table: true, partitions: {a: {number: 1, size_mib: 10, start_mib: 2, should_exist: true}}}},"
                    + " filesystems: {a: {format: ext4, path: /a, mount_options: 'noatime, nodev', options: [-K]}}",
                "{{IgnitionJson}}"))
        .isEqualTo(
            "{\"ignition\":{\"version\":\"3.1.0\"},\"storage\":{\"disks\":[{\"device\":\"/dev/vda\",\"partitions\":"
                + "[{\"label\":\"a\",\"number\":1,\"shouldExist\":true,\"sizeMiB\":10,\"startMiB\":2}],\"wipeTable\":true}],"
                + "\"filesystems\":[{\"device\":\"/dev/disk/by-partlabel/a\",\"format\":\"ext4\","
                + "\"mountOptions\":[\"noatime\",\"nodev\"],\"options\":[\"-K\"],\"path\":\"/a\"}]}}");
    assertThat(one("disks: {vda: {partitions: {a: {resize: false}}}}", "{{IgnitionJson}}"))
        .contains("\"version\":\"3.2.0\"", "\"device\":\"/dev/vda\"", "\"resize\":false");
    assertThat(
            one(
                "disks: {vda: {partitions: {a: {number: 3, size_mib: 9, should_exist: false}}}}",
                "{{IgnitionJson}}"))
        .contains("\"partitions\":[{\"number\":3,\"shouldExist\":false}]");
    assertThatThrownBy(
            () -> one("disks: {vda: {partitions: {a: {size_mib: big}}}}", "{{IgnitionJson}}"))
        .hasMessageContaining("disk vda, partition a: size_mib 'big' is no whole number");
  }

  @Test
  void ownersByNameAreThoseOfTheNode() {
    site.write("dist", "x", "rootfs/a", "");
    site.write("dist", "x", "rootfs/b.ww", "{{file \"/d/c\"}}");
    site.write("dist", "x", "modes", "0400 munge:munge a\n0750 5:daemon d/c\n");
    site.write("chroots", "img", "rootfs/etc/passwd", "munge:x:991:1::/:/\n");
    site.write("chroots", "img", "rootfs/etc/group", "munge:x:990:\ndaemon:x:2:\n");
    assertThat(render("image name: img", "x"))
        .extracting(e -> "%o %d:%d %s".formatted(e.mode(), e.uid(), e.gid(), e.path()))
        .containsExactly("400 991:990 a", "755 0:0 d", "750 5:2 d/c");
    site.write("dist", "y", "rootfs/etc/passwd.ww", "munge:x:77:1::/:/\n");
    assertThat(render("image name: img", "x", "y"))
        .filteredOn(e -> e.path().equals("a"))
        .allMatch(e -> e.uid() == 77 && e.gid() == 990);
    assertThatThrownBy(() -> render("image name: other", "x"))
        .hasMessageContaining("node c1: /")
        .hasMessageContaining("which neither the overlays' /etc/")
        .hasMessageContaining("nor image 'other' has");
    assertThatThrownBy(() -> render("", "x")).hasMessageContaining("nor image ''");
    site.write("dist", "x", "modes", "0400 a b c d\nnonsense\n");
    assertThatThrownBy(() -> render("", "x"))
        .hasMessageContaining("x/modes:2: 'nonsense' is not MODE [USER:GROUP] PATH");
  }

  @Test
  void anOverlayMayBeMadeOfOthers() {
    site.write("dist", "a", "rootfs/a.ww", "{{.Overlay}}");
    site.write("dist", "b", "rootfs/b", "");
    site.write("dist", "b", "includes", "# of\na\n");
    site.write("dist", "alias", "includes", "a\n");
    assertThat(render("", "alias")).extracting(Entry::path).containsExactly("a");
    assertThat(render("", "b", "alias", "a")).extracting(Entry::path).containsExactly("a", "b");
    assertThat(new OverlayStore(site.config().paths()).names()).containsExactly("a", "alias", "b");
    assertThat(new OverlayStore(site.config().paths()).exists("alias")).isTrue();
    site.write("dist", "alias", "includes", "none\n");
    assertThatThrownBy(() -> render("", "alias"))
        .hasMessageContaining("node c1: overlay 'none' does not exist");
  }

  @Test
  void fillsInTheVersionOfTheImagesKernel() {
    assertThat(one("kernel: {version: 6.1}", "{{.Kernel.Version}}")).isEqualTo("6.1");
    assertThat(one("image name: img", "[{{.Kernel.Version}}]{{if .Kernel.Version}}y{{end}}"))
        .isEqualTo("[]");
    assertThat(one("", "[{{.Kernel.Version}}]")).isEqualTo("[]");
  }

  @Test
  void keepsExtendedAttributesInTarAndSaysSoWhereTheyAreLost() throws IOException {
    Path file = site.write("dist", "x", "rootfs/bin/ping", "ELF");
    try {
      Files.setAttribute(file, "user:note", "hello".getBytes(StandardCharsets.UTF_8));
    } catch (IOException | UnsupportedOperationException e) {
      org.junit.jupiter.api.Assumptions.abort(
          "this file system keeps no extended attributes: " + e);
    }
    var snapshot = site.parse("nodes: {c1: {}}\n");
    RenderedOverlay rendered =
        site.renderer().render(snapshot.node("c1").orElseThrow(), List.of("x"), snapshot);
    assertThat(rendered.xattrs()).containsOnlyKeys("bin/ping");
    assertThat(rendered.xattrs().get("bin/ping").get("user.note")).asString().isEqualTo("hello");
    var bytes = new java.io.ByteArrayOutputStream();
    Packer.TAR.writer().write(rendered, bytes);
    assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
        .contains("SCHILY.xattr.user.note=hello");
    Files.setAttribute(file, "user:note", "other".getBytes(StandardCharsets.UTF_8));
    assertThat(
            site.renderer()
                .render(snapshot.node("c1").orElseThrow(), List.of("x"), snapshot)
                .digest())
        .isNotEqualTo(rendered.digest());
    assertThat(Packer.CPIO.keepsXattrs()).isFalse();
  }
}
