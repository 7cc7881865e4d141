package org.wwj.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wwj.boot.Status;

/** Answers every request on a socket with one body, as a server does on its own. */
public final class StatusSocket implements AutoCloseable {
  private final ServerSocketChannel server;
  private final Path socket;

  StatusSocket(Path socket, Status status) throws IOException {
    this(socket, status.toJson());
  }

  public StatusSocket(Path socket, byte[] body) throws IOException {
    this.socket = socket;
    Files.createDirectories(socket.getParent());
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> serve(body));
  }

  private void serve(byte[] body) {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        client.read(ByteBuffer.allocate(1 << 12));
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
        client.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        client.write(ByteBuffer.wrap(body));
      } catch (AsynchronousCloseException e) {
        return;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.delete(socket);
  }
}
