package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Digest;

class ChunkerTest {
  private static final int SIZE = 48 << 20;

  @TempDir private Path folder;

  @Test
  void coversEveryByteOnceWithinTheBounds() throws IOException {
    byte[] bytes = random(1, SIZE);
    Chunker.Cut cut = cut(bytes);
    long end = 0;
    for (Chunk chunk : cut.chunks()) {
      assertThat(chunk.offset()).isEqualTo(end);
      assertThat(chunk.size()).isLessThanOrEqualTo(Chunker.MAX);
      int from = (int) chunk.offset();
      assertThat(chunk.digest())
          .isEqualTo(Digest.of(Arrays.copyOfRange(bytes, from, from + chunk.size())));
      end += chunk.size();
    }
    assertThat(end).isEqualTo(SIZE).isEqualTo(cut.size());
    end = 0;
    for (Part part : cut.parts()) {
      assertThat(part.offset()).isEqualTo(end);
      int from = (int) part.offset();
      byte[] of = Arrays.copyOfRange(bytes, from, from + (int) part.size());
      assertThat(part.sha512()).isEqualTo(HexFormat.of().formatHex(Digest.sha512().digest(of)));
      end += part.size();
    }
    assertThat(end).isEqualTo(SIZE);
    assertThat(cut.parts()).hasSize(6);
    assertThat(cut.sha512()).isEqualTo(HexFormat.of().formatHex(Digest.sha512().digest(bytes)));
    assertThat(cut.digest()).isEqualTo(Digest.of(bytes));
    assertThat(cut.chunks().subList(0, cut.chunks().size() - 1))
        .allMatch(chunk -> chunk.size() >= Chunker.MIN);
    assertThat((double) SIZE / cut.chunks().size())
        .isBetween(Chunker.AVERAGE * 0.7, Chunker.AVERAGE * 1.5);
  }

  /** The cuts are what caches and mirrors hold: they never change, on any machine. */
  @Test
  void cutsWhereItAlwaysDid() throws IOException {
    List<Integer> sizes = cut(random(2, 4 << 20)).chunks().stream().map(Chunk::size).toList();
    assertThat(sizes).isEqualTo(List.of(GOLDEN));
  }

  private static final Integer[] GOLDEN = {1091559, 1272419, 1109046, 721280};

  @Test
  void cutsTheSameHoweverTheStreamArrives() throws IOException {
    byte[] bytes = random(3, 9 << 20);
    InputStream drops =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] b, int off, int len) throws IOException {
            return super.read(b, off, Math.min(len, 1111));
          }
        };
    List<Chunk> chunks = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    assertThat(Chunker.cut(drops, chunks, parts)).isEqualTo(bytes.length);
    Chunker.Cut whole = cut(bytes);
    assertThat(chunks).isEqualTo(whole.chunks());
    assertThat(parts).isEqualTo(whole.parts());
  }

  @Test
  void keepsTheChunksBehindAnInsertion() throws IOException {
    byte[] before = random(4, SIZE);
    byte[] after = new byte[SIZE + 1000];
    int at = SIZE / 3;
    System.arraycopy(before, 0, after, 0, at);
    System.arraycopy(random(5, 1000), 0, after, at, 1000);
    System.arraycopy(before, at, after, at + 1000, SIZE - at);
    Set<Digest> old = new HashSet<>();
    cut(before).chunks().forEach(chunk -> old.add(chunk.digest()));
    long fresh = cut(after).chunks().stream().filter(c -> !old.contains(c.digest())).count();
    assertThat(fresh).isBetween(1L, 4L);
  }

  @Test
  void cutsMonotonousContentAtTheLargestSize() throws IOException {
    List<Chunk> chunks = cut(new byte[9 << 20]).chunks();
    assertThat(chunks).hasSize(3);
    assertThat(chunks.getFirst().size()).isEqualTo(Chunker.MAX);
  }

  @Test
  void hasNoChunkForNothingAndOneForAByte() throws IOException {
    assertThat(cut(new byte[0]).chunks()).isEmpty();
    assertThat(cut(new byte[1]).chunks()).hasSize(1);
  }

  private Chunker.Cut cut(byte[] bytes) throws IOException {
    return Chunker.cut(Files.write(folder.resolve("file"), bytes));
  }

  private static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
