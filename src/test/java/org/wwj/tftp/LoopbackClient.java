package org.wwj.tftp;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * A client on the loopback interface that acknowledges as RFC 7440 §4 says: the end of each window,
 * and the last good block at a gap.
 */
final class LoopbackClient {
  private static final int MAX_DATAGRAM = 65507;

  private final DatagramSocket socket;
  private final ByteArrayOutputStream got = new ByteArrayOutputStream();
  private int blockSize = 512;
  private int window = 1;
  private int block;
  private int inWindow;
  private boolean done;

  private LoopbackClient(DatagramSocket socket) {
    this.socket = socket;
  }

  /** The file's bytes; options are written like {@code blksize=1468 windowsize=4}. */
  static byte[] fetch(int port, String file, String options) throws IOException {
    try (DatagramSocket socket = socket()) {
      String asked = options.isEmpty() ? "" : options.replaceAll("[= ]", "\0") + "\0";
      send(socket, port, "\0\1" + file + "\0octet\0" + asked);
      LoopbackClient client = new LoopbackClient(socket);
      DatagramPacket in = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
      while (!client.done) {
        socket.receive(in);
        client.take(in);
        in.setLength(MAX_DATAGRAM);
      }
      return client.got.toByteArray();
    }
  }

  private void take(DatagramPacket in) throws IOException {
    switch (TftpCodec.decode(Unpooled.wrappedBuffer(in.getData(), 0, in.getLength()))) {
      case TftpPacket.OptionAck(var granted) -> {
        blockSize = Integer.parseInt(granted.getOrDefault("blksize", "512"));
        window = Integer.parseInt(granted.getOrDefault("windowsize", "1"));
        acknowledge(in.getPort());
      }
      case TftpPacket.Data data -> {
        if (data.block() != (block + 1 & 0xffff)) {
          acknowledge(in.getPort());
          return;
        }
        block++;
        byte[] payload = new byte[data.payload().readableBytes()];
        data.payload().readBytes(payload);
        got.write(payload);
        done = payload.length < blockSize;
        if (++inWindow == window || done) {
          acknowledge(in.getPort());
        }
      }
      case TftpPacket other -> throw new IOException(other.toString());
    }
  }

  private void acknowledge(int port) throws IOException {
    inWindow = 0;
    send(socket, port, "\0\4" + (char) (block >> 8 & 0xff) + (char) (block & 0xff));
  }

  static DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(1 << 20);
    socket.setSoTimeout(20_000);
    return socket;
  }

  static void send(DatagramSocket socket, int port, String packet) throws IOException {
    byte[] bytes = packet.getBytes(StandardCharsets.ISO_8859_1);
    socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
  }

  static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    socket.receive(packet);
    return packet;
  }

  static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
  }
}
