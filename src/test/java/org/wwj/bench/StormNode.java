package org.wwj.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.wwj.net.MacAddress;

/** One machine of a storm, from its first DISCOVER until it is ready. */
final class StormNode {
  /** What a kernel, and then systemd, take before they ask again: the same for all. */
  private static final long START_MILLIS = 1000;

  private static final long MAX_PATIENCE_MILLIS = 32_000;

  private final StormLoop loop;
  private final MacAddress mac;
  private final InetAddress own;
  private final InetAddress server;
  private final boolean wwj;
  private StormHttp http;
  private StormLoop.Timer timer;
  private long began;
  private long ready;
  private final Map<String, Integer> again = new TreeMap<>();

  /**
   * A machine that is off.
   *
   * @param wwj whether wwj serves it, or the reference
   */
  StormNode(StormLoop loop, MacAddress mac, InetAddress own, InetAddress server, boolean wwj) {
    this.loop = loop;
    this.mac = mac;
    this.own = own;
    this.server = server;
    this.wwj = wwj;
  }

  /** Milliseconds from power-on until it was ready; negative when it is not. */
  long readyMillis() {
    return ready == 0 ? -1 : (ready - began) / 1_000_000;
  }

  /** What had to be tried again, and how often. */
  Map<String, Integer> again() {
    return again;
  }

  /** Seconds that it was told to wait for its turn. */
  long waited() {
    return http == null ? 0 : http.waited();
  }

  void powerOn() {
    began = System.nanoTime();
    // Firmware doubles from 4 s, iPXE from 1 s.
    address(false, 4000, this::load);
  }

  private void load(StormDhcp.Reply reply) {
    try {
      String file = reply.bootFile();
      new StormTftp(
          loop,
          own,
          server,
          file.substring(file.lastIndexOf('/') + 1),
          this::countAgain,
          () -> address(true, 1000, this::script));
    } catch (IOException e) {
      throw new IllegalStateException(mac.toString(), e);
    }
  }

  private void countAgain(String what) {
    again.merge(what, 1, Integer::sum);
  }

  private void address(boolean ipxe, long patience, Consumer<StormDhcp.Reply> next) {
    int xid = (int) (mac.value() * 2 + (ipxe ? 1 : 0));
    discover(xid, ipxe, patience, next);
  }

  private void discover(int xid, boolean ipxe, long patience, Consumer<StormDhcp.Reply> next) {
    wait(
        name(ipxe) + "discover",
        patience,
        () -> discover(xid, ipxe, Math.min(patience * 2, MAX_PATIENCE_MILLIS), next));
    loop.dhcp(
        xid,
        StormDhcp.discover(mac, xid, ipxe),
        offer -> {
          if (offer.type() == 2 && !offer.bootFile().isEmpty()) {
            request(xid, ipxe, patience, offer, next);
          }
        });
  }

  private void request(
      int xid, boolean ipxe, long patience, StormDhcp.Reply offer, Consumer<StormDhcp.Reply> next) {
    wait(name(ipxe) + "request", patience, () -> discover(xid, ipxe, patience, next));
    loop.dhcp(
        xid,
        StormDhcp.request(mac, xid, ipxe, offer),
        reply -> {
          if (reply.type() == 5) {
            timer.cancel();
            loop.forget(xid);
            if (!reply.address().equals(own)) {
              throw new IllegalStateException(mac + " got " + reply.address() + ", not " + own);
            }
            next.accept(reply);
          }
        });
  }

  private static String name(boolean ipxe) {
    return ipxe ? "iPXE's " : "firmware's ";
  }

  private void wait(String what, long millis, Runnable then) {
    if (timer != null) {
      timer.cancel();
    }
    timer =
        loop.after(
            millis,
            () -> {
              countAgain(what);
              then.run();
            });
  }

  private void script(StormDhcp.Reply reply) {
    // iPXE puts its settings in.
    URI uri = URI.create(reply.bootFile().replaceAll("\\$\\{[^}]*}", ""));
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    http = new StormHttp(loop, own, new InetSocketAddress(server, port), this::countAgain);
    http.get(target(uri), true, this::follow);
  }

  private static String target(URI url) {
    return url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
  }

  private void follow(String script) {
    Deque<String> paths = new ArrayDeque<>();
    Map<String, String> arguments = new HashMap<>();
    for (String line : script.split("\n")) {
      List<String> words = Arrays.asList(line.split(" "));
      if (words.getFirst().equals("kernel") || words.getFirst().equals("initrd")) {
        words.stream()
            .filter(word -> word.startsWith("http://"))
            .map(URI::create)
            .forEach(url ->
                paths.add(
                    url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery())));
        words.stream()
            .filter(word -> word.indexOf('=') > 0)
            .forEach(word ->
                arguments.put(word.replaceFirst("=.*", ""), word.replaceFirst("[^=]*=", "")));
      }
    }
    if (paths.size() < 2) {
      throw new IllegalStateException(mac + " cannot boot by: " + script);
    }
    fetch(paths, () -> loop.after(START_MILLIS, () -> stage1(arguments)));
  }

  private void stage1(Map<String, String> arguments) {
    Deque<String> paths = new ArrayDeque<>();
    String last = "/phonehome";
    if (wwj) {
      String of = arguments.get("wwj.mac");
      String token = "token=" + arguments.get("wwj.token");
      String generation = arguments.get("wwj.image").replaceFirst(".*@", "");
      paths.add("/image/" + of + "?generation=" + generation + "&waits=1&" + token);
      paths.add("/system/" + of + "?format=tar&" + token);
      paths.add("/runtime/" + of + "?format=tar&" + token);
      paths.add("/report/" + of + "?phase=init&" + token);
      last = "/report/" + of + "?phase=ready&" + token;
    } else {
      paths.add("/root.squashfs");
    }
    Deque<String> report = new ArrayDeque<>(List.of(last));
    fetch(paths, () -> loop.after(START_MILLIS, () -> fetch(report, this::isReady)));
  }

  private void fetch(Deque<String> paths, Runnable then) {
    String path = paths.poll();
    if (path == null) {
      then.run();
    } else {
      http.get(path, false, text -> fetch(paths, then));
    }
  }

  private void isReady() {
    ready = System.nanoTime();
    http.close();
  }
}
