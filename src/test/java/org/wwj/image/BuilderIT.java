package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Compression;
import org.wwj.archive.Digest;
import org.wwj.testnet.Peers;

class BuilderIT {
  private static final Builder.Options FORCE = new Builder.Options(true, "", false, List.of());

  @TempDir private Path folder;
  private ImageStore store;
  private Path root;
  private Instant now = Instant.parse("2026-11-23T05:14:00Z");

  @BeforeEach
  void anImage() throws IOException {
    Peers.require("mksquashfs", "unsquashfs", "depmod", "cpio");
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    root = store.rootfs("a");
    new Trees(root)
        .bootable()
        .file(
            "var/lib/dpkg/status",
            "Package: curl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 7.88.1-10\n");
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    Files.write(root.resolve("usr/noise"), noise);
  }

  @Test
  void makesAGenerationThatIsWhole() throws IOException {
    Builder.Outcome outcome = build(Builder.Options.DEFAULT);
    Generation made = outcome.generation();
    assertThat(store.find("a")).contains(made);
    assertThat(store.find("a@" + made.id())).contains(made);
    assertThat(made.id()).matches("20261123T051400Z-[0-9a-f]{8}");
    assertThat(made.kernel()).hasContent("kernel");
    Manifest manifest = Manifest.read(made.manifest());
    assertThat(manifest).isEqualTo(outcome.manifest());
    assertThat(manifest.sha256()).isEqualTo(Digest.of(made.squashfs()));
    assertThat(manifest.kernelVersion()).isEqualTo("6.1.0-1-amd64");
    assertThat(manifest.chunks()).hasSizeGreaterThan(1);
    assertThat(manifest.treeSize()).isGreaterThan(3 << 20);
    assertThat(made.initrd()).doesNotExist();
  }

  @Test
  void leavesOutKernelsAndWhatTheImageExcludes() throws IOException {
    new Trees(root)
        .file("etc/warewulf/excludes", "usr/share/doc\nvar/*.log\n")
        .file("usr/share/doc/a/b", "")
        .file("var/x.log", "")
        .file("var/kept[1]*", "");
    String names = listing("unsquashfs", "-l", build(FORCE).generation().squashfs().toString());
    assertThat(names)
        .contains("squashfs-root/usr/noise", "squashfs-root/var/kept[1]*", "squashfs-root/boot")
        .doesNotContain("vmlinuz", "initrd.img", "usr/share/doc", "x.log");
  }

  @Test
  void assemblesStage1OfTheImagesOwnFiles() throws IOException {
    String names = members(build(Builder.Options.DEFAULT).generation().stage1(), Compression.ZSTD);
    assertThat(names.lines())
        .contains(
            "init",
            "dev/console",
            "config",
            "status",
            "bin",
            "usr/bin/sh",
            "usr/bin/kmod",
            "usr/sbin/modprobe",
            "lib64",
            "usr/lib64/libc.so.6",
            "usr/lib64/ld-linux-x86-64.so.2",
            "usr/lib/modules/6.1.0-1-amd64/kernel/tg3.ko",
            "usr/lib/modules/6.1.0-1-amd64/modules.dep.bin",
            "usr/lib/firmware/tigon/tg3.bin")
        .doesNotContain("usr/lib/modules/6.1.0-1-amd64/kernel/sound.ko");
    new Trees(root).file("boot/config-6.1.0-1-amd64", "CONFIG_RD_GZIP=y\n");
    Builder.Options sound = new Builder.Options(false, "", false, List.of("sound"));
    String gzipped = members(build(sound).generation().stage1(), Compression.GZIP);
    assertThat(gzipped).contains("kernel/sound.ko");
  }

  @Test
  void saysOnceWhenStage1CannotCheckASignature() throws IOException {
    assertThat(warnings()).isEmpty();
    Generation signed = store.find("a").orElseThrow();
    assertThat(members(signed.stage1(), Compression.ZSTD).lines())
        .contains(
            "manifest", "manifest.sig", "wwj.pub", "usr/bin/openssl", "usr/lib64/libcrypto.so.3");
    // OpenSSL 1.1 does not know how.
    Files.move(
        root.resolve("usr/lib64/libcrypto.so.3"), root.resolve("usr/lib64/libcrypto.so.1.1"));
    Files.write(
        root.resolve("usr/bin/openssl"),
        Trees.elf(62, "/lib64/ld-linux-x86-64.so.2", "", "libcrypto.so.1.1", "libc.so.6"));
    assertThat(warnings()).singleElement().asString().contains("install the package openssl");
    Generation unsigned = store.find("a").orElseThrow();
    assertThat(members(unsigned.stage1(), Compression.ZSTD).lines())
        .contains("manifest")
        .doesNotContain("usr/bin/openssl");
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    now = now.plusSeconds(1);
    new Builder(store, folder.resolve("keys"), Clock.fixed(now, ZoneOffset.UTC))
        .build(
            "a",
            FORCE,
            new Builder.Progress() {
              @Override
              public void step(String what) {}

              @Override
              public void warning(String what) {
                warnings.add(what);
              }
            });
    return warnings;
  }

  @Test
  void assemblesStage1OfTheImagesBusyboxWhereItHasAllThatIsAsked() throws IOException {
    String applets =
        "\0sh\0mount\0umount\0switch_root\0ip\0modprobe\0sha256sum\0cat\0chroot\0dd\0mkdir\0rm\0sleep\0stat\0";
    String elf = new String(Trees.elf(62, "", ""), StandardCharsets.ISO_8859_1);
    Path busybox = root.resolve("usr/bin/busybox");
    Files.writeString(busybox, elf + applets, StandardCharsets.ISO_8859_1);
    assertThat(members(build(FORCE).generation().stage1(), Compression.ZSTD).lines())
        .contains("usr/bin/curl")
        .doesNotContain("usr/bin/busybox");
    Files.writeString(busybox, elf + applets + "wget\0", StandardCharsets.ISO_8859_1);
    assertThat(members(build(FORCE).generation().stage1(), Compression.ZSTD).lines())
        .contains("usr/bin/busybox", "usr/bin/sh", "usr/bin/wget", "usr/bin/sha512sum", "manifest")
        .doesNotContain("usr/bin/curl");
  }

