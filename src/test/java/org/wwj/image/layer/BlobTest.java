package org.wwj.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wwj.archive.Compression;
import org.wwj.archive.Digest;
import org.wwj.archive.Tar;
import org.wwj.image.ImageException;

/** What lies between a blob and its archive: compression, digests, limits. */
class BlobTest {
  private static final byte[] ARCHIVE = archive();
  private static final String DIFF_ID = "sha256:" + Digest.of(ARCHIVE);
  private static final Limits WIDE = new Limits(1L << 40, 1_000_000, 1100);

  @TempDir private Path tree;

  private static byte[] archive() {
    byte[] noise = new byte[900_000];
    new Random(1).nextBytes(noise);
    return new Tar()
        .add(new Tar.Member('0', "noise").content(noise))
        .add(new Tar.Member('0', "zeros").content(new byte[900_000]))
        .bytes();
  }

  private static byte[] pack(Compression compression, byte[]... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      try (OutputStream packed = compression.compress(out, 1)) {
        packed.write(part);
      }
    }
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static Stream<Arguments> forms() throws IOException {
    byte[] first = Arrays.copyOf(ARCHIVE, 700_000);
    byte[] rest = Arrays.copyOfRange(ARCHIVE, 700_000, ARCHIVE.length);
    byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3};
    byte[] zstd = pack(Compression.ZSTD, ARCHIVE);
    return Stream.of(
        Arguments.of("plain", ARCHIVE),
        Arguments.of("gzip", pack(Compression.GZIP, ARCHIVE)),
        Arguments.of("gzip of two members", pack(Compression.GZIP, first, rest)),
        Arguments.of("gzip of an empty member first", pack(Compression.GZIP, new byte[0], ARCHIVE)),
        Arguments.of("zstd", zstd),
        Arguments.of("zstd of two frames", pack(Compression.ZSTD, first, rest)),
        Arguments.of("zstd with a note after it", concat(zstd, skippable)),
        Arguments.of("zstd with a note before it", concat(skippable, zstd)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void toldByItsFirstBytes(String form, byte[] blob) throws IOException {
    List<Long> seen = new ArrayList<>();
    Layer layer = new Layer(form, () -> dripping(blob), DIFF_ID, blob.length);
    try (LayerApplier applier = new LayerApplier(tree, WIDE, (l, bytes) -> seen.add(bytes))) {
      applier.apply(layer);
    }
    assertThat(tree.resolve("noise")).hasSize(900_000);
    assertThat(tree.resolve("zeros")).hasBinaryContent(new byte[900_000]);
    assertThat(seen.getLast()).isEqualTo(blob.length);
  }

  /** A stream as a network has it: a few bytes at a time, and never knowing of more. */
  private static FilterInputStream dripping(byte[] blob) {
    return new FilterInputStream(new java.io.ByteArrayInputStream(blob)) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return super.read(bytes, offset, Math.min(length, 4000));
      }

      @Override
      public int available() {
        return 0;
      }
    };
  }

  static Stream<Arguments> broken() throws IOException {
    byte[] gzip = pack(Compression.GZIP, ARCHIVE);
    byte[] zstd = pack(Compression.ZSTD, ARCHIVE);
    byte[] flipped = gzip.clone();
    flipped[gzip.length / 3] ^= 4;
    byte[] other = ARCHIVE.clone();
    other[600]++;
    return Stream.of(
        Arguments.of("gzip cut off", Arrays.copyOf(gzip, gzip.length / 2), "read to its end"),
        Arguments.of("gzip without its sum", Arrays.copyOf(gzip, gzip.length - 5), "to its end"),
        Arguments.of("zstd cut off", Arrays.copyOf(zstd, zstd.length / 2), "read to its end"),
        Arguments.of("a bit of gzip changed", flipped, ""),
        Arguments.of("another content", pack(Compression.GZIP, other), "has the digest sha256:"),
        Arguments.of("more after the end", concat(ARCHIVE, new byte[512]), "has the digest"),
        Arguments.of("nothing", new byte[0], "has the digest"),
        Arguments.of("no archive", "hello".repeat(200).getBytes(), "damaged header"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void refusesWhatIsNotPromised(String how, byte[] blob, String message) throws IOException {
    try (LayerApplier applier = new LayerApplier(tree, WIDE, Progress.SILENT)) {
      assertThatThrownBy(() -> applier.apply(Blobs.packed("the blob", blob, DIFF_ID)))
          .isInstanceOf(ImageException.class)
          .hasMessageStartingWith("the blob ")
          .hasMessageContaining(message);
    }
  }

  @Test
  void readsPastTheEndForTheDigestOnly() throws IOException {
    byte[] more = concat(ARCHIVE, new Tar().file("after", "").bytes(), new byte[1 << 20]);
    try (LayerApplier applier = new LayerApplier(tree, WIDE, Progress.SILENT)) {
      applier.apply(Blobs.layer("blob", more));
    }
    assertThat(tree.resolve("after")).doesNotExist();
  }

  @Test
  void withoutADigestTheEndMustBeMarked() throws IOException {
    byte[] open = new Tar().file("a", "x").open();
    assertThatThrownBy(
            () -> LayerApplier.rootfs(Blobs.packed("a.tar", open, ""), tree, Progress.SILENT))
        .hasMessageContaining("nothing marks its end");
    assertThatThrownBy(() ->
            LayerApplier.rootfs(Blobs.packed("a.tar", new byte[1024], ""), tree, Progress.SILENT))
        .hasMessageContaining("an empty one");
  }

  @Test
  void stopsBombs() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream zeros = Compression.ZSTD.compress(bomb, 1)) {
      zeros.write(new Tar().file("a", "").open());
      for (int i = 0; i < 200; i++) {
        zeros.write(new byte[1 << 20]);
      }
    }
    refused(bomb.toByteArray(), WIDE, "1100 times its size");
    refused(ARCHIVE, new Limits(1_000_000, 100, 1100), "more than the 1000000 bytes");
    Tar many = new Tar();
    for (int i = 0; i < 20; i++) {
      many.file("same", "");
    }
    refused(many.bytes(), new Limits(1_000_000, 19, 1100), "more than the 19");
    refused(many.bytes(), new Limits(50_000, 100, 1100), "more than the 50000 bytes");
    Tar hole =
        new Tar()
            .add(
                new Tar.Member('0', "hole")
                    .pax("GNU.sparse.size", "" + (1L << 59))
                    .pax("GNU.sparse.map", "0,0"));
    refused(hole.bytes(), WIDE, "cannot be written");
  }

  private void refused(byte[] blob, Limits limits, String message) throws IOException {
    try (LayerApplier applier = new LayerApplier(tree, limits, Progress.SILENT)) {
      assertThatThrownBy(() -> applier.apply(Blobs.packed("bomb", blob, "")))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void aLayerIsAskedForWhenItsTurnHasCome() throws IOException {
    List<String> order = new ArrayList<>();
    Consumer<String> asked = name -> order.add(name + Files.exists(tree.resolve("noise")));
    LayerApplier.apply(
        List.of(
            () -> {
              asked.accept("first ");
              return Blobs.layer("1", ARCHIVE);
            },
            () -> {
              asked.accept("second ");
              return Blobs.layer("2", new Tar().file("b", "").bytes());
            }),
        tree,
        Progress.SILENT);
    assertThat(order).containsExactly("first false", "second true");
  }
}
