package org.wwj.http;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file behind the server's own socket. It is bound under another name, closed to others, and
 * only then moved to its place, so that nobody can connect in between and what a crash left behind
 * is replaced.
 */
record UnixSocket(Path path) {
  /** The name to bind. */
  Path bound() {
    return path.resolveSibling(path.getFileName() + ".new");
  }

  /** Makes room for the socket and refuses where another server answers. */
  void prepare() throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.deleteIfExists(bound());
    if (Files.exists(path) && answers()) {
      throw new IOException("another server answers on it; stop that one first");
    }
  }

  /** Puts the bound socket in its place, for its owner only. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(bound(), PosixFilePermissions.fromString("rw-------"));
    Files.move(bound(), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void remove() throws IOException {
    Files.deleteIfExists(path);
  }

  private boolean answers() {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false;
    }
  }
}
