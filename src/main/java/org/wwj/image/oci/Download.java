package org.wwj.image.oci;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.wwj.archive.Digest;
import org.wwj.image.ImageException;
import org.wwj.image.ImportProgress;

/**
 * One layer on its way into the cache. What has come stays, so a lost connection or a killed
 * process costs only what is missing; nothing is used before its size and digest are right.
 */
final class Download implements Callable<Path> {
  /** Tries in a row that brought nothing. */
  private static final int FRUITLESS = 6;

  private static final int BUFFER = 1 << 17;

  private final RegistryClient registry;
  private final BlobCache cache;
  private final Descriptor layer;
  private final ImportProgress progress;
  private final byte[] buffer = new byte[BUFFER];

  Download(RegistryClient registry, BlobCache cache, Descriptor layer, ImportProgress progress) {
    this.registry = registry;
    this.cache = cache;
    this.layer = layer;
    this.progress = progress;
  }

  /**
   * Fetches what is missing.
   *
   * @return the whole layer's file
   */
  @Override
  public Path call() throws IOException {
    if (!cache.holds(layer)) {
      try (RandomAccessFile file = new RandomAccessFile(cache.partial(layer).toFile(), "rw");
          FileLock lock = file.getChannel().lock()) {
        // Another import of the same layer may have had the lock until now.
        if (!lock.isValid() || !cache.holds(layer)) {
          fetch(file);
          cache.complete(layer);
          return cache.blob(layer);
        }
      }
    }
    progress.received(layer.size());
    return cache.blob(layer);
  }

  private void fetch(RandomAccessFile file) throws IOException {
    if (!complete(file, "")) {
      // What was there from before may have been damaged.
      restart(file);
      if (!complete(file, " again")) {
        restart(file);
        throw new ImageException(
            "the registry sends layer %s with another digest; its copy is damaged, push the image again"
                .formatted(layer.digest()));
      }
    }
  }

  private void restart(RandomAccessFile file) throws IOException {
    progress.received(-file.length());
    file.setLength(0);
  }

  /** Fetches to the end; false when the digest is wrong. */
  private boolean complete(RandomAccessFile file, String how) throws IOException {
    MessageDigest sha = Digest.sha256();
    long have = read(file, sha);
    progress.received(have);
    int fruitless = 0;
    while (have < layer.size()) {
      long before = have;
      try {
        have = receive(file, sha, have);
      } catch (IOException e) {
        have = file.getFilePointer();
        fruitless = have > before ? 0 : fruitless + 1;
        if (fruitless == FRUITLESS) {
          throw new ImageException(
              "layer %s came%s to byte %d of %d only: %s; the next import goes on from there"
                  .formatted(layer.brief(), how, have, layer.size(), e.getMessage()),
              e);
        }
        if (fruitless > 0) {
          RegistryClient.pause(fruitless);
        }
      }
    }
    return HexFormat.of().formatHex(sha.digest()).equals(layer.hex());
  }

  /** Reads what an earlier import has left; answers how much that is. */
  private long read(RandomAccessFile file, MessageDigest sha) throws IOException {
    if (file.length() > layer.size()) {
      file.setLength(0);
    }
    file.seek(0);
    for (int n = file.read(buffer); n >= 0; n = file.read(buffer)) {
      sha.update(buffer, 0, n);
    }
    return file.length();
  }

  private long receive(RandomAccessFile file, MessageDigest sha, long have) throws IOException {
    long at = have;
    try (StallGuard guard = StallGuard.watch();
        RegistryClient.Blob blob = registry.blob(layer, have)) {
      if (blob.offset() != have) {
        progress.received(-have);
        sha.reset();
        file.seek(0);
        file.setLength(0);
        at = 0;
      }
      while (at < layer.size()) {
        int most = (int) Math.min(buffer.length, layer.size() - at);
        int n = blob.body().read(buffer, 0, most);
        if (n < 0) {
          throw new IOException("the connection ended early");
        }
        file.write(buffer, 0, n);
        sha.update(buffer, 0, n);
        at += n;
        progress.received(n);
        guard.alive();
      }
    }
    return at;
  }
}
