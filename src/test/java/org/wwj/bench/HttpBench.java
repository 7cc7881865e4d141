package org.wwj.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What an HTTP server on loopback spends on sending a file: CPU seconds per GiB, the slowest client
 * over the fastest, time to first byte. Arguments: port, process id of the server, path, clients,
 * MiB for each client (asked for as a range).
 */
public final class HttpBench {
  private final SocketChannel[] sockets;
  private final long[] left;
  private final long[] first;
  private final long[] last;
  private final ByteBuffer sink = ByteBuffer.allocateDirect(256 << 10);

  private HttpBench(int clients) {
    sockets = new SocketChannel[clients];
    left = new long[clients];
    first = new long[clients];
    last = new long[clients];
  }

  public static void main(String[] args) throws IOException {
    int clients = Integer.parseInt(args[3]);
    long bytes = Long.parseLong(args[4]) << 20;
    List<Long> processes = tree(Long.parseLong(args[1]));
    HttpBench bench = new HttpBench(clients);
    bench.connect(Integer.parseInt(args[0]));
    double before = cpuSeconds(processes);
    long start = System.nanoTime();
    bench.ask(args[2], bytes);
    bench.drain(start);
    double cpu = cpuSeconds(processes) - before;
    double gib = (double) clients * bytes / (1L << 30);
    Arrays.sort(bench.first);
    Arrays.sort(bench.last);
    System.out.printf(
        Locale.ROOT,
        "clients=%d gib=%.2f cpu_s_per_gib=%.3f slow_over_fast=%.2f ttfb_p50_ms=%.0f wall_s=%.2f%n",
        clients,
        gib,
        cpu / gib,
        (double) bench.last[clients - 1] / bench.last[0],
        bench.first[clients / 2] / 1e6,
        bench.last[clients - 1] / 1e9);
  }

  private void connect(int port) throws IOException {
    for (int i = 0; i < sockets.length; i++) {
      sockets[i] = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    }
  }

  private void ask(String path, long bytes) throws IOException {
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: bench\r\nRange: bytes=0-" + (bytes - 1) + "\r\n\r\n";
    for (int i = 0; i < sockets.length; i++) {
      sockets[i].write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      left[i] = bytes;
    }
  }

  private void drain(long start) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < sockets.length; i++) {
        sockets[i].configureBlocking(false);
        sockets[i].register(selector, SelectionKey.OP_READ, i);
      }
      int open = sockets.length;
      while (open > 0) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          int client = (Integer) key.attachment();
          read(client, start);
          if (left[client] <= 0) {
            sockets[client].close();
            open--;
          }
        }
        selector.selectedKeys().clear();
      }
    }
  }

  /** The head counts as body, but for the last client to end; a few hundred bytes of megabytes. */
  private void read(int client, long start) throws IOException {
    sink.clear();
    int n = sockets[client].read(sink);
    if (n < 0) {
      throw new IOException("client " + client + " was cut with " + left[client] + " bytes to go");
    }
    long now = System.nanoTime() - start;
    if (first[client] == 0) {
      first[client] = now;
    }
    left[client] -= n;
    last[client] = now;
  }

  private static List<Long> tree(long pid) {
    Stream<ProcessHandle> children =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
    return Stream.concat(Stream.of(pid), children.map(ProcessHandle::pid)).toList();
  }

  /** User and system time of the processes; the kernel counts in hundredths of a second. */
  private static double cpuSeconds(List<Long> processes) throws IOException {
    long ticks = 0;
    for (long pid : processes) {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks / 100.0;
  }
}
