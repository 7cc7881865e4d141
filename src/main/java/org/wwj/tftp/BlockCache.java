package org.wwj.tftp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Answer;

/**
 * Files as {@link Blocks}, read once for all clients that ask for the same one, and kept for later
 * ones up to a limit; the least recently used leave first. Memory in use by a transfer is never
 * taken away, so a file that does not fit beside them is refused.
 *
 * <p>INVARIANT: {@code used} is the sum of the entries' costs, and an entry with no users is
 * loaded.
 */
final class BlockCache implements AutoCloseable {
  private final long limit;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long used;
  private boolean closed;

  /** An empty cache of that many bytes at most. */
  BlockCache(long limit) {
    this.limit = limit;
  }

  /** Blocks in use by one transfer until they are closed, which it does once. */
  interface Lease extends AutoCloseable {
    /** The blocks. */
    Blocks blocks();

    @Override
    void close();
  }

  /** Which bytes, cut how: equal validators mean equal bytes. */
  private record Key(
      @Nullable Path file, long offset, long size, String etag, int blockSize, boolean netascii) {}

  private final class Entry implements Lease {
    final CompletableFuture<Blocks> blocks = new CompletableFuture<>();
    long cost;
    int users = 1;

    Entry(long cost) {
      this.cost = cost;
    }

    @Override
    public Blocks blocks() {
      return blocks.join();
    }

    @Override
    public void close() {
      synchronized (entries) {
        users--;
        if (closed && users == 0) {
          blocks().release();
        }
      }
    }
  }

  /** The artifact's blocks if they are in memory; never waits. */
  @Nullable Lease held(Answer.Artifact artifact, int blockSize, boolean netascii) {
    synchronized (entries) {
      Entry entry = entries.get(key(artifact, blockSize, netascii));
      if (entry == null || !entry.blocks.isDone()) {
        return null;
      }
      entry.users++;
      return entry;
    }
  }

  /**
   * The artifact's blocks, or null when there is no memory for them now. Reads files: not for event
   * loops.
   */
  @Nullable Lease lease(Answer.Artifact artifact, int blockSize, boolean netascii)
      throws IOException {
    Key key = key(artifact, blockSize, netascii);
    Entry entry;
    boolean found;
    synchronized (entries) {
      entry = entries.get(key);
      found = entry != null;
      if (entry != null) {
        entry.users++;
      } else {
        // Netascii makes a file of nothing but line ends twice as long.
        long cost = Blocks.footprint(netascii ? 2 * artifact.size() : artifact.size(), blockSize);
        if (!makeRoom(cost)) {
          return null;
        }
        entry = new Entry(cost);
        entries.put(key, entry);
        used += cost;
      }
    }
    if (!found) {
      load(key, entry, artifact);
    }
    try {
      entry.blocks();
      return entry;
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof OutOfMemoryError) {
        return null;
      }
      throw e;
    }
  }

  private boolean makeRoom(long cost) {
    Iterator<Entry> oldest = entries.values().iterator();
    while (used + cost > limit && oldest.hasNext()) {
      Entry entry = oldest.next();
      if (entry.users == 0) {
        oldest.remove();
        used -= entry.cost;
        entry.blocks().release();
      }
    }
    return !closed && used + cost <= limit;
  }

  private void load(Key key, Entry entry, Answer.Artifact artifact) {
    try (InputStream in = open(artifact)) {
      if (artifact instanceof Answer.FileSlice slice) {
        in.skipNBytes(slice.offset());
      }
      Blocks blocks = Blocks.read(in, artifact.size(), key.blockSize, key.netascii);
      synchronized (entries) {
        used += blocks.footprint() - entry.cost;
        entry.cost = blocks.footprint();
      }
      entry.blocks.complete(blocks);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      synchronized (entries) {
        entries.remove(key);
        used -= entry.cost;
      }
      entry.blocks.completeExceptionally(e);
    }
  }

  private static Key key(Answer.Artifact artifact, int blockSize, boolean netascii) {
    return switch (artifact) {
      case Answer.FileSlice slice ->
          new Key(slice.file(), slice.offset(), slice.size(), slice.etag(), blockSize, netascii);
      case Answer.Bytes bytes -> new Key(null, 0, bytes.size(), bytes.etag(), blockSize, netascii);
    };
  }

  private static InputStream open(Answer.Artifact artifact) throws IOException {
    return switch (artifact) {
      case Answer.FileSlice slice -> Files.newInputStream(slice.file());
      case Answer.Bytes bytes -> new ByteArrayInputStream(bytes.content());
    };
  }

  /** Forgets everything; memory still in use is given back when its lease ends. */
  @Override
  public void close() {
    synchronized (entries) {
      closed = true;
      entries.values().stream()
          .filter(entry -> entry.users == 0)
          .forEach(entry -> entry.blocks().release());
      entries.clear();
      used = 0;
    }
  }
}
