package org.wwj.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.StrictYaml;

/**
 * Writes nodes.conf so that it is one whole version at any instant: read and changed under an
 * exclusive lock, written beside, synced and renamed over. Owner and mode stay; a symbolic link
 * stays one.
 */
public final class NodesStore {
  private final Path file;
  private final Duration patience;

  /** The store of a site's nodes.conf. */
  public NodesStore(Path file) {
    this(file, Duration.ofSeconds(20));
  }

  NodesStore(Path file, Duration patience) {
    this.file = file.toAbsolutePath();
    this.patience = patience;
  }

  /**
   * Changes the text: reads it, applies the change, writes it back if it differs, all under the
   * lock, so that no other command's change is lost.
   *
   * @return whether anything was written
   * @throws ConfigException when another command holds the lock, or the file cannot be written
   */
  public boolean update(UnaryOperator<String> change) {
    try {
      Path real = real();
      Path lock = real.resolveSibling("." + real.getFileName() + ".lock");
      try (FileChannel channel =
              FileChannel.open(
                  lock,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock held = lock(channel, lock)) {
        sign(channel);
        String before = Files.exists(real) ? StrictYaml.text(real) : "";
        String after = change.apply(before);
        boolean changed = held.isValid() && !after.equals(before);
        if (changed) {
          write(real, after);
        }
        return changed;
      }
    } catch (AccessDeniedException e) {
      throw new ConfigException(
          e.getFile() + ": permission denied; run the command as root (sudo)", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** The file itself, behind links, also when it is not there yet. */
  private Path real() throws IOException {
    Path path = file;
    for (int i = 0; i < 40 && Files.isSymbolicLink(path); i++) {
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return path;
  }

  private FileLock lock(FileChannel channel, Path lock) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        FileLock held = channel.tryLock();
        if (held != null) {
          return held;
        }
      } catch (OverlappingFileLockException e) {
        // another thread of this process; wait as for another process
      }
      if (System.nanoTime() - end > 0) {
        String holder = Files.readString(lock, StandardCharsets.UTF_8).strip();
        throw new ConfigException(
            "%s: another command is changing it (process %s, lock %s); try again when it is done"
                .formatted(file, holder.isEmpty() ? "unknown" : holder, lock));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ConfigException(file + ": interrupted while waiting for the lock", e);
      }
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    channel.truncate(0);
    String pid = ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static void write(Path real, String text) throws IOException {
    @Nullable Map<String, Object> old =
        Files.exists(real) ? Files.readAttributes(real, "unix:uid,gid,mode") : null;
    Path temporary =
        Files.createTempFile(
            real.getParent(),
            "." + real.getFileName() + ".",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        keep(temporary, old);
        out.force(true);
      }
      Files.move(
          temporary, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    try (FileChannel folder = FileChannel.open(real.getParent(), StandardOpenOption.READ)) {
      folder.force(true); // the new name itself must survive a power cut
    }
  }

  private static void keep(Path temporary, @Nullable Map<String, Object> old) throws IOException {
    if (old == null) {
      // Passwords of BMCs stand in it, so it is not for everybody.
      Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r-----"));
      return;
    }
    Map<String, Object> now = Files.readAttributes(temporary, "unix:uid,gid");
    for (String owner : new String[] {"uid", "gid"}) {
      Object id = old.get(owner);
      if (id != null && !id.equals(now.get(owner))) {
        Files.setAttribute(temporary, "unix:" + owner, id, LinkOption.NOFOLLOW_LINKS);
      }
    }
    if (old.get("mode") instanceof Integer mode) {
      Files.setAttribute(temporary, "unix:mode", mode & 07777);
    }
  }
}
