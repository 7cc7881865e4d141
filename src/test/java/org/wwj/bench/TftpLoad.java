package org.wwj.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * TFTP clients that load one file over and over, each on a port of its own, in one thread. Runs as
 * a program, in a JVM of its own. Arguments: server, file, its size, block size, window (0 sends no
 * windowsize option), clients, seconds. When those are over, each client ends with its current
 * file, or refuses the rest of it a second later. Prints blocks, repeated blocks, time-outs, files
 * done, files given up, and seconds.
 */
public final class TftpLoad {
  private static final int PORT = 69;
  private static final long TIMEOUT = 1_000_000_000L;
  private static final int TRIES = 8;
  private static final long GRACE = 1_000_000_000L;

  /** Enough for the header: the kernel throws away the rest of a datagram. */
  private static final int HEAD = 64;

  private final InetSocketAddress server;
  private final ByteBuffer request;
  private final int window;
  private final boolean options;
  private final int last;
  private final long end;
  private final Selector selector = Selector.open();
  private final ByteBuffer in = ByteBuffer.allocateDirect(HEAD);
  private final ByteBuffer out = ByteBuffer.allocateDirect(4);
  private long blocks;
  private long repeated;
  private long timeouts;
  private int done;
  private int failed;
  private int left;

  /** One client. */
  private static final class Client {
    DatagramChannel channel;

    /** The highest block that came in order; -1 before the first answer. */
    int received;

    int acked;
    int tries;
    boolean connected;
    boolean over;
    long heard;
  }

  private TftpLoad(String[] args) throws IOException {
    server = new InetSocketAddress(args[0], PORT);
    int blockSize = Integer.parseInt(args[3]);
    window = Integer.parseInt(args[4]);
    last = (int) (Long.parseLong(args[2]) / blockSize + 1);
    options = blockSize != 512 || window > 0;
    String text =
        "\0\1"
            + args[1]
            + "\0octet\0"
            + (blockSize == 512 ? "" : "blksize\0" + blockSize + "\0")
            + (window == 0 ? "" : "windowsize\0" + window + "\0");
    request = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    end = System.nanoTime() + (long) (Double.parseDouble(args[6]) * 1e9);
  }

  public static void main(String[] args) throws IOException {
    long begin = System.nanoTime();
    TftpLoad load = new TftpLoad(args);
    load.run(Integer.parseInt(args[5]));
    System.out.printf(
        Locale.ROOT,
        "%d %d %d %d %d %.3f%n",
        load.blocks,
        load.repeated,
        load.timeouts,
        load.done,
        load.failed,
        (System.nanoTime() - begin) / 1e9);
    System.exit(0);
  }

  private void run(int count) throws IOException {
    left = count;
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Client client = new Client();
      clients.add(client);
      begin(client);
    }
    long look = System.nanoTime();
    while (left > 0 && System.nanoTime() - end < GRACE) {
      selector.select(key -> ready((Client) key.attachment()), 100);
      long now = System.nanoTime();
      if (now - look > TIMEOUT / 10) {
        look = now;
        for (Client client : clients) {
          repeat(client, now);
        }
      }
    }
    for (Client client : clients) {
      if (!client.over) {
        refuse(client);
      }
    }
  }

  /** Or the server would repeat its last packets to nobody, while the next one is measured. */
  private void refuse(Client client) throws IOException {
    if (client.connected) {
      client.channel.write(ByteBuffer.wrap(new byte[] {0, 5, 0, 0, 'e', 'n', 'd', 0}));
    }
    client.channel.close();
  }

  /** Repeats what was not answered in time. */
  private void repeat(Client client, long now) throws IOException {
    if (client.over || now - client.heard < TIMEOUT) {
      return;
    }
    timeouts++;
    client.heard = now;
    if (++client.tries > TRIES) {
      failed++;
      next(client);
    } else if (client.received < 0) {
      client.channel.send(request.rewind(), server);
    } else {
      acknowledge(client);
    }
  }

  private void begin(Client client) throws IOException {
    client.channel = DatagramChannel.open();
    client.channel.configureBlocking(false);
    client.channel.bind(null);
    client.channel.register(selector, SelectionKey.OP_READ, client);
    client.received = -1;
    client.acked = 0;
    client.tries = 0;
    client.connected = false;
    client.heard = System.nanoTime();
    client.channel.send(request.rewind(), server);
  }

  /** Ends with a file and starts the next one while there is time. */
  private void next(Client client) throws IOException {
    client.channel.close();
    if (System.nanoTime() < end) {
      begin(client);
    } else {
      client.over = true;
      left--;
    }
  }

  /** Takes all that has arrived for a client. */
  private void ready(Client client) {
    try {
      DatagramChannel channel = client.channel;
      while (client.channel == channel && !client.over && read(client)) {
        packet(client);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's port is only known from its first answer; a connected socket is cheaper. */
  private boolean read(Client client) throws IOException {
    in.clear();
    if (client.connected) {
      return client.channel.read(in) > 0;
    }
    if (!(client.channel.receive(in) instanceof InetSocketAddress from)) {
      return false;
    }
    client.channel.connect(from);
    client.connected = true;
    return true;
  }

  private void packet(Client client) throws IOException {
    client.heard = System.nanoTime();
    client.tries = 0;
    int code = in.getShort(0);
    if (code == 6) {
      client.received = Math.max(client.received, 0);
      acknowledge(client);
      return;
    }
    if (code != 3) {
      failed++;
      next(client);
      return;
    }
    int expected = Math.max(client.received, 0) + 1;
    if ((in.getShort(2) & 0xffff) != (expected & 0xffff)) {
      repeated++;
      if (client.acked != client.received) {
        acknowledge(client);
      }
      return;
    }
    blocks++;
    client.received = expected;
    if (expected == last || expected - client.acked >= Math.max(window, 1)) {
      acknowledge(client);
    }
    if (expected == last) {
      done++;
      next(client);
    }
  }

  private void acknowledge(Client client) throws IOException {
    client.acked = client.received;
    out.clear();
    out.putShort((short) 4).putShort((short) client.received).flip();
    client.channel.write(out);
  }
}
