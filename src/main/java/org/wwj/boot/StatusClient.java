package org.wwj.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Asks the running server over its own socket, which works from any network namespace and needs no
 * address: {@code paths.runtime/wwj.sock}.
 */
public final class StatusClient {
  private StatusClient() {}

  /**
   * The server's status now.
   *
   * @throws IOException when no server listens there, or its answer is not a status
   */
  public static Status fetch(Path socket) throws IOException {
    return Status.parse(get(socket, "/status"));
  }

  /**
   * The body of a local GET.
   *
   * @throws IOException when no server listens there, or it answers with another code than 200
   */
  public static byte[] get(Path socket, String path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      String request = "GET " + path + " HTTP/1.1\r\nHost: wwj\r\nConnection: close\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      while (channel.read(buffer) >= 0) {
        answer.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      byte[] bytes = answer.toByteArray();
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0 || !text.startsWith("HTTP/1.1 200 ")) {
        throw new IOException("the server answered: " + text.lines().findFirst().orElse("nothing"));
      }
      return Arrays.copyOfRange(bytes, end + 4, bytes.length);
    }
  }
}
