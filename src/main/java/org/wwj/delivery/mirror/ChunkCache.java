package org.wwj.delivery.mirror;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Digest;
import org.wwj.ops.Log;

/**
 * Chunks on disk, {@code FOLDER/ab/abcd…}, within a limit of bytes: what was asked for least
 * recently goes first, but nothing that is being sent. A file gets its name when it is whole, so a
 * crash leaves nothing but files in {@code incoming}, which the next start removes. After a start
 * each chunk is looked at before it is given for the first time. Safe from all threads.
 */
final class ChunkCache implements AutoCloseable {
  private static final String INCOMING = "incoming";

  private final Path folder;
  private final long limit;
  private final FileChannel lock;
  private final SequencedMap<Digest, Held> held = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long serial;

  private ChunkCache(Path folder, long limit, FileChannel lock) {
    this.folder = folder;
    this.limit = limit;
    this.lock = lock;
  }

  /** A chunk that stays where it is until it is released. */
  record Lease(Digest digest, Path file, int size, Held held) {}

  /** What is known of a chunk; guarded by the cache. */
  static final class Held {
    private final int size;
    private boolean sound;
    private int users;

    private Held(int size, boolean sound) {
      this.size = size;
      this.sound = sound;
    }
  }

  /** A file found at the start. */
  private record Found(Digest digest, int size, long modified) {}

  /**
   * Opens the cache in a folder, which is made when it is missing.
   *
   * @param limit bytes that the chunks may take together
   * @throws MirrorException when the folder cannot be used, with the fix
   */
  static ChunkCache open(Path folder, long limit) {
    try {
      Files.createDirectories(folder.resolve(INCOMING));
      FileChannel lock =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(lock)) {
        lock.close();
        throw new MirrorException(
            "another mirror uses the cache " + folder + "; stop it, or name another with --cache");
      }
      ChunkCache cache = new ChunkCache(folder, limit, lock);
      cache.load();
      return cache;
    } catch (IOException e) {
      throw new MirrorException(
          "the cache %s cannot be used: %s (name a folder that this user may write with --cache)"
              .formatted(folder, e),
          e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  private synchronized void load() throws IOException {
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder.resolve(INCOMING))) {
      for (Path file : unfinished) {
        Files.delete(file);
      }
    }
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, "[0-9a-f][0-9a-f]")) {
      for (Path part : folders) {
        found.addAll(files(part));
      }
    }
    found.sort(Comparator.comparingLong(Found::modified));
    for (Found file : found) {
      held.put(file.digest, new Held(file.size, false));
      bytes += file.size;
    }
    makeRoom(0);
  }

  private static List<Found> files(Path part) throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(part)) {
      for (Path file : files) {
        BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class);
        String name = file.getFileName().toString();
        if (Digest.matches(name) && about.isRegularFile() && about.size() <= Upstream.MOST) {
          found.add(
              new Found(new Digest(name), (int) about.size(), about.lastModifiedTime().toMillis()));
        }
      }
    }
    return found;
  }

  /** The chunk if it is here and sound; the caller releases it once. Blocks on the disk. */
  Optional<Lease> lease(Digest digest) {
    Held mine;
    boolean sound;
    synchronized (this) {
      Held known = held.get(digest);
      if (known == null) {
        return Optional.empty();
      }
      mine = known;
      mine.users++;
      sound = mine.sound;
    }
    Lease lease = new Lease(digest, file(digest), mine.size, mine);
    if (sound ? isThere(lease) : isSound(lease)) {
      synchronized (this) {
        mine.sound = true;
      }
      return Optional.of(lease);
    }
    Log.warn("mirror-cache-damaged", "file", lease.file(), "fix", "it is fetched again");
    release(lease);
    forget(digest, mine);
    return Optional.empty();
  }

  private static boolean isThere(Lease lease) {
    try {
      return Files.size(lease.file()) == lease.size();
    } catch (IOException e) {
      return false; // told as damage by the caller
    }
  }

  private static boolean isSound(Lease lease) {
    try {
      return Digest.of(lease.file()).equals(lease.digest());
    } catch (IOException e) {
      return false; // told as damage by the caller
    }
  }

  /** Gives a lease back. */
  synchronized void release(Lease lease) {
    lease.held.users--;
  }

  /**
   * Keeps a chunk, whose digest the caller has checked.
   *
   * @throws IOException when the disk does not take it
   */
  void put(Digest digest, byte[] content) throws IOException {
    Path incoming;
    synchronized (this) {
      incoming = folder.resolve(INCOMING).resolve(digest.hex() + "." + ++serial);
      makeRoom(content.length);
      bytes += content.length;
    }
    boolean kept = false;
    try {
      Path file = file(digest);
      // Somebody may have emptied the folder.
      Files.createDirectories(incoming.getParent());
      Files.createDirectories(file.getParent());
      Files.write(incoming, content);
      synchronized (this) {
        if (!held.containsKey(digest)) {
          Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
          held.put(digest, new Held(content.length, true));
          kept = true;
        }
      }
    } finally {
      if (!kept) {
        giveUp(incoming, content.length);
      }
    }
  }

  private void giveUp(Path incoming, int size) throws IOException {
    synchronized (this) {
      bytes -= size;
    }
    Files.deleteIfExists(incoming);
  }

  private synchronized void makeRoom(long needed) {
    Iterator<Map.Entry<Digest, Held>> eldestFirst = held.entrySet().iterator();
    while (bytes + needed > limit && eldestFirst.hasNext()) {
      Map.Entry<Digest, Held> entry = eldestFirst.next();
      if (entry.getValue().users == 0) {
        eldestFirst.remove();
        remove(entry.getKey(), entry.getValue());
      }
    }
  }

  private synchronized void forget(Digest digest, Held damaged) {
    if (held.remove(digest, damaged)) {
      remove(digest, damaged);
    }
  }

  private void remove(Digest digest, Held gone) {
    bytes -= gone.size;
    try {
      Files.deleteIfExists(file(digest));
    } catch (IOException e) {
      Log.warn("mirror-cache-delete", "cause", e);
    }
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  synchronized boolean contains(Digest digest) {
    return held.containsKey(digest);
  }

  /** How many chunks it has. */
  synchronized int chunks() {
    return held.size();
  }

  /** How many bytes they take. */
  synchronized long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      Log.warn("mirror-cache-lock", "cause", e);
    }
  }
}
