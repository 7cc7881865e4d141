package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Compression;
import org.wwj.testnet.Peers;

/** What a build makes of a tree as Rocky's, for nodes with their own kernels and cards. */
class RockyBuildIT {
  private static final String MODULES = "usr/lib/modules/" + RockyTree.RELEASE + "/";
  private static final String ETHERNET = "kernel/drivers/net/ethernet/";

  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();
  private RockyTree rocky;
  private ImageStore store;
  private Path root;
  private Instant now = Instant.parse("2026-11-23T05:14:00Z");
  private Demand demand = Demand.NONE;

  @BeforeEach
  void anImage() {
    Peers.require("mksquashfs", "cpio");
    rocky = RockyTree.make();
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    root = store.rootfs("rocky-10");
    rocky.copyTo(root);
  }

  @Test
  void takesTheKernelBesideItsModulesAndUnpacksThem() throws IOException {
    Generation made = build().generation();
    assertThat(made.kernel()).hasContent("kernel " + RockyTree.RELEASE);
    assertThat(BuiltKernels.of(made).releases()).containsExactly(RockyTree.RELEASE);
    assertThat(members(made.stage1()))
        .contains(
            MODULES + "kernel/fs/squashfs/squashfs.ko",
            MODULES + "kernel/net/core/failover.ko",
            MODULES + "kernel/drivers/net/virtio_net.ko",
            MODULES + "kernel/drivers/net/phy/realtek.ko")
        .noneMatch(name -> name.endsWith(".ko.xz"))
        .noneMatch(name -> name.contains("funeth") || name.contains("soundcore"));
    Path unpacked = unpack(made.stage1());
    Path module = unpacked.resolve(MODULES + ETHERNET + "intel/igb.ko");
    assertThat(Elf.read(module).orElseThrow().modinfo()).contains("name=igb");
    assertThat(warnings).isEmpty();
  }

  @Test
  void takesFirmwareAsItIsWithItsLinksAndPatterns() throws IOException {
    Path unpacked = unpack(build().generation().stage1());
    Path firmware = unpacked.resolve("usr/lib/firmware");
    assertThat(firmware.resolve("tigon/tg3.bin.xz")).isRegularFile();
    assertThat(firmware.resolve("rtl_nic/rtl8168h-1.fw.xz")).isSymbolicLink();
    assertThat(firmware.resolve("rtl_nic/rtl8168h-2.fw.xz")).isRegularFile();
    assertThat(firmware.resolve("bnx2x").toFile().list())
        .containsExactlyInAnyOrder("bnx2x-e1-7.13.21.0.fw.xz", "bnx2x-e2-7.13.21.0.fw.xz");
  }

  @Test
  void unpacksFirmwareForAKernelThatCannot() throws IOException {
    Files.writeString(root.resolve(MODULES + "config"), "CONFIG_RD_ZSTD=y\n");
    Path firmware = unpack(build().generation().stage1()).resolve("usr/lib/firmware");
    assertThat(firmware.resolve("tigon/tg3.bin")).hasContent("tg3 firmware");
    assertThat(firmware.resolve("rtl_nic/rtl8168h-1.fw")).hasContent("rtl firmware");
    assertThat(firmware.resolve("bnx2x/bnx2x-e2-7.13.21.0.fw")).hasContent("bnx2x e2 firmware");
    assertThat(firmware.resolve("tigon/tg3.bin.xz")).doesNotExist();
  }

  @Test
  void addsTheDriversOfCardsThatNodesHave() throws IOException {
    demand = Demand.NONE.and("c1", "", List.of("1dad:00ad", "1af4:1000"), false);
    assertThat(members(build().generation().stage1()))
        .contains(
            MODULES + ETHERNET + "fungible/funcore.ko",
            MODULES + ETHERNET + "fungible/funeth.ko",
            MODULES + ETHERNET + "intel/igb.ko");
    assertThat(warnings).isEmpty();
  }

