package org.wwj.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;

/**
 * Nodes of many racks that fetch the chunks of an image as stage-1 does: over one connection, in
 * order. Arguments: a file of digests and CRC-32C, racks, nodes of each. Prints how many nodes got
 * all of it right, and the seconds of the first and of the last.
 */
final class RackNodes {
  static final int PORT = 8080;

  private RackNodes() {}

  /** Where the mirror of a rack is, from 1. */
  static String mirror(int rack) {
    return "127.0.1." + rack;
  }

  private record Piece(String digest, long crc) {}

  public static void main(String[] args) throws Exception {
    List<Piece> pieces =
        Files.readAllLines(Path.of(args[0])).stream()
            .map(line -> line.split(" "))
            .map(words -> new Piece(words[0], Long.parseLong(words[1])))
            .toList();
    List<Double> seconds = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> nodes = new ArrayList<>();
      for (int node = 0; node < Integer.parseInt(args[2]); node++) {
        for (int rack = 1; rack <= Integer.parseInt(args[1]); rack++) {
          String mirror = mirror(rack);
          nodes.add(
              threads.submit(() -> {
                start.await();
                fetch(mirror, pieces);
                return System.nanoTime();
              }));
        }
      }
      long began = System.nanoTime();
      start.countDown();
      for (Future<Long> node : nodes) {
        try {
          seconds.add((node.get() - began) / 1e9);
        } catch (java.util.concurrent.ExecutionException e) {
          System.err.println(e.getCause());
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d %.3f %.3f%n",
        seconds.size(),
        seconds.stream().mapToDouble(s -> s).min().orElse(0),
        seconds.stream().mapToDouble(s -> s).max().orElse(0));
  }

  private static void fetch(String mirror, List<Piece> pieces) throws IOException {
    byte[] buffer = new byte[64 << 10];
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(mirror, PORT));
      InputStream in = socket.getInputStream();
      for (Piece piece : pieces) {
        String ask = "GET /chunk/%s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(piece.digest, mirror);
        socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
        if (body(in, buffer) != piece.crc) {
          throw new IOException(mirror + " gave a wrong chunk " + piece.digest);
        }
      }
    }
  }

  /** The CRC-32C of an answer's body. */
  private static long body(InputStream in, byte[] buffer) throws IOException {
    int have = 0;
    String head = "";
    int end = -1;
    while (end < 0) {
      have += some(in, buffer, have, buffer.length - have);
      head = new String(buffer, 0, have, StandardCharsets.ISO_8859_1);
      end = head.indexOf("\r\n\r\n");
    }
    head = head.substring(0, end).toLowerCase(Locale.ROOT);
    if (!head.startsWith("http/1.1 200 ")) {
      throw new IOException(head);
    }
    String length = head.substring(head.indexOf("content-length: ") + "content-length: ".length());
    long left = Long.parseLong(length.lines().findFirst().orElseThrow());
    CRC32C crc = new CRC32C();
    int first = have - end - 4;
    crc.update(buffer, end + 4, first);
    left -= first;
    while (left > 0) {
      int n = some(in, buffer, 0, (int) Math.min(left, buffer.length));
      crc.update(buffer, 0, n);
      left -= n;
    }
    return crc.getValue();
  }

  private static int some(InputStream in, byte[] buffer, int from, int most) throws IOException {
    int n = in.read(buffer, from, most);
    if (n <= 0) {
      throw new EOFException("the answer was cut");
    }
    return n;
  }
}
