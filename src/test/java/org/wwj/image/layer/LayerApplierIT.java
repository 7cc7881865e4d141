package org.wwj.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.archive.Compression;
import org.wwj.archive.Digest;
import org.wwj.archive.Tar;
import org.wwj.testnet.Peers;

/** What only root can unpack, with GNU tar and umoci as peers. */
class LayerApplierIT {
  private static final byte[] CAPABILITY =
      HexFormat.of().parseHex("0100000200200000000000000000000000000000");

  /** rwx for the owner, user 1000 and the mask: linux/posix_acl_xattr.h. */
  private static final byte[] ACL =
      HexFormat.of()
          .parseHex(
              "02000000"
                  + "01000700ffffffff"
                  + "02000700e8030000"
                  + "04000500ffffffff"
                  + "10000700ffffffff"
                  + "20000500ffffffff");

  @TempDir private Path folder;
  private Path tree;

  @BeforeEach
  void peers() {
    Peers.require("tar", "getcap", "truncate");
    tree = folder.resolve("tree");
  }

  private static Tar.Member member(char type, String name) {
    return new Tar.Member(type, name);
  }

  private static Tar.Member xattr(Tar.Member member, String name, byte[] value) {
    return member.pax("SCHILY.xattr." + name, value);
  }

  @Test
  void keepsOwnersModesAndCapabilities() throws Exception {
    Tar tar = new Tar();
    tar.add(member('0', "su").mode(04755).owner(0, 42));
    tar.add(xattr(member('0', "ping").mode(02711).owner(7, 8), "security.capability", CAPABILITY));
    tar.add(member('5', "tmp").mode(01777)).add(member('5', "mail").mode(02775).owner(0, 8));
    tar.add(member('0', "mail/box").owner(1, 2)).add(member('5', "mail/sub"));
    tar.add(member('2', "link").link("su").owner(3, 4));
    tar.add(member('0', "big").rawOwner(Tar.base256(4_000_000_000L, 8), Tar.base256(70_000, 8)));
    Unpacked unpacked = Blobs.apply(tree, tar);
    assertThat(unpacked.notes()).isEmpty();
    assertThat(stat("%a %u:%g", "su", "ping", "tmp", "mail", "mail/box", "mail/sub", "link", "big"))
        .containsExactly(
            "4755 0:42",
            "2711 7:8",
            "1777 0:0",
            "2775 0:8",
            "644 1:2",
            "755 0:0",
            "777 3:4",
            "644 4000000000:70000");
    assertThat(run("getcap", tree.resolve("ping").toString())).contains("cap_net_raw=ep");
  }

  @Test
  void keepsAttributesOfEveryKind() throws Exception {
    byte[] value = {0, (byte) 0xFF, '\n'};
    Tar tar = new Tar();
    for (char type : "0256".toCharArray()) {
      tar.add(xattr(member(type, "trusted" + type).link("x"), "trusted.a", value));
    }
    tar.add(xattr(member('0', "user"), "user.caf\u00c3\u00a9", value));
    tar.add(xattr(member('0', "acl").mode(0775), "system.posix_acl_access", ACL));
    tar.add(
        member('0', "text")
            .mode(0775)
            .pax("SCHILY.acl.access", "user::rwx,user:1000:rwx,group::r-x,mask::rwx,other::r-x"));
    Unpacked unpacked = Blobs.apply(tree, tar);
    assertThat(unpacked.notes()).isEmpty();
    Map<String, String> listing = Listing.of(tree);
    for (char type : "0256".toCharArray()) {
      assertThat(listing.get("./trusted" + type + (type == '5' ? "/" : "")))
          .contains("[trusted.a=00ff0a]");
    }
    String acl = "[system.posix_acl_access=" + HexFormat.of().formatHex(ACL) + "]";
    assertThat(listing.get("./acl")).contains(acl);
    assertThat(listing.get("./text")).contains(acl);
    assertThat(listing.get("./user")).contains("[user.caf\u00c3\u00a9=00ff0a]");
  }

  @Test
  void defaultAccessListsArePassedToNobody() throws Exception {
    Tar tar = new Tar();
    tar.add(xattr(member('5', "d"), "system.posix_acl_default", ACL));
    tar.file("d/file", "").folder("d/folder").add(member('6', "d/fifo")).symlink("d/link", "x");
    tar.file("d/unnamed/file", "");
    Blobs.apply(tree, tar, new Tar().file("d/later", ""));
    Map<String, String> listing = Listing.of(tree);
    assertThat(listing.get("./d/")).contains("posix_acl_default");
    listing.remove("./d/");
    assertThat(listing.values()).hasSize(8).noneMatch(line -> line.contains("posix_acl"));
    assertThat(stat("%a", "d/file", "d/folder", "d/fifo", "d/unnamed"))
        .containsExactly("644", "755", "644", "755");
  }

  @Test
  void aFolderLosesTheAttributesThatItsNewLayerLacks() throws Exception {
    Tar base = new Tar();
    base.add(xattr(member('5', "d"), "user.old", CAPABILITY)).file("d/x", "");
    Blobs.apply(tree, base, new Tar().add(xattr(member('5', "d"), "user.new", CAPABILITY)));
    assertThat(Listing.of(tree).get("./d/")).contains("user.new").doesNotContain("user.old");
  }

