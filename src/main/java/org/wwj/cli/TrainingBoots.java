package org.wwj.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Transfer;
import org.wwj.dhcp.Rehearsal;
import org.wwj.net.MacAddress;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.registry.Registry;
import org.wwj.tftp.TftpServer;
import org.wwj.tftp.TftpSettings;

/**
 * Machines that boot from a {@link TrainingSite}'s running server, from DISCOVER to ready, so that
 * a cache made of that run knows the code that serves them and how it is used: a server that starts
 * because the power is back serves a thousand machines in its first seconds.
 */
final class TrainingBoots {
  private static final Pattern URL = Pattern.compile("(?m)^(?:kernel|initrd) .*?(http://\\S+)");
  private static final Pattern ARGUMENT = Pattern.compile("wwj\\.(image|token)=(\\S+)");
  private static final int LOADERS = 20;
  private static final int LOADER_BYTES = 256 << 10;
  private static final int BLOCK = 1468;
  private static final int AT_ONCE = 16;
  private static final int SILENCE_MILLIS = 5000;

  /** More than any script has. */
  private static final int NO_TEXT = 64 << 10;

  private final TrainingSite site;

  TrainingBoots(TrainingSite site) {
    this.site = site;
  }

  void run() throws IOException {
    try (Registry registry = new Registry(site.conf())) {
      Inet4Address server = registry.snapshot().config().address().address();
      Rehearsal dhcp = new Rehearsal(registry.snapshot(), server);
      Map<MacAddress, Inet4Address> machines = new LinkedHashMap<>();
      for (int node = 1; node <= TrainingSite.NODES; node++) {
        InetAddress address = InetAddress.getByName(TrainingSite.address(node));
        dhcp.boot(TrainingSite.mac(node), (Inet4Address) address);
        machines.put(TrainingSite.mac(node), (Inet4Address) address);
      }
      dhcp.renew(machines);
    }
    loaders();
    storm();
  }

  /** More at a time than are sent their image, so that some wait. */
  private void storm() throws IOException {
    try (ExecutorService machines =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<Void>> boots =
          machines.invokeAll(
              IntStream.rangeClosed(1, TrainingSite.NODES).mapToObj(this::boots).toList());
      for (Future<Void> boot : boots) {
        boot.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private Callable<Void> boots(int node) {
    return () -> {
      boot(node);
      return null;
    };
  }

  private static void loaders() throws IOException {
    Answer file =
        new Answer.Bytes(
            new byte[LOADER_BYTES],
            "application/octet-stream",
            "trained",
            true,
            Transfer.Listener.NONE);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (TftpServer server =
            TftpServer.start(
                Transport.choose(),
                new InetSocketAddress(loopback, 0),
                request -> CompletableFuture.completedFuture(file),
                new Counters(),
                TftpSettings.defaults());
        DatagramSocket client = new DatagramSocket(0, loopback)) {
      client.setSoTimeout(SILENCE_MILLIS);
      for (int loader = 0; loader < LOADERS; loader++) {
        load(client, new InetSocketAddress(loopback, server.port()));
      }
    }
  }

  /** Reads a file in lockstep, as firmware does (RFC 1350, 2348). */
  private static void load(DatagramSocket client, InetSocketAddress server) throws IOException {
    byte[] request =
        ("\0\1snponly.efi\0octet\0tsize\0" + "0\0blksize\0" + BLOCK + "\0")
            .getBytes(StandardCharsets.ISO_8859_1);
    client.send(new DatagramPacket(request, request.length, server));
    DatagramPacket packet = new DatagramPacket(new byte[BLOCK + 4], BLOCK + 4);
    int length = BLOCK + 4;
    while (length == BLOCK + 4) {
      packet.setLength(BLOCK + 4);
      client.receive(packet);
      boolean options = packet.getData()[1] == 6;
      length = options ? length : packet.getLength();
      ByteBuffer ack = ByteBuffer.allocate(4).putShort((short) 4);
      ack.putShort(options ? 0 : ByteBuffer.wrap(packet.getData()).getShort(2));
      client.send(new DatagramPacket(ack.array(), 4, packet.getSocketAddress()));
    }
  }

  private void boot(int node) throws IOException {
    MacAddress mac = TrainingSite.mac(node);
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.bind(new InetSocketAddress(TrainingSite.address(node), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), site.port()));
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      String script = get(socket, in, "/ipxe/" + mac.dashed() + "?busid=01-00");
      Matcher url = URL.matcher(script);
      while (url.find()) {
        URI uri = URI.create(url.group(1));
        get(
            socket,
            in,
            uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
      }
      String token = "";
      String image = "";
      Matcher argument = ARGUMENT.matcher(script);
      while (argument.find()) {
        if (argument.group(1).equals("token")) {
          token = argument.group(2);
        } else {
          image = argument.group(2).replaceFirst(".*@", "");
        }
      }
      String of = "/" + mac.dashed() + "?token=" + token;
      get(socket, in, "/manifest" + of + "&generation=" + image);
      get(socket, in, "/image" + of + "&waits=1&generation=" + image);
      get(socket, in, "/system" + of + "&format=tar");
      get(socket, in, "/runtime" + of + "&format=tar");
      get(socket, in, "/report" + of + "&phase=init");
      get(socket, in, "/report" + of + "&phase=ready");
    }
  }

  private static String get(Socket socket, InputStream in, String target) throws IOException {
    String request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException(target + " is answered by: " + head);
      }
      head.append((char) next);
    }
    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    byte[] body = in.readNBytes(bytes);
    if (head.indexOf("HTTP/1.1 503") == 0) {
      return get(socket, in, target); // it is told that it waits; next time it is held
    }
    if (head.indexOf("HTTP/1.1 2") != 0) {
      throw new IOException(
          target + " is answered by: " + head + new String(body, StandardCharsets.UTF_8));
    }
    return bytes > NO_TEXT ? "" : new String(body, StandardCharsets.UTF_8);
  }
}