  @Test
  void warnsOfCardsWithoutDriverOrFirmware() throws IOException {
    Folders.delete(root.resolve("usr/lib/firmware/tigon"));
    demand =
        Demand.NONE
            .and("c1", "", List.of("dead:beef"), false)
            .and("c2", "", List.of("dead:beef", "14e4:165f"), false);
    build();
    assertThat(warnings).hasSize(2);
    assertThat(warnings.getFirst())
        .startsWith("c2: network card 14e4:165f, kernel " + RockyTree.RELEASE + ": its driver tg3")
        .contains("tigon/tg3.bin", "linux-firmware");
    assertThat(warnings.getLast())
        .startsWith("c[1-2]: network card dead:beef, kernel " + RockyTree.RELEASE)
        .contains("no driver", "kernel-modules-extra");
  }

  @Test
  void bringsEachKernelThatNodesAskFor() throws IOException {
    String debug = RockyTree.DEBUG_RELEASE;
    demand =
        Demand.NONE
            .and("c1", RockyTree.RELEASE, List.of(), false)
            .and("c2", debug, List.of(), false)
            .and("c3", "/usr/lib/modules/" + debug + "/vmlinuz", List.of(), false)
            .and("c4", "5.14", List.of(), false);
    Generation made = build().generation();
    BuiltKernels kernels = BuiltKernels.of(made);
    assertThat(kernels.releases()).containsExactly(RockyTree.RELEASE, debug);
    assertThat(kernels.find("")).contains("");
    assertThat(kernels.find("6.12")).contains("");
    assertThat(kernels.find(RockyTree.RELEASE)).contains("");
    assertThat(kernels.find("/lib/modules/" + RockyTree.RELEASE + "/vmlinuz")).contains("");
    for (String wish :
        List.of(
            debug,
            "/usr/lib/modules/" + debug + "/vmlinuz",
            "/lib/modules/" + debug + "/vmlinuz")) {
      assertThat(kernels.find(wish)).as(wish).contains(debug);
    }
    assertThat(kernels.find("5.14")).isEmpty();
    assertThat(kernels.find("/boot/vmlinuz")).isEmpty();
    assertThat(made.kernel(debug)).hasContent("kernel " + debug);
    assertThat(members(made.stage1(debug)))
        .contains("usr/lib/modules/" + debug + "/kernel/fs/squashfs/squashfs.ko")
        .noneMatch(name -> name.startsWith(MODULES));
    assertThat(warnings)
        .containsExactly(
            "image rocky-10 has no kernel '5.14', which c4 asks for; it has %s, %s: install it,"
                    .formatted(debug, RockyTree.RELEASE)
                + " or run `wwj node set c4 --kernelversion VERSION`");
  }

  @Test
  void leavesOutAKernelThatCannotBootAndSaysSo() throws IOException {
    Files.delete(root.resolve("usr/lib/modules/" + RockyTree.DEBUG_RELEASE + "/modules.dep"));
    demand = Demand.NONE.and("c1", RockyTree.DEBUG_RELEASE, List.of(), false);
    assertThat(BuiltKernels.of(build().generation()).releases()).containsExactly(RockyTree.RELEASE);
    assertThat(warnings).singleElement().asString().contains("is left out", "modules.dep");
  }

  @Test
  void saysWhichModuleIsDamaged() throws IOException {
    Files.writeString(root.resolve(MODULES + "kernel/fs/squashfs/squashfs.ko.xz"), "not xz");
    assertThatThrownBy(this::build)
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("squashfs.ko.xz");
  }

