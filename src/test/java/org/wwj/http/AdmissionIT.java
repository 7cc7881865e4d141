package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.delivery.Admission;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Transfer;
import org.wwj.delivery.Turnstile;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;

/** Hundreds of clients over real sockets, of which only a few are served at a time. */
@Timeout(180)
class AdmissionIT {
  private static final int PLACES = 4;

  @TempDir Path folder;
  private final byte[] image = new byte[8 << 20];
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final AtomicInteger moving = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger completed = new AtomicInteger();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private ScheduledExecutorService looks;
  private Admission admission;
  private HttpServer server;
  private volatile int port;

  @BeforeEach
  void serve() throws IOException {
    new Random(1).nextBytes(image);
    Files.write(folder.resolve("image"), image);
    start();
  }

  @AfterEach
  void stop() {
    server.close();
    looks.shutdownNow();
    clients.shutdownNow();
  }

  private void start() {
    admission = new Admission(() -> PLACES, () -> 0, System::nanoTime);
    Turnstile turnstile =
        new Turnstile(
            request ->
                CompletableFuture.completedFuture(
                    new Answer.FileSlice(
                        folder.resolve("image"),
                        0,
                        image.length,
                        "application/octet-stream",
                        "v1",
                        false,
                        new Seen(request.path()))),
            admission,
            mac -> 0,
            mac -> List.of(),
            System::nanoTime);
    looks = Executors.newSingleThreadScheduledExecutor();
    looks.scheduleWithFixedDelay(turnstile::look, 200, 200, TimeUnit.MILLISECONDS);
    server =
        HttpServer.start(
            Transport.choose(),
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
            null,
            turnstile,
            new Counters(),
            new HttpSettings(
                1,
                2000,
                HttpSettings.standard().requestTimeout(),
                HttpSettings.standard().stallTimeout()));
    port = server.ports().getFirst();
  }

  /** What the server tells of one answer. */
  private final class Seen implements Transfer.Listener {
    private final String path;
    private boolean first = true;

    Seen(String path) {
      this.path = path;
    }

    @Override
    public void sent(long bytes) {
      if (first) {
        first = false;
        begun.add(path);
        most.accumulateAndGet(moving.incrementAndGet(), Math::max);
      }
    }

    @Override
    public void ended(Transfer.End end) {
      if (!first) {
        moving.decrementAndGet();
      }
      if (end == Transfer.End.COMPLETE) {
        completed.incrementAndGet();
      }
    }
  }

  private static String path(int node, String query) {
    return "/image/52-54-00-00-%02x-%02x%s".formatted(node >> 8, node & 0xff, query);
  }

  private BootingClient client(int node, String query, Runnable beforeBody) {
    return new BootingClient(path(node, query), () -> port, image, beforeBody);
  }

  /** As many nodes as are served at a time, of which none reads what it is sent. */
  private List<Socket> takeAllPlaces() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int node = 0; node < PLACES; node++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(16 << 10);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      send(socket, "GET " + path(node, ""));
      sockets.add(socket);
    }
    Awaitility.await().until(() -> known() == PLACES);
    return sockets;
  }

  private static void send(Socket socket, String request) throws IOException {
    socket
        .getOutputStream()
        .write((request + " HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private int known() {
    return admission.turns().size();
  }

  @Test
  void twoHundredAreServedInOrderOfArrivalAFewAtATime() throws Exception {
    CountDownLatch everybodyIsThere = new CountDownLatch(1);
    List<Future<BootingClient.Report>> reports = new ArrayList<>();
    for (int node = 0; node < 200; node++) {
      reports.add(clients.submit(client(node, "?waits=1", () -> await(everybodyIsThere))));
      int there = node + 1;
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> known() == there);
    }
    assertThat(admission.traffic().waiting()).isEqualTo(200 - PLACES);
    everybodyIsThere.countDown();
    int waits = 0;
    for (Future<BootingClient.Report> report : reports) {
      assertThat(report.get().received()).isEqualTo(image.length);
      waits += report.get().waits();
    }
    assertThat(waits).as("told to come back").isGreaterThanOrEqualTo(200 - PLACES);
    assertThat(reports.get(150).get().words()).contains(" machines before this one");
    assertThat(most).hasValueLessThanOrEqualTo(PLACES);
    List<String> arrived = new ArrayList<>();
    for (int node = 0; node < 200; node++) {
      arrived.add(path(node, ""));
    }
    // The few who are let in together begin in any order.
    Map<String, Integer> place = new ConcurrentHashMap<>();
    for (int i = 0; i < begun.size(); i++) {
      place.put(begun.get(i), i);
    }
    for (int i = 0; i < 200; i++) {
      assertThat(place.get(arrived.get(i)))
          .as("when the one began that came as number " + i)
          .isBetween(i - PLACES, i + PLACES);
    }
  }

  @Test
  void aRestartOfTheServerCostsNobodyABytes() throws Exception {
    List<Future<BootingClient.Report>> reports = new ArrayList<>();
    for (int node = 0; node < 200; node++) {
      reports.add(clients.submit(client(node, "?waits=1", () -> {})));
    }
    Awaitility.await().until(() -> completed.get() >= 50 && moving.get() > 0);
    looks.shutdownNow();
    server.close();
    start();
    int resumed = 0;
    for (Future<BootingClient.Report> report : reports) {
      assertThat(report.get().received()).as("no byte twice").isEqualTo(image.length);
      resumed += report.get().resumed();
    }
    assertThat(resumed).isBetween(1, 2 * PLACES);
    assertThat(known()).isZero();
  }

  @Test
  void oneThatDiesFreesItsSlot() throws Exception {
    List<Socket> dying = takeAllPlaces();
    Future<BootingClient.Report> next = clients.submit(client(77, "", () -> {}));
    Awaitility.await().until(() -> admission.traffic().waiting() == 1);
    dying.getFirst().close();
    assertThat(next.get(10, TimeUnit.SECONDS))
        .as("one that knows nothing of waiting is held until it is its turn")
        .isEqualTo(new BootingClient.Report(image.length, 0, 0, ""));
    for (Socket socket : dying) {
      socket.close();
    }
    Awaitility.await().until(() -> known() == 0);
  }

  @Test
  void aHeadAndSmallThingsPassBy() throws Exception {
    List<Socket> sockets = takeAllPlaces();
    for (String request : List.of("HEAD " + path(9, ""), "GET /kernel/52-54-00-00-00-09")) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout(5_000);
        send(socket, request);
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
            .isEqualTo("HTTP/1.1 200");
      }
    }
    assertThat(admission.traffic().waiting()).isZero();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