  @Test
  void makesDevicesBelowDevAndHarmlessOnesOnly() throws Exception {
    Tar tar = new Tar();
    tar.add(member('4', "dev/sda").device(8, 0).mode(0660).owner(0, 6));
    tar.add(member('3', "dev/kmem").device(1, 2)).add(member('6', "run/fifo").mode(0622));
    tar.add(member('3', "chroot/dev/null").device(1, 3).mode(0666));
    tar.add(member('4', "home/disk").device(8, 0)).add(member('3', "home/mem").device(1, 1));
    tar.add(member('3', "dev/whiteout").device(0, 0));
    Unpacked unpacked = Blobs.apply(tree, tar);
    assertThat(stat("%F %t:%T %a", "dev/sda", "dev/kmem", "run/fifo", "chroot/dev/null"))
        .containsExactly(
            "block special file 8:0 660",
            "character special file 1:2 644",
            "fifo 0:0 622",
            "character special file 1:3 666");
    assertThat(tree.resolve("home")).doesNotExist();
    assertThat(tree.resolve("dev/whiteout")).doesNotExist();
    assertThat(unpacked.notes())
        .containsExactly("left out: device nodes outside of /dev, 3 times, first at home/disk");
  }

  @Test
  void leavesOutWhatIsOfAnotherMachine() throws Exception {
    Tar tar = new Tar();
    tar.add(xattr(member('5', "d"), "trusted.overlay.opaque", Tar.latin("y")));
    tar.add(xattr(member('2', "link").link("x"), "user.a", Tar.latin("b")));
    tar.add(xattr(member('0', "file"), "system.nfs4_acl", Tar.latin("b")));
    Unpacked unpacked = Blobs.apply(tree, tar);
    assertThat(Listing.of(tree).values()).allMatch(line -> line.contains("[]"));
    assertThat(unpacked.notes())
        .containsExactly(
            "left out: attributes of overlayfs, 1 times, first at d",
            "left out: attribute user.a (Operation not permitted), 1 times, first at link",
            "left out: attribute system.nfs4_acl (Operation not supported), 1 times, first at file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--sparse-version=0.0",
        "--sparse-version=0.1",
        "--sparse-version=1.0"
      })
  void holesOfGnuTarStayHoles(String form) throws Exception {
    Path source = Files.createDirectory(folder.resolve("source"));
    Path sparse = source.resolve("sparse");
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      parts.append("printf ").append(i).append(" | dd of=").append(sparse);
      parts.append(" bs=64K seek=").append(i * 20).append(" conv=notrunc status=none;");
    }
    run("sh", "-c", parts + "truncate -s 100M " + sparse);
    Path archive = folder.resolve("sparse.tar");
    List<String> command = new ArrayList<>(List.of("tar", "-S", form, "-C", source.toString()));
    if (form.startsWith("--sparse")) {
      command.add("--format=pax");
    }
    command.addAll(List.of("-cf", archive.toString(), "."));
    run(command.toArray(String[]::new));
    Files.createDirectory(tree);
    LayerApplier.rootfs(Layer.of(archive, ""), tree, Progress.SILENT);
    assertThat(Digest.of(tree.resolve("sparse"))).isEqualTo(Digest.of(sparse));
    assertThat(Long.parseLong(stat("%b", "sparse").getFirst())).isLessThan(40 * 16);
  }

  @Test
  void namesAreBytes() throws Exception {
    String longest = "\u00ff".repeat(255);
    Tar tar = new Tar().file("caf\u00e9", "latin").file("caf\u00c3\u00a9", "utf-8");
    tar.add(member('2', "l\u00e9").pax("linkpath", "\u0080\u00ff"));
    tar.gnuLong('L', "d\u00e9/" + longest).file("cut", "long").file("new\nline", "");
    tar.add(member('1', "h\u00e9").link("caf\u00e9"));
    Blobs.apply(tree, tar, new Tar().file(".wh.caf\u00c3\u00a9", ""));
    assertThat(Listing.of(tree))
        .containsOnlyKeys(
            "./",
            "./caf\u00e9",
            "./l\u00e9",
            "./d\u00e9/",
            "./d\u00e9/" + longest,
            "./new\nline",
            "./h\u00e9");
  }

  @Test
  void makesTheSameTreeAsUmoci() throws Exception {
    Peers.assume("umoci");
    Tar base =
        new Tar().add(member('5', "./").mode(0750).mtime(77)).folder("etc").folder("usr/lib");
    base.symlink("lib", "usr/lib").file("etc/passwd", "root").hardLink("etc/passwd-", "etc/passwd");
    base.add(member('5', "tmp").mode(01777)).add(member('5', "gone")).file("gone/a/b", "x");
    base.folder("opaque").file("opaque/a", "").file("opaque/sub/b", "").file("usr/lib/kept", "k");
    base.add(xattr(member('0', "usr/ping").owner(5, 6), "security.capability", CAPABILITY));
    base.add(xattr(member('0', "usr/acl").mode(0775), "system.posix_acl_access", ACL));
    base.folder("was-folder")
        .file("was-folder/x", "")
        .file("was-file", "")
        .symlink("was-link", "etc");
    base.add(member('3', "dev/null").device(1, 3).mode(0666))
        .add(member('4', "dev/sda").device(8, 1));
    base.add(member('6', "run/fifo")).add(member('0', "su").mode(06755));
    base.add(member('0', "fine").pax("mtime", "1500000000.123456789").pax("uid", "3000000"));
    base.add(member('0', "cut").pax("path", "long/" + "\u00c3\u00a9".repeat(100)));
    base.file("caf\u00e9", "latin");
    Tar second =
        new Tar().file(".wh.gone", "").file("opaque/new", "n").file("opaque/.wh..wh..opq", "");
    second.file("lib/through", "link").hardLink("etc/other", "etc/passwd").file("was-folder", "f");
    second.folder("was-file").file("was-file/in", "").folder("was-link").file("was-link/in", "");
    second.add(member('5', "etc").mode(0711).owner(9, 9).mtime(1234)).file("etc/.wh.passwd-", "");
    Tar third = new Tar().file("su", "new").file("opaque/sub/late", "").file("etc/.wh.nothing", "");
    third.file("gone/again", "").add(member('2', "etc/link").link("/caf").owner(1, 1).mtime(3));
    List<Tar> layers = List.of(base, second, third);
    Path layout = layout(layers);
    run("umoci", "unpack", "--image", layout + ":it", folder.resolve("bundle").toString());
    Blobs.apply(tree, layers.toArray(Tar[]::new));
    Map<String, String> ours = Listing.of(tree);
    Map<String, String> theirs = Listing.of(folder.resolve("bundle/rootfs"));
    assertThat(ours).hasSize(34);
    for (String unnamed :
        List.of("./usr/", "./gone/", "./opaque/", "./opaque/sub/", "./dev/", "./run/", "./long/")) {
      // Folders that no layer names, and what is left of one that was opaque: umoci gives them
      // the time of now, so two imports differ.
      assertThat(ours.remove(unnamed)).as(unnamed).startsWith("FOLDER 755 0:0 1600000000.");
      assertThat(theirs.remove(unnamed)).as(unnamed).startsWith("FOLDER 755 0:0");
    }
    // Its root has the time of the last file made in it, ours that of the layer.
    assertThat(ours.remove("./")).startsWith("FOLDER 750 0:0 77.");
    assertThat(theirs.remove("./")).startsWith("FOLDER 750 0:0");
    assertThat(ours).isEqualTo(theirs);
  }

  /** An OCI image layout of gzip layers, tagged {@code it}. */
  private Path layout(List<Tar> layers) throws IOException {
    Path layout = folder.resolve("layout");
    Files.createDirectories(layout.resolve("blobs/sha256"));
    List<String> descriptors = new ArrayList<>();
    List<String> diffIds = new ArrayList<>();
    for (Tar layer : layers) {
      java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
      try (java.io.OutputStream out = Compression.GZIP.compress(packed, 1)) {
        out.write(layer.bytes());
      }
      descriptors.add(
          blob(layout, "application/vnd.oci.image.layer.v1.tar+gzip", packed.toByteArray(), ""));
      diffIds.add("\"sha256:" + Digest.of(layer.bytes()) + "\"");
    }
    String config =
        blob(
            layout,
            "application/vnd.oci.image.config.v1+json",
            text(
                "{'architecture':'amd64','os':'linux','config':{},'rootfs':{'type':'layers','diff_ids':["
                    + String.join(",", diffIds)
                    + "]}}"),
            "");
    String manifest =
        blob(
            layout,
            "application/vnd.oci.image.manifest.v1+json",
            text(
                "{'schemaVersion':2,'config':"
                    + config
                    + ",'layers':["
                    + String.join(",", descriptors)
                    + "]}"),
            ",'annotations':{'org.opencontainers.image.ref.name':'it'}");
    Files.write(
        layout.resolve("index.json"), text("{'schemaVersion':2,'manifests':[" + manifest + "]}"));
    Files.write(layout.resolve("oci-layout"), text("{'imageLayoutVersion':'1.0.0'}"));
    return layout;
  }

  private static byte[] text(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static String blob(Path layout, String type, byte[] bytes, String more)
      throws IOException {
    Digest digest = Digest.of(bytes);
    Files.write(layout.resolve("blobs/sha256").resolve(digest.hex()), bytes);
    return "{'mediaType':'%s','digest':'sha256:%s','size':%d%s}"
        .formatted(type, digest, bytes.length, more);
  }

  private List<String> stat(String format, String... paths) throws Exception {
    List<String> command = new ArrayList<>(List.of("stat", "-c", format));
    for (String path : paths) {
      assertThat(Files.exists(tree.resolve(path), LinkOption.NOFOLLOW_LINKS)).as(path).isTrue();
      command.add(tree.resolve(path).toString());
    }
    return run(command.toArray(String[]::new)).lines().toList();
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
