package org.wwj.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches an image as stage-1 does: waits when told to, goes on where it broke off, never begins
 * again. What it gets is compared with what it should be.
 */
final class BootingClient implements Callable<BootingClient.Report> {
  private static final Pattern AGAIN = Pattern.compile("again in (\\d+) s");

  private final String path;
  private final IntSupplier port;
  private final byte[] image;
  private final Runnable beforeBody;
  private int at;
  private long received;
  private int resumed;
  private int waits;
  private String words = "";

  /**
   * A client that has nothing yet.
   *
   * @param path with what it asks for
   * @param port where the server listens at the moment
   * @param image what it should get
   * @param beforeBody called before it reads what it was let in for
   */
  BootingClient(String path, IntSupplier port, byte[] image, Runnable beforeBody) {
    this.path = path;
    this.port = port;
    this.image = image;
    this.beforeBody = beforeBody;
  }

  /**
   * How it went.
   *
   * @param received bytes of image in all answers
   * @param resumed how often it went on in the middle
   * @param waits how often it was told to come back
   * @param words what it was told last
   */
  record Report(long received, int resumed, int waits, String words) {}

  @Override
  public Report call() {
    while (at < image.length && !Thread.currentThread().isInterrupted()) {
      try {
        fetch();
      } catch (IOException e) {
        LockSupport.parkNanos(50_000_000); // the server is down; stage-1 waits longer
      }
    }
    return new Report(received, resumed, waits, words);
  }

  private void fetch() throws IOException {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(64 << 10);
      socket.connect(new InetSocketAddress("127.0.0.1", port.getAsInt()), 5_000);
      socket.setSoTimeout(20_000);
      String range = at > 0 ? "Range: bytes=" + at + "-\r\n" : "";
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + range + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
      String head = head(in);
      if (head.startsWith("HTTP/1.1 503 ")) {
        comeBack(head);
        return;
      }
      String expected = at > 0 ? "HTTP/1.1 206 " : "HTTP/1.1 200 ";
      if (!head.startsWith(expected)) {
        throw new IllegalStateException("unexpected: " + head);
      }
      resumed += at > 0 ? 1 : 0;
      beforeBody.run();
      take(in);
    }
  }

  private void take(InputStream in) throws IOException {
    byte[] buffer = new byte[64 << 10];
    int read;
    while (at < image.length && (read = in.read(buffer)) >= 0) {
      if (!Arrays.equals(buffer, 0, read, image, at, at + read)) {
        throw new IllegalStateException("wrong bytes at " + at + " of " + path);
      }
      at += read;
      received += read;
    }
  }

  private void comeBack(String head) {
    words = head.lines().findFirst().orElse("");
    Matcher matcher = AGAIN.matcher(words);
    if (!matcher.find()
        || !head.toLowerCase(Locale.ROOT)
            .contains("\r\nretry-after: " + matcher.group(1) + "\r\n")) {
      throw new IllegalStateException("not told when to come back: " + head);
    }
    waits++;
    LockSupport.parkNanos(Long.parseLong(matcher.group(1)) * 1_000_000_000L);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int state = 0;
    while (state < 4) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the connection ended");
      }
      head.write(c);
      state = c == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : c == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }
}
