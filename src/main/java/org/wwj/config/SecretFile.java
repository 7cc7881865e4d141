package org.wwj.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A file of the site's own that is made once and kept for ever, for its owner alone. It appears
 * whole or not at all, and whoever comes second, another thread or another server on the same
 * folder, gets what the first one made.
 */
public final class SecretFile {
  private static final SecureRandom RANDOM = new SecureRandom();

  private SecretFile() {}

  /**
   * The bytes of a key, random ones on first use.
   *
   * @throws ConfigException when the file cannot be read or made, or is not as long, naming it
   */
  public static byte[] key(Path file, int length) {
    byte[] key =
        load(
            file,
            () -> {
              byte[] fresh = new byte[length];
              RANDOM.nextBytes(fresh);
              return fresh;
            });
    if (key.length != length) {
      throw new ConfigException(
          "%s: holds %d bytes instead of %d; remove it and a new one is made"
              .formatted(file, key.length, length));
    }
    return key;
  }

  /**
   * The file's bytes; without the file those that the maker makes, which are then kept.
   *
   * @throws ConfigException when the file cannot be read or made, naming it
   */
  public static byte[] load(Path file, Supplier<byte[]> maker) {
    try {
      if (!Files.exists(file)) {
        make(file, maker.get());
      }
      requirePrivate(file);
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read or made (" + e + ")", e);
    }
  }

  private static void make(Path file, byte[] content) throws IOException {
    Path whole = file.toAbsolutePath();
    Path folder = whole.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    byte[] serial = new byte[8];
    RANDOM.nextBytes(serial);
    Path fresh =
        whole.resolveSibling("." + file.getFileName() + "." + HexFormat.of().formatHex(serial));
    try (FileChannel out =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
      // A rename would replace what another one has just made and already uses; a link does not.
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // the other one's it is
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(file);
    if (modes.contains(PosixFilePermission.OTHERS_READ)
        || modes.contains(PosixFilePermission.GROUP_READ)) {
      throw new ConfigException(
          "%s: other users can read it (mode %s), so it is no secret; run  chmod 600 %s"
              .formatted(file, PosixFilePermissions.toString(modes), file));
    }
  }
}
