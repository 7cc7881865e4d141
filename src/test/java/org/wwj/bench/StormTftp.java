package org.wwj.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** One file by TFTP, block by block, as a PXE ROM loads it (RFC 1350, 2347). */
final class StormTftp {
  private static final int BLOCK = 1456;
  private static final long TIMEOUT_MILLIS = 2000;

  private final StormLoop loop;
  private final Consumer<String> again;
  private final Runnable done;
  private final DatagramChannel channel = DatagramChannel.open();
  private final ByteBuffer received = ByteBuffer.allocate(BLOCK + 4);
  private SocketAddress server;
  private ByteBuffer last;
  private int blocks;
  private StormLoop.Timer timer;

  /**
   * Starts.
   *
   * @param again told of each packet that is sent a second time
   */
  StormTftp(
      StormLoop loop,
      InetAddress own,
      InetAddress server,
      String file,
      Consumer<String> again,
      Runnable done)
      throws IOException {
    this.loop = loop;
    this.again = again;
    this.done = done;
    this.server = new InetSocketAddress(server, 69);
    channel.bind(new InetSocketAddress(own, 0));
    loop.register(channel, SelectionKey.OP_READ, this::packets);
    String options = file + "\0octet\0tsize\0000\0blksize\000" + BLOCK + "\0";
    last = ByteBuffer.allocate(2 + options.length());
    last.putShort((short) 1).put(options.getBytes(StandardCharsets.US_ASCII));
    timer = loop.after(0, this::send);
  }

  private void send() {
    try {
      timer.cancel();
      channel.send(last.flip(), server);
      timer =
          loop.after(
              TIMEOUT_MILLIS,
              () -> {
                again.accept(blocks == 0 ? "TFTP start" : "TFTP block");
                send();
              });
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void packets() throws IOException {
    while (true) {
      received.clear();
      SocketAddress from = channel.receive(received);
      if (from == null) {
        return;
      }
      received.flip();
      int type = received.getShort();
      if (type == 6) {
        server = from;
        acknowledge(0);
      } else if (type == 3 && (received.getShort() & 0xFFFF) == ((blocks + 1) & 0xFFFF)) {
        server = from;
        blocks++;
        boolean end = received.remaining() < BLOCK;
        acknowledge(blocks);
        if (end) {
          timer.cancel();
          channel.close();
          done.run();
          return;
        }
      }
    }
  }

  private void acknowledge(int block) {
    last = ByteBuffer.allocate(4).putShort((short) 4).putShort((short) block);
    send();
  }
}
