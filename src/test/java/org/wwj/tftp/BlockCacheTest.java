package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Transfer;

class BlockCacheTest {
  private final BlockCache cache = new BlockCache(2100);
  @TempDir private Path folder;

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void sharesBlocksOfOneFileBetweenClients() throws IOException {
    BlockCache.Lease one = cache.lease(bytes("a", 100), 512, false);
    BlockCache.Lease two = cache.lease(bytes("a", 100), 512, false);
    BlockCache.Lease other = cache.lease(bytes("a", 100), 1024, false);
    assertThat(two.blocks()).isSameAs(one.blocks());
    assertThat(other.blocks()).isNotSameAs(one.blocks());
    one.close();
    two.close();
    other.close();
  }

  @Test
  void keepsBlocksForTheNextClient() throws IOException {
    BlockCache.Lease one = cache.lease(bytes("a", 100), 512, false);
    Blocks blocks = one.blocks();
    one.close();
    BlockCache.Lease two = cache.lease(bytes("a", 100), 512, false);
    assertThat(two.blocks()).isSameAs(blocks);
    two.close();
  }

  @Test
  void letsTheLeastRecentlyUsedGo() throws IOException {
    Blocks a = use("a", 1000);
    Blocks b = use("b", 1000);
    assertThat(use("a", 1000)).isSameAs(a);
    use("c", 1000);
    assertThat(use("a", 1000)).isSameAs(a);
    assertThat(use("b", 1000)).isNotSameAs(b);
  }

  @Test
  void refusesRatherThanTakingMemoryInUse() throws IOException {
    BlockCache.Lease inUse = cache.lease(bytes("a", 2000), 512, false);
    assertThat(cache.lease(bytes("b", 200), 512, false)).isNull();
    inUse.close();
    BlockCache.Lease later = cache.lease(bytes("b", 200), 512, false);
    assertThat(later).isNotNull();
    later.close();
  }

  @Test
  void readsSliceOfFile() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "0123456789");
    BlockCache.Lease lease = cache.lease(slice(file, 3, 4), 512, false);
    ByteBuf packet = lease.blocks().slice(1, 1);
    assertThat(packet.toString(4, 4, StandardCharsets.US_ASCII)).isEqualTo("3456");
    packet.release();
    lease.close();
  }

  @Test
  void readsFileAgainWhenItsValidatorChanged() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    BlockCache.Lease before = cache.lease(slice(file, 0, 3), 512, false);
    Files.writeString(file, "new");
    Answer.FileSlice changed =
        new Answer.FileSlice(file, 0, 3, "", "e2", false, Transfer.Listener.NONE);
    assertThat(cache.held(changed, 512, false)).isNull();
    BlockCache.Lease after = cache.lease(changed, 512, false);
    ByteBuf packet = after.blocks().slice(1, 1);
    assertThat(packet.toString(4, 3, StandardCharsets.US_ASCII)).isEqualTo("new");
    packet.release();
    before.close();
    after.close();
  }

  @Test
  void holdsBlocksFromTheirFirstUseOn() throws IOException {
    assertThat(cache.held(bytes("a", 100), 512, false)).isNull();
    Blocks blocks = use("a", 100);
    assertThat(cache.held(bytes("a", 100), 1024, false)).isNull();
    assertThat(cache.held(bytes("a", 100), 512, true)).isNull();
    BlockCache.Lease held = cache.held(bytes("a", 100), 512, false);
    assertThat(held.blocks()).isSameAs(blocks);
    // And so they are in use.
    assertThat(cache.lease(bytes("b", 2050), 512, false)).isNull();
    held.close();
    use("b", 2050);
    assertThat(cache.held(bytes("a", 100), 512, false)).isNull();
  }

  @Test
  void failureIsToldAndForgotten() throws IOException {
    Path file = folder.resolve("f");
    assertThatThrownBy(() -> cache.lease(slice(file, 0, 3), 512, false))
        .isInstanceOf(NoSuchFileException.class);
    Files.writeString(file, "ab");
    assertThatThrownBy(() -> cache.lease(slice(file, 0, 3), 512, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("shorter");
    Files.writeString(file, "abc");
    BlockCache.Lease lease = cache.lease(slice(file, 0, 3), 512, false);
    assertThat(lease.blocks().size()).isEqualTo(3);
    lease.close();
  }

  private Blocks use(String name, int size) throws IOException {
    BlockCache.Lease lease = cache.lease(bytes(name, size), 512, false);
    lease.close();
    return lease.blocks();
  }

  private static Answer.Bytes bytes(String etag, int size) {
    return new Answer.Bytes(new byte[size], "", etag, false, Transfer.Listener.NONE);
  }

  private static Answer.FileSlice slice(Path file, long offset, long size) {
    return new Answer.FileSlice(file, offset, size, "", "e", false, Transfer.Listener.NONE);
  }
}
