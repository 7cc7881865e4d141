package org.wwj.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.StrictYaml;

/**
 * Writes nodes.conf so that it is one whole version at any instant: read and changed under an
 * exclusive lock, written beside, synced and renamed over. Owner, mode, access list and extended
 * attributes stay; a symbolic link stays one. Another hard link of the file keeps the version
 * before, as a backup made of links wants it.
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
      try (NodesLock _ = NodesLock.take(real, patience)) {
        Path fresh = real.resolveSibling("." + real.getFileName() + ".new");
        Files.deleteIfExists(fresh); // of a command that was killed
        @Nullable Map<String, Object> old = attributes(real);
        String before = old == null ? "" : StrictYaml.text(real);
        String after = change.apply(before);
        boolean changed = !after.equals(before);
        if (changed) {
          write(real, fresh, after, old);
        }
        return changed;
      }
    } catch (AccessDeniedException e) {
      throw new ConfigException(
          e.getFile() + ": permission denied; run the command as root (sudo)", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be written: " + ConfigException.reason(e), e);
    }
  }

  /** The file itself, behind links, also when it is not there yet. */
  private Path real() throws IOException {
    Path path = file;
    for (int i = 0; Files.isSymbolicLink(path); i++) {
      if (i == 40) {
        throw new FileSystemLoopException(file.toString());
      }
      path = path.resolveSibling(Files.readSymbolicLink(path));
    }
    return path;
  }

  private static @Nullable Map<String, Object> attributes(Path real) throws IOException {
    return Files.exists(real)
        ? Files.readAttributes(real, "unix:uid,gid,mode,ino,size,lastModifiedTime")
        : null;
  }

  private void write(Path real, Path fresh, String text, @Nullable Map<String, Object> old)
      throws IOException {
    try {
      if (old == null) {
        // Passwords of BMCs stand in it, so it is not for everybody.
        Files.createFile(
            fresh,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
      } else {
        // A copy brings along what the JDK cannot name, such as access lists.
        Files.copy(real, fresh, StandardCopyOption.COPY_ATTRIBUTES);
        keep(fresh, old);
      }
      try (FileChannel out =
          FileChannel.open(fresh, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      if (!Objects.equals(old, attributes(real))) {
        throw new ConfigException(
            file + ": another program saved it meanwhile; nothing was changed, try again");
      }
      Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    try (FileChannel folder = FileChannel.open(real.getParent(), StandardOpenOption.READ)) {
      folder.force(true); // the new name itself must survive a power cut
    }
  }

  /** The copy lost what this user may not give; then nothing is written at all. */
  private static void keep(Path fresh, Map<String, Object> old) throws IOException {
    Map<String, Object> now = Files.readAttributes(fresh, "unix:uid,gid,mode");
    for (String owner : new String[] {"uid", "gid"}) {
      Object id = old.get(owner);
      if (id != null && !id.equals(now.get(owner))) {
        Files.setAttribute(fresh, "unix:" + owner, id, LinkOption.NOFOLLOW_LINKS);
      }
    }
    if (old.get("mode") instanceof Integer mode && !mode.equals(now.get("mode"))) {
      Files.setAttribute(fresh, "unix:mode", mode & 07777);
    }
  }
}
