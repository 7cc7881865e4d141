package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.image.Inspection.Seal;
import org.wwj.testnet.Peers;

/** What is found of a generation that was really built, and then damaged. */
class InspectorIT {
  @TempDir Path folder;
  private Generation made;
  private Inspector inspector;
  private ImageStore store;

  @BeforeEach
  void aGeneration() throws IOException {
    Peers.require("mksquashfs", "depmod");
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    new Trees(store.rootfs("a")).bootable();
    byte[] noise = new byte[5 << 20];
    new Random(1).nextBytes(noise);
    Files.write(store.rootfs("a").resolve("usr/noise"), noise);
    made = build(false, 0).generation();
    inspector = new Inspector(folder.resolve("keys"));
  }

  @Test
  void isSoundAsItWasBuilt() {
    Inspection inspection = inspector.thorough(made);
    assertThat(inspection.damages()).isEmpty();
    assertThat(inspection.trusted()).isTrue();
    assertThat(inspection.files()).isGreaterThan(5);
    assertThat(inspection.chunks()).isGreaterThan(2);
  }

  @Test
  void findsOneBitInAnyFile() throws IOException {
    for (Path file : Folders.files(made.folder())) {
      flip(file, Files.size(file) / 2);
      Inspection inspection = inspector.thorough(made);
      assertThat(inspection.damages()).as(file.toString()).isNotEmpty();
      assertThat(inspection.damages())
          .extracting(Inspection.Damage::file)
          .contains(made.folder().relativize(file).toString());
      assertThat(inspection.sound()).isFalse();
      flip(file, Files.size(file) / 2);
    }
    assertThat(inspector.thorough(made).damages()).isEmpty();
  }

  @Test
  void namesTheChunkThatIsDamaged() throws IOException {
    Manifest manifest = Manifest.read(made.manifest());
    Chunk chunk = manifest.chunks().get(1);
    flip(made.squashfs(), chunk.offset() + 7);
    assertThat(inspector.quick(made).damages()).isEmpty();
    assertThat(inspector.thorough(made).damages())
        .singleElement()
        .asString()
        .contains("has a damaged chunk " + chunk.digest());
  }

  @Test
  void aQuickLookFindsSignaturesThatDoNotMatchAndFilesCutOff() throws IOException {
    for (String name : List.of("manifest", "files")) {
      flip(made.folder().resolve(name), 30);
      assertThat(inspector.quick(made).sound()).as(name).isFalse();
      flip(made.folder().resolve(name), 30);
    }
    try (FileChannel file = FileChannel.open(made.kernel(), StandardOpenOption.WRITE)) {
      file.truncate(1);
    }
    assertThat(inspector.quick(made).damages())
        .singleElement()
        .asString()
        .isEqualTo("vmlinuz has 1 bytes, it was built with 6");
    Files.delete(made.kernel());
    assertThat(inspector.quick(made).damages())
        .singleElement()
        .asString()
        .isEqualTo("vmlinuz is missing");
  }

  @Test
  void anotherSitesAndAnUnsignedOneAreSoundButNotTrusted() throws IOException {
    assertThat(new Inspector(folder.resolve("none")).thorough(made))
        .matches(Inspection::sound)
        .matches(inspection -> inspection.seal() == Seal.OTHER && !inspection.trusted());
    List<String> lines = new ArrayList<>(Files.readAllLines(made.manifest()));
    lines.removeLast();
    Files.write(made.manifest(), lines);
    Files.delete(made.folder().resolve("files"));
    assertThat(inspector.thorough(made))
        .matches(Inspection::sound)
        .matches(inspection -> inspection.seal() == Seal.NONE && !inspection.trusted());
    assertThat(build(true, 5))
        .extracting(outcome -> inspector.quick(outcome.generation()).trusted())
        .isEqualTo(true);
  }

  @Test
  void aSignatureThatWasTakenOffTheManifestAloneShows() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(made.manifest()));
    lines.removeLast();
    Files.write(made.manifest(), lines);
    assertThat(inspector.thorough(made).damages())
        .extracting(Inspection.Damage::file)
        .contains("manifest");
  }

  @Test
  void aDamagedOneIsBuiltAgainAlthoughTheTreeIsTheSame() throws IOException {
    Files.delete(made.stage1());
    Builder.Outcome again = build(false, 5);
    assertThat(again.upToDate()).isFalse();
    assertThat(inspector.thorough(again.generation()).trusted()).isTrue();
  }

  /** Generations are named by seconds. */
  private Builder.Outcome build(boolean force, int later) {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(later));
    return new Builder(store, folder.resolve("keys"), clock)
        .build("a", new Builder.Options(force, "", false, List.of()), step -> {});
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      channel.write(one, at);
    }
  }
}
