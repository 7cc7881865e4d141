package org.wwj.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Tar;
import org.wwj.image.ImageException;

/** Archives changed at random: they are unpacked or refused, and nothing outside ever changes. */
class LayerFuzzTest {
  private static final int ROUNDS = 1500;
  private static final Limits SMALL = new Limits(1 << 24, 1000, 1100);

  @TempDir private Path folder;

  @Test
  void neverTouchesWhatIsOutside() throws IOException {
    Path canary = Files.createDirectory(folder.resolve("canary"));
    Files.writeString(canary.resolve("file"), "alive");
    Files.setAttribute(canary.resolve("file"), "unix:mode", 0640);
    Path tree = Files.createDirectory(folder.resolve("tree"));
    byte[] good = sample();
    Random random = new Random(5);
    int[] passed = {0};
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            passed[0] += unpacks(mutated(good, random), tree) ? 1 : 0;
          }
        });
    assertThat(passed[0]).as("archives that were still sound").isBetween(1, ROUNDS - 1);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("canary", "tree");
    assertThat(canary.toFile().list()).containsExactly("file");
    assertThat(canary.resolve("file")).hasContent("alive");
    assertThat(
            Files.readAttributes(
                canary.resolve("file"), "unix:mode,nlink", LinkOption.NOFOLLOW_LINKS))
        .containsEntry("mode", 0100640)
        .containsEntry("nlink", 1);
  }

  private static boolean unpacks(byte[] archive, Path tree) throws IOException {
    try (LayerApplier applier = new LayerApplier(tree, SMALL, Progress.SILENT)) {
      applier.apply(Blobs.packed("fuzz", archive, ""));
      return true;
    } catch (ImageException e) {
      assertThat(e.getMessage()).startsWith("fuzz ");
      return false;
    }
  }

  /** Random bytes, names that lead out, members in another order; checksums are made right. */
  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    String[] names = {
      "../canary/file",
      "/",
      "..",
      "way/file",
      "way",
      ".wh.way",
      "way/.wh.file",
      ".wh..wh..opq",
      "way/.wh..wh..opq"
    };
    for (int n = 1 + random.nextInt(5); n > 0; n--) {
      int block = random.nextInt(bytes.length / 512) * 512;
      switch (random.nextInt(5)) {
        case 0 -> bytes[block + random.nextInt(512)] = (byte) random.nextInt(256);
        case 1 ->
            System.arraycopy(good, random.nextInt(good.length / 512) * 512, bytes, block, 512);
        case 2 -> bytes[block + 156] = (byte) "01234567SgxLKDV".charAt(random.nextInt(15));
        default -> {
          byte[] name = Tar.latin(names[random.nextInt(names.length)]);
          int field = block + (random.nextBoolean() ? 0 : 157);
          Arrays.fill(bytes, field, field + 100, (byte) 0);
          System.arraycopy(name, 0, bytes, field, name.length);
        }
      }
      if (random.nextInt(8) > 0) {
        byte[] header = Arrays.copyOfRange(bytes, block, block + 512);
        System.arraycopy(Tar.sealed(header), 0, bytes, block, 512);
      }
    }
    return bytes;
  }

  private static byte[] sample() {
    byte[] map = Arrays.copyOf(Tar.latin("1\n4096\n3\n"), 512);
    byte[] sparse = Arrays.copyOf(map, 515);
    return new Tar()
        .folder("usr")
        .symlink("way", "../canary")
        .file("usr/a", "x".repeat(700))
        .hardLink("usr/b", "usr/a")
        .add(new Tar.Member('0', "usr/c").pax("SCHILY.xattr.user.a", "b").pax("path", "usr/d"))
        .gnuLong('L', "usr/" + "long".repeat(40))
        .file("cut", "y")
        .add(
            new Tar.Member('0', "s")
                .pax("GNU.sparse.major", "1")
                .pax("GNU.sparse.realsize", "9000")
                .content(sparse))
        .add(new Tar.Member('6', "fifo"))
        .file("usr/.wh.b", "")
        .file("way", "")
        .bytes();
  }
}
