package org.wwj.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine's HTTP client: one connection, kept open; goes on where it broke off; waits as long as
 * a busy server says.
 */
final class StormHttp {
  private static final long SILENCE_MILLIS = 20_000;
  private static final int HEAD = 8 << 10;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)");
  private static final Pattern RETRY = Pattern.compile("\r\nretry-after: (\\d+)");

  private final StormLoop loop;
  private final InetAddress own;
  private final InetSocketAddress server;
  private final Consumer<String> again;
  private final ByteBuffer head = ByteBuffer.allocate(HEAD);
  private SocketChannel channel;
  private SelectionKey key;
  private String path = "";
  private Consumer<String> done = text -> {};
  private StringBuilder text;
  private long received;
  private long left;
  private boolean inBody;
  private boolean keeps;
  private long waited;
  private long moved;
  private StormLoop.Timer watch;

  /**
   * A client of that server.
   *
   * @param again told of each time that it asks again because something failed
   */
  StormHttp(StormLoop loop, InetAddress own, InetSocketAddress server, Consumer<String> again) {
    this.loop = loop;
    this.own = own;
    this.server = server;
    this.again = again;
  }

  /**
   * Gets a file.
   *
   * @param keep whether {@code done} wants its text; bytes of others are thrown away
   */
  void get(String path, boolean keep, Consumer<String> done) {
    this.path = path;
    this.done = done;
    this.text = keep ? new StringBuilder() : null;
    received = 0;
    ask();
  }

  private void ask() {
    try {
      head.clear();
      inBody = false;
      moved = System.nanoTime();
      if (watch != null) {
        watch.cancel();
      }
      watch = loop.after(SILENCE_MILLIS, this::silent);
      if (channel == null) {
        channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(own, 0));
        key = loop.register(channel, SelectionKey.OP_CONNECT, this::ready);
        if (!channel.connect(server)) {
          return;
        }
      }
      send();
    } catch (IOException e) {
      broken(String.valueOf(e.getMessage()));
    }
  }

  private void send() throws IOException {
    String range = received > 0 ? "Range: bytes=" + received + "-\r\n" : "";
    String request = "GET " + path + " HTTP/1.1\r\nHost: storm\r\n" + range + "\r\n";
    key.interestOps(SelectionKey.OP_READ);
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
  }

  private void silent() {
    long quiet = (System.nanoTime() - moved) / 1_000_000;
    if (quiet >= SILENCE_MILLIS) {
      broken("silence");
    } else {
      watch = loop.after(SILENCE_MILLIS - quiet, this::silent);
    }
  }

  private void broken(String how) {
    close();
    again.accept(path.replaceFirst("(/[^/]*).*", "$1") + " " + how);
    watch = loop.after(1000, this::ask);
  }

  /** Ends the connection. */
  void close() {
    watch.cancel();
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    channel = null;
  }

  private void ready() {
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        send();
      } else if (inBody) {
        body();
      } else {
        head();
      }
    } catch (IOException e) {
      broken(String.valueOf(e.getMessage()));
    }
  }

  private void head() throws IOException {
    int from = head.position();
    int n = channel.read(head);
    if (n < 0) {
      throw new IOException("closed");
    }
    moved = System.nanoTime();
    String seen = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
    int end = seen.indexOf("\r\n\r\n", Math.max(0, from - 3));
    if (end < 0) {
      return;
    }
    String lines = seen.substring(0, end).toLowerCase(Locale.ROOT);
    int status = (int) number(STATUS, lines.toUpperCase(Locale.ROOT), 0);
    left = number(LENGTH, lines, 0);
    keeps = !lines.contains("\r\nconnection: close");
    if (status == 503) {
      busy(number(RETRY, lines, 1));
      return;
    }
    if (status != 200 && status != 206) {
      throw new IllegalStateException(path + ": " + seen);
    }
    if (status == 200 && received > 0) {
      throw new IllegalStateException(path + " starts from the beginning");
    }
    inBody = true;
    took(seen.substring(end + 4));
  }

  private void busy(long seconds) {
    close();
    waited += seconds;
    // A machine does not look at the clock to the millisecond.
    watch = loop.after(seconds * 1000 + Math.floorMod(own.hashCode(), 250), this::ask);
  }

  private static long number(Pattern pattern, String in, long otherwise) {
    Matcher found = pattern.matcher(in);
    return found.find() ? Long.parseLong(found.group(1)) : otherwise;
  }

  private void body() throws IOException {
    ByteBuffer into = loop.sink;
    into.clear().limit((int) Math.min(into.capacity(), left));
    int n = channel.read(into);
    if (n < 0) {
      throw new IOException("closed");
    }
    moved = System.nanoTime();
    if (text == null) {
      received += n;
      left -= n;
      over();
    } else {
      took(StandardCharsets.ISO_8859_1.decode(into.flip()).toString());
    }
  }

  private void took(String more) {
    if (text != null) {
      text.append(more);
    }
    received += more.length();
    left -= more.length();
    over();
  }

  private void over() {
    if (left > 0) {
      return;
    }
    watch.cancel();
    if (!keeps) {
      close();
    }
    Consumer<String> told = done;
    told.accept(text == null ? "" : text.toString());
  }

  /** Seconds that a busy server asked to wait. */
  long waited() {
    return waited;
  }
}