  @Test
  void isUpToDateOnlyWhenAllThatItReadsIsTheSame() throws IOException {
    build();
    assertThat(build().upToDate()).isTrue();
    Path config = Files.createDirectories(root.resolve("etc/warewulf")).resolve("excludes");
    Files.writeString(config, "usr/lib/modules\nvar/cache\n");
    assertThat(build().upToDate()).isFalse();
    assertThat(build().upToDate()).isTrue();
    // Not in the packed tree, and yet in what nodes boot.
    for (String used :
        List.of(MODULES + "vmlinuz", MODULES + "kernel/fs/squashfs/squashfs.ko.xz")) {
      Files.setLastModifiedTime(
          root.resolve(used), java.nio.file.attribute.FileTime.fromMillis(1000));
      assertThat(build().upToDate()).as(used).isFalse();
      assertThat(build().upToDate()).as(used).isTrue();
    }
    Files.createDirectories(root.resolve("var/cache"));
    build();
    Files.writeString(root.resolve("var/cache/of-no-use"), "");
    assertThat(build().restored()).isFalse();
    demand = Demand.NONE.and("c1", "", List.of("8086:1539"), false);
    assertThat(build().upToDate()).as("a card whose driver is there").isTrue();
    demand = Demand.NONE.and("c1", "", List.of("1dad:00ad"), false);
    assertThat(build().upToDate()).as("a card of another driver").isFalse();
    demand = demand.and("c2", RockyTree.DEBUG_RELEASE, List.of(), false);
    assertThat(build().upToDate()).as("another kernel").isFalse();
    demand = demand.and("c3", "", List.of(), true);
    Builder.Outcome whole = build();
    assertThat(whole.upToDate()).as("root: initrd").isFalse();
    assertThat(whole.generation().initrd()).exists();
  }

  @Test
  void anotherGenerationThatIsWhatWouldComeIsTheCurrentOneAgain() throws IOException {
    Generation first = build().generation();
    rocky.dnf(root, "upgrade", "wwj-hello");
    Generation second = build().generation();
    Folders.point(store.generations("rocky-10"), "current", first.id());
    Builder.Outcome again = build();
    assertThat(again.restored()).isTrue();
    assertThat(again.upToDate()).isFalse();
    assertThat(again.generation()).isEqualTo(second);
    assertThat(store.find("rocky-10")).contains(second);
    assertThat(store.history("rocky-10")).hasSize(2);
  }

  @Test
  void tellsWhatAnUpgradeChanged() throws IOException {
    Generation before = build().generation();
    rocky.dnf(root, "upgrade", "wwj-hello");
    GenerationDiff diff = GenerationDiff.of(before, build().generation());
    assertThat(diff.packages())
        .containsExactly(new GenerationDiff.Change("wwj-hello.x86_64", "1.0-1", "1.1-1"));
    assertThat(diff.files())
        .filteredOn(GenerationDiff.Change::removed)
        .extracting(GenerationDiff.Change::name)
        .contains("usr/share/wwj-hello/1.0");
    assertThat(diff.files())
        .filteredOn(GenerationDiff.Change::added)
        .extracting(GenerationDiff.Change::name)
        .contains("usr/share/wwj-hello/1.1");
    assertThat(warnings).isEmpty();
  }

  private Builder.Outcome build() {
    now = now.plusSeconds(1);
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new Builder(store, folder.resolve("keys"), clock, image -> demand)
        .build(
            "rocky-10",
            Builder.Options.DEFAULT,
            new Builder.Progress() {
              @Override
              public void step(String what) {
                // nobody looks
              }

              @Override
              public void warning(String what) {
                warnings.add(what);
              }
            });
  }

  private List<String> members(Path archive) throws IOException {
    Path listing = folder.resolve("listing");
    Tool.toFile(listing, List.of("cpio", "-t", "--quiet", "-F", plain(archive).toString()));
    return Files.readAllLines(listing);
  }

  private Path unpack(Path archive) throws IOException {
    Path target = Files.createTempDirectory(folder, "unpacked");
    Tool.run("cpio", "-idm", "--quiet", "-D", target.toString(), "-F", plain(archive).toString());
    return target;
  }

  private Path plain(Path archive) throws IOException {
    Path plain = folder.resolve("plain.cpio");
    try (InputStream in = Compression.ZSTD.decompress(Files.newInputStream(archive));
        OutputStream out = Files.newOutputStream(plain)) {
      in.transferTo(out);
    }
    return plain;
  }
}