  @Test
  void packsTheWholeTreeForNodesThatBootItAsInitrd() throws IOException {
    Files.createLink(root.resolve("usr/noise2"), root.resolve("usr/noise"));
    Builder.Options options = new Builder.Options(false, "", true, List.of());
    Path archive = build(options).generation().initrd();
    assertThat(Files.size(archive)).isBetween(3L << 20, 4L << 20);
    assertThat(members(archive, Compression.GZIP).lines())
        .contains("init", "usr/noise", "usr/noise2", "bin")
        .doesNotContain("boot/vmlinuz-6.1.0-1-amd64");
  }

  @Test
  void buildsNothingWhenNothingHasChanged() throws IOException {
    Builder.Outcome first = build(Builder.Options.DEFAULT);
    Builder.Outcome second = build(Builder.Options.DEFAULT);
    assertThat(second.upToDate()).isTrue();
    assertThat(second.generation()).isEqualTo(first.generation());
    Files.writeString(root.resolve("usr/more"), "x");
    Builder.Outcome third = build(Builder.Options.DEFAULT);
    assertThat(third.upToDate()).isFalse();
    assertThat(store.history("a")).containsExactly(third.generation(), first.generation());
  }

  @Test
  void makesTheSameBytesOfTheSameTree() throws IOException {
    Generation first = build(FORCE).generation();
    Generation second = build(FORCE).generation();
    assertThat(second).isNotEqualTo(first);
    assertThat(Digest.of(second.squashfs())).isEqualTo(Digest.of(first.squashfs()));
    // The manifests, and what signs them, name their generation; nothing else may differ.
    assertThat(Manifest.read(second.manifest()).content())
        .isEqualTo(Manifest.read(first.manifest()).content());
    for (String same : List.of("packages", "tree.zst")) {
      assertThat(second.folder().resolve(same))
          .hasSameBinaryContentAs(first.folder().resolve(same));
    }
  }

  @Test
  void buildsOfOneSecondAreGenerationsOfTheirOwn() throws IOException {
    Generation first = build(FORCE).generation();
    now = now.minusSeconds(1);
    Generation second = build(FORCE).generation();
    now = now.minusSeconds(1);
    Files.writeString(root.resolve("usr/more"), "x");
    Generation third = build(FORCE).generation();
    assertThat(store.history("a")).containsExactly(third, second, first);
    assertThat(store.find("a")).contains(third);
  }

  @Test
  void keepsTheCurrentGenerationWhenABuildFailsOrIsKilled() throws IOException {
    Generation good = build(FORCE).generation();
    Files.createDirectory(store.generations("a").resolve(".new-killed"));
    Files.delete(root.resolve("usr/bin/curl"));
    assertThatThrownBy(() -> build(FORCE))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("no program curl");
    assertThat(store.find("a")).contains(good);
    assertThat(store.history("a")).containsExactly(good);
    assertThat(store.generations("a").toFile().list())
        .containsExactlyInAnyOrder(".lock", ".switch", "current", good.id());
  }

  @Test
  void saysWhichModuleIsMissing() {
    new Trees(root).file("usr/lib/modules/6.1.0-1-amd64/modules.dep", "kernel/overlay.ko:\n");
    assertThatThrownBy(() -> build(FORCE)).hasMessageContaining("has no module squashfs");
  }

  @Test
  void indexesChunksOfAllGenerations() throws IOException {
    ChunkIndex index = new ChunkIndex(store);
    Builder.Outcome first = build(FORCE);
    assertThat(index.refresh()).isTrue();
    assertThat(index.refresh()).isFalse();
    Files.writeString(root.resolve("usr/more"), "x");
    Builder.Outcome second = build(FORCE);
    assertThat(index.refresh()).isTrue();
    assertThat(index.manifest(first.generation())).contains(first.manifest());
    for (Builder.Outcome outcome : List.of(first, second)) {
      for (Chunk chunk : outcome.manifest().chunks()) {
        ChunkIndex.Location place = index.find(chunk.digest()).orElseThrow();
        try (InputStream in = Files.newInputStream(place.file())) {
          in.skipNBytes(place.offset());
          assertThat(Digest.of(in.readNBytes(place.size()))).isEqualTo(chunk.digest());
        }
      }
    }
    assertThat(index.find(Digest.of("other"))).isEmpty();
  }

  private Builder.Outcome build(Builder.Options options) {
    now = now.plusSeconds(1);
    Clock clock = Clock.fixed(now.minusSeconds(1), ZoneOffset.UTC);
    return new Builder(store, folder.resolve("keys"), clock).build("a", options, step -> {});
  }

  /** What GNU cpio sees. */
  private String members(Path archive, Compression compression) throws IOException {
    Path plain = folder.resolve("plain.cpio");
    try (InputStream in = compression.decompress(Files.newInputStream(archive));
        OutputStream out = Files.newOutputStream(plain)) {
      in.transferTo(out);
    }
    return listing("cpio", "-t", "--quiet", "-F", plain.toString());
  }

  private String listing(String... command) throws IOException {
    Path output = folder.resolve("listing");
    Tool.toFile(output, List.of(command));
    return Files.readString(output);
  }
}
