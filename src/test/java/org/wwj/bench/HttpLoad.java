package org.wwj.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The clients of {@link HttpBench}, all of them in one thread of a process of its own. Each line of
 * its input is a job, each line of its output what became of it; see {@link HttpClients}.
 *
 * <p>A job connects all clients, waits a moment, and lets them ask at once. A client that is told
 * 503 asks again when it was told to.
 */
public final class HttpLoad {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d+)");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)\r\n");
  private static final Pattern RETRY = Pattern.compile("(?i)\r\nRetry-After: (\\d+)\r\n");

  private final Kernel kernel;
  private final HttpClients.Job job;
  private final Client[] clients;
  private final PriorityQueue<Client> later =
      new PriorityQueue<>(Comparator.comparingLong((Client c) -> c.due));
  private int unfinished;
  private long refusals;

  private HttpLoad(Kernel kernel, HttpClients.Job job) {
    this.kernel = kernel;
    this.job = job;
    this.clients = new Client[job.clients()];
    this.unfinished = job.clients();
  }

  private static final class Client {
    int fd;
    byte[] request = new byte[0];
    int requests;
    boolean inBody;
    boolean refused;
    long left;
    long due;
    long asked;
    long first;
    long last;
  }

  /** Argument: the server's address. */
  public static void main(String[] args) throws IOException {
    Kernel kernel = new Kernel();
    BufferedReader jobs =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
      HttpClients.Job job = HttpClients.Job.parse(line);
      System.out.println(new HttpLoad(kernel, job).run(args[0]));
    }
  }

  private String run(String server) throws IOException {
    int poll = kernel.poll();
    for (int i = 0; i < clients.length; i++) {
      Client client = new Client();
      client.fd = kernel.connect(new InetSocketAddress(server, job.port()));
      client.requests = job.requests();
      client.request = request(i);
      clients[i] = client;
      kernel.watch(poll, client.fd, i);
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200)); // they have been accepted then
    long start = System.nanoTime();
    for (Client client : clients) {
      ask(client);
    }
    int[] ready = new int[1024];
    while (unfinished > 0) {
      int n = kernel.await(poll, ready, untilDue());
      take(ready, n);
      while (!later.isEmpty() && later.element().due <= System.nanoTime()) {
        ask(later.remove());
      }
    }
    kernel.close(poll);
    return figures(start);
  }

  private byte[] request(int client) {
    return ("GET %s HTTP/1.1\r\nHost: bench\r\nRange: bytes=0-%d\r\n\r\n")
        .formatted(job.path().replace("MAC", mac(client)), job.bytes() - 1)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The hardware address of a client; nodes are defined with them. */
  static String mac(int client) {
    return "52:54:00:00:%02x:%02x".formatted(client >> 8, client & 255);
  }

  private void ask(Client client) throws IOException {
    client.inBody = false;
    client.asked = System.nanoTime();
    kernel.send(client.fd, client.request);
  }

  private int untilDue() {
    if (later.isEmpty()) {
      return 60_000;
    }
    long nanos = later.element().due - System.nanoTime();
    return (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
  }

  /** First bytes are looked at first: that a client waits for the others' is our doing alone. */
  private void take(int[] ready, int n) throws IOException {
    int bodies = 0;
    for (int i = 0; i < n; i++) {
      Client client = clients[ready[i]];
      if (client.inBody) {
        ready[bodies++] = ready[i];
      } else {
        head(client, kernel.read(client.fd));
        endOf(client);
      }
    }
    for (int i = 0; i < bodies; i++) {
      Client client = clients[ready[i]];
      client.left -= kernel.drop(client.fd, client.left);
      endOf(client);
    }
  }

  private void head(Client client, String text) throws IOException {
    int end = text.indexOf("\r\n\r\n");
    Matcher status = STATUS.matcher(text);
    Matcher length = LENGTH.matcher(text);
    if (end < 0 || !status.lookingAt() || !length.find()) {
      throw new IOException("not the head of an answer: " + text);
    }
    client.inBody = true;
    client.left = Long.parseLong(length.group(1)) - (text.length() - end - 4);
    client.refused = status.group(1).equals("503");
    if (client.refused) {
      Matcher retry = RETRY.matcher(text);
      long seconds = retry.find() ? Long.parseLong(retry.group(1)) : 1;
      client.due = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      refusals++;
    } else if (!status.group(1).equals("206") || Long.parseLong(length.group(1)) != job.bytes()) {
      throw new IOException("not the answer that was asked for: " + text.substring(0, end));
    } else if (client.first == 0) {
      client.first = System.nanoTime() - client.asked;
    }
  }

  private void endOf(Client client) throws IOException {
    if (client.left > 0) {
      return;
    }
    if (client.refused) {
      later.add(client);
    } else if (--client.requests > 0) {
      ask(client);
    } else {
      client.last = System.nanoTime();
      kernel.close(client.fd); // or a server that closes idle connections would wake us
      unfinished--;
    }
  }

  private String figures(long start) {
    double[] first = Arrays.stream(clients).mapToDouble(c -> c.first / 1e6).sorted().toArray();
    double[] last =
        Arrays.stream(clients).mapToDouble(c -> (c.last - start) / 1e6).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.3f %.3f %.3f %.3f %.3f %d",
        last[0],
        Arrays.stream(last).average().orElse(0),
        last[last.length - 1],
        first[first.length / 2],
        first[Math.min(first.length - 1, first.length * 99 / 100)],
        refusals);
  }
}
