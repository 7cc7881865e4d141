package org.wwj.image.oci;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way to a registry that breaks after so many bytes, and counts what goes through it. */
final class CuttingProxy implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("(?im)^range: (.*)$");

  private final ServerSocket server;
  private final int target;
  private final long limit;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger cuts = new AtomicInteger();
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  private CuttingProxy(ServerSocket server, int target, long limit) {
    this.server = server;
    this.target = target;
    this.limit = limit;
  }

  /** To a port of this host; each connection lasts for that many bytes of answers. */
  static CuttingProxy to(int port, long limit) throws IOException {
    CuttingProxy proxy =
        new CuttingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, limit);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket registry = new Socket(InetAddress.getLoopbackAddress(), target)) {
      Thread.ofVirtual().start(() -> requests(client, registry));
      byte[] buffer = new byte[16 << 10];
      long sent = 0;
      InputStream in = registry.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        bytes.addAndGet(n);
        sent += n;
        if (sent >= limit) {
          cuts.incrementAndGet();
          return;
        }
      }
    } catch (IOException e) {
      return; // one of the two has gone
    }
  }

  private void requests(Socket client, Socket registry) {
    byte[] buffer = new byte[16 << 10];
    try {
      for (int n = client.getInputStream().read(buffer); n >= 0; ) {
        Matcher matcher = RANGE.matcher(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
          ranges.add(matcher.group(1).strip());
        }
        registry.getOutputStream().write(buffer, 0, n);
        n = client.getInputStream().read(buffer);
      }
      registry.shutdownOutput();
    } catch (IOException e) {
      return; // one of the two has gone
    }
  }

  String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  long bytes() {
    return bytes.get();
  }

  int cuts() {
    return cuts.get();
  }

  List<String> ranges() {
    return List.copyOf(ranges);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
