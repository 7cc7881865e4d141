package org.wwj.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to replace an image's tree. The kernel gives it back when its holder dies; the file
 * lies beside the image's folder, which may come and go, and goes with the lock.
 */
final class ImageLock implements AutoCloseable {
  private final Path home;
  private final Path file;
  private final FileChannel channel;

  private ImageLock(Path home, Path file, FileChannel channel) {
    this.home = home;
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes it.
   *
   * @throws ImageException when another has it, naming the process
   */
  static ImageLock take(Path home) throws IOException {
    return attempt(home)
        .orElseThrow(() ->
            new ImageException(
                "image "
                    + home.getFileName()
                    + " is being imported by "
                    + holder(file(home))
                    + "; wait for its end, or end it"));
  }

  /** Takes it if nobody has it. */
  static Optional<ImageLock> attempt(Path home) throws IOException {
    Path file = file(home);
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        return Optional.empty();
      }
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      if (holder(file).equals(name(ProcessHandle.current().pid()))) {
        return Optional.of(new ImageLock(home, file, channel));
      }
      channel.close(); // its last holder deleted it between the two looks
    }
  }

  /** The folder of the image that it is for. */
  Path home() {
    return home;
  }

  private static Path file(Path home) {
    return home.resolveSibling("." + home.getFileName() + ".lock");
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String holder(Path file) {
    try {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
        @Nullable String pid = text.lines().findFirst().orElse(null);
        return pid == null ? "another process" : name(Long.parseLong(pid));
      }
      throw new NoSuchFileException(file.toString());
    } catch (IOException | NumberFormatException e) {
      return "another process";
    }
  }

  private static String name(long pid) {
    return "process " + pid;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file); // while it is locked: who waits for it sees that it is gone
    channel.close();
  }
}
