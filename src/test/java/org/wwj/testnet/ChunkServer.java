package org.wwj.testnet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/**
 * An HTTP server on loopback that has chunks by digest, and goes wrong at the requests it is told.
 */
public final class ChunkServer implements AutoCloseable {
  /** What becomes of one request for a chunk. */
  public enum Fault {
    NONE,
    NOT_FOUND,
    /** Half of it, then the connection ends. */
    CUT,
    /** A whole answer that has too few bytes. */
    SHORT,
    /** Other bytes of the same number. */
    WRONG,
    /** 503, to be asked again after 7 s. */
    BUSY,
    /** 500. */
    BROKEN
  }

  private final Map<String, byte[]> chunks;
  private final IntFunction<Fault> faults;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile byte[] whole = {};
  private volatile String unanswered = "\0";

  /**
   * Starts it.
   *
   * @param chunks content by digest
   * @param faults what becomes of the n-th request for a chunk, from 0
   */
  public ChunkServer(Map<String, byte[]> chunks, IntFunction<Fault> faults) {
    this.chunks = chunks;
    this.faults = faults;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** A server without faults that has the whole image too, and all else as few bytes. */
  public static ChunkServer head(Map<String, byte[]> chunks, byte[] image) {
    ChunkServer head = new ChunkServer(chunks, n -> Fault.NONE);
    head.whole = image;
    return head;
  }

  /** The same, which never answers a request with these words in its URL. */
  public ChunkServer silentFor(String words) {
    unanswered = words;
    return this;
  }

  /** Where it is, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The requests it got, with the range. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** How many of them were for chunks. */
  public long chunksAsked() {
    return asked().stream().filter(path -> path.startsWith("/chunk/")).count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (!path.startsWith("/chunk/")) {
      asked.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
      if (exchange.getRequestURI().toString().contains(unanswered)) {
        awaitClosing();
        return;
      }
      long from =
          range == null ? 0 : Long.parseLong(range.replace("bytes=", "").replaceAll("-.*", ""));
      byte[] body =
          path.startsWith("/image/")
              ? java.util.Arrays.copyOfRange(whole, (int) from, whole.length)
              : "ok\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      if (range != null) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %d-%d/%d".formatted(from, whole.length - 1, whole.length));
      }
      send(exchange, range == null ? 200 : 206, body, body.length);
      return;
    }
    int number;
    synchronized (asked) {
      number = (int) chunksAsked();
      asked.add(path);
    }
    byte[] chunk = chunks.get(path.substring("/chunk/".length()));
    switch (chunk == null ? Fault.NOT_FOUND : faults.apply(number)) {
      case NONE -> send(exchange, 200, chunk, chunk.length);
      case NOT_FOUND -> send(exchange, 404, new byte[1], 1);
      case BUSY -> {
        exchange.getResponseHeaders().set("Retry-After", "7");
        send(exchange, 503, new byte[1], 1);
      }
      case BROKEN -> send(exchange, 500, new byte[1], 1);
      case CUT ->
          send(exchange, 200, java.util.Arrays.copyOf(chunk, chunk.length / 2), chunk.length);
      case SHORT ->
          send(exchange, 200, java.util.Arrays.copyOf(chunk, chunk.length / 2), chunk.length / 2);
      case WRONG -> {
        byte[] wrong = chunk.clone();
        wrong[chunk.length / 3] ^= 1;
        send(exchange, 200, wrong, wrong.length);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body, int announced)
      throws IOException {
    exchange.sendResponseHeaders(status, announced);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.close();
  }
}
