package org.wwj.delivery.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Digest;

class ChunkCacheTest {
  private static final byte[] A = bytes(1);
  private static final byte[] B = bytes(2);
  private static final byte[] C = bytes(3);

  @TempDir Path folder;

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[1000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private ChunkCache with(byte[]... chunks) throws IOException {
    ChunkCache cache = ChunkCache.open(folder, 2500);
    for (byte[] chunk : chunks) {
      cache.put(Digest.of(chunk), chunk);
    }
    return cache;
  }

  private static boolean has(ChunkCache cache, byte[] chunk) {
    Optional<ChunkCache.Lease> lease = cache.lease(Digest.of(chunk));
    lease.ifPresent(cache::release);
    return lease.isPresent();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.equals("lock"))
          .sorted()
          .toList();
    }
  }

  private static String name(byte[] chunk) {
    String hex = Digest.of(chunk).hex();
    return hex.substring(0, 2) + "/" + hex;
  }

  @Test
  void givesWhatItKeeps() throws IOException {
    try (ChunkCache cache = with(A)) {
      ChunkCache.Lease lease = cache.lease(Digest.of(A)).orElseThrow();
      assertThat(Files.readAllBytes(lease.file())).isEqualTo(A);
      assertThat(lease.size()).isEqualTo(1000);
      assertThat(has(cache, B)).isFalse();
      assertThat(cache.bytes()).isEqualTo(1000);
      cache.put(Digest.of(A), A);
      assertThat(cache.bytes()).isEqualTo(1000);
      assertThat(files()).containsExactly(name(A));
    }
  }

  @Test
  void whatWasAskedForLeastRecentlyGoesFirst() throws IOException {
    try (ChunkCache cache = with(A, B)) {
      assertThat(has(cache, A)).isTrue();
      cache.put(Digest.of(C), C);
      assertThat(has(cache, A)).isTrue();
      assertThat(has(cache, B)).isFalse();
      assertThat(has(cache, C)).isTrue();
      assertThat(cache.bytes()).isEqualTo(2000);
      assertThat(files()).containsExactlyInAnyOrder(name(A), name(C));
    }
  }

  @Test
  void whatIsBeingSentStays() throws IOException {
    try (ChunkCache cache = with(A, B)) {
      ChunkCache.Lease first = cache.lease(Digest.of(A)).orElseThrow();
      assertThat(has(cache, B)).isTrue();
      cache.put(Digest.of(C), C);
      assertThat(first.file()).exists();
      assertThat(has(cache, B)).isFalse();
      cache.release(first);
      cache.put(Digest.of(B), B);
      assertThat(first.file()).doesNotExist();
    }
  }

  @Test
  void aRestartKeepsChunksAndRemovesWhatACrashLeft() throws IOException {
    with(A, B).close();
    Files.setLastModifiedTime(folder.resolve(name(B)), FileTime.fromMillis(1));
    Files.write(folder.resolve("incoming/" + Digest.of(C).hex() + ".7"), new byte[500]);
    try (ChunkCache cache = ChunkCache.open(folder, 2500)) {
      assertThat(files()).containsExactlyInAnyOrder(name(A), name(B));
      assertThat(cache.bytes()).isEqualTo(2000);
      cache.put(Digest.of(C), C);
      assertThat(has(cache, A)).isTrue();
      assertThat(has(cache, B)).as("the oldest file").isFalse();
    }
    try (ChunkCache smaller = ChunkCache.open(folder, 1500)) {
      assertThat(smaller.chunks()).isEqualTo(1);
    }
  }

  @Test
  void whatWasDamagedMeanwhileIsNotGiven() throws IOException {
    with(A, B).close();
    byte[] damaged = A.clone();
    damaged[500] ^= 1;
    Files.write(folder.resolve(name(A)), damaged);
    try (ChunkCache cache = ChunkCache.open(folder, 2500)) {
      assertThat(has(cache, A)).isFalse();
      assertThat(has(cache, B)).isTrue();
      assertThat(files()).containsExactly(name(B));
    }
  }

  @Test
  void aFolderThatIsEmptiedMeanwhileIsFilledAgain() throws IOException {
    try (ChunkCache cache = with(A)) {
      assertThat(has(cache, A)).isTrue();
      for (String file : new ArrayList<>(files())) {
        Files.delete(folder.resolve(file));
        Files.delete(folder.resolve(file).getParent());
      }
      Files.delete(folder.resolve("incoming"));
      assertThat(has(cache, A)).isFalse();
      assertThat(cache.bytes()).isZero();
      cache.put(Digest.of(A), A);
      assertThat(has(cache, A)).isTrue();
    }
  }

  @Test
  void oneMirrorOnly() throws IOException {
    ChunkCache cache = with(A);
    assertThatThrownBy(() -> ChunkCache.open(folder, 2500))
        .isInstanceOf(MirrorException.class)
        .hasMessageContaining("another mirror uses the cache");
    cache.close();
    ChunkCache.open(folder, 2500).close();
  }

  @Test
  void aFolderThatCannotBeUsedIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> ChunkCache.open(file, 2500))
        .isInstanceOf(MirrorException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--cache");
  }
}
