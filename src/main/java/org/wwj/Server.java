package org.wwj;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.wwj.boot.BootTags;
import org.wwj.boot.FactsStore;
import org.wwj.boot.Peers;
import org.wwj.boot.Timeline;
import org.wwj.boot.Tokens;
import org.wwj.config.SiteConfig;
import org.wwj.delivery.Admission;
import org.wwj.delivery.Catalog;
import org.wwj.delivery.Turnstile;
import org.wwj.dhcp.DhcpException;
import org.wwj.dhcp.DhcpServer;
import org.wwj.dhcp.DhcpSettings;
import org.wwj.dhcp.RouterAdvertiser;
import org.wwj.http.HttpServer;
import org.wwj.http.HttpSettings;
import org.wwj.http.NettyTuning;
import org.wwj.image.ChunkIndex;
import org.wwj.image.ImageStore;
import org.wwj.image.Inspector;
import org.wwj.net.BitRate;
import org.wwj.net.LinkSpeed;
import org.wwj.net.MacAddress;
import org.wwj.net.Transport;
import org.wwj.ops.Closer;
import org.wwj.ops.Counters;
import org.wwj.ops.Foreground;
import org.wwj.ops.Log;
import org.wwj.ops.QuietCollection;
import org.wwj.ops.SdNotify;
import org.wwj.overlay.OverlayArchives;
import org.wwj.overlay.OverlayRenderer;
import org.wwj.overlay.OverlayStore;
import org.wwj.overlay.RuntimeTokens;
import org.wwj.registry.Registry;
import org.wwj.tftp.TftpServer;
import org.wwj.tftp.TftpSettings;

/** The server: what is made of what, in the order it starts. Closing it stops all in reverse. */
public final class Server implements AutoCloseable {
  private static final long OVERLAY_CACHE_BYTES = 32L << 20;

  /** How often it is looked whether somebody's turn has come that nobody's end has told. */
  private static final long LOOK_MILLIS = 500;

  private final Closer parts = new Closer();
  private String summary = "starting";

  private Server() {}

  /**
   * Starts everything that the settings ask for.
   *
   * @throws org.wwj.config.ConfigException when a file is broken or an address cannot be bound,
   *     with the fix
   */
  public static Server start(Path conf) {
    Server server = new Server();
    try {
      server.wire(conf);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void wire(Path conf) {
    Instant begin = Instant.now();
    InstantSource clock = InstantSource.system();
    Counters counters = new Counters();
    Transport transport = Transport.choose();
    ExecutorService blocking = parts.add(Executors.newVirtualThreadPerTaskExecutor());

    Registry registry = parts.add(new Registry(conf));
    SiteConfig config = registry.snapshot().config();
    Timeline timeline = new Timeline(registry::snapshot, clock);
    Tokens tokens = Tokens.load(config.paths().keys().resolve("boot.key"));
    new RuntimeTokens(config.paths().keys()).require();

    ImageStore images = new ImageStore(config.paths().chroots(), config.paths().provision());
    ChunkIndex chunks = new ChunkIndex(images);
    blocking.execute(chunks::refresh);
    OverlayRenderer renderer =
        new OverlayRenderer(new OverlayStore(config.paths()), images, hostName());
    OverlayArchives overlays = new OverlayArchives(renderer, OVERLAY_CACHE_BYTES);
    Inet4Address address = config.address().address();
    AtomicLong carries = new AtomicLong(speed(address));
    Admission admission =
        new Admission(
            () -> registry.snapshot().config().delivery().transfers(),
            link(registry, carries),
            System::nanoTime);
    Peers peers = new Peers(registry::snapshot, timeline, clock);
    Catalog catalog =
        Catalog.of(
            new Catalog.Site(
                registry::snapshot,
                registry::problems,
                tokens,
                images,
                chunks,
                overlays,
                FactsStore.of(config),
                new Inspector(config.paths().keys())),
            admission,
            peers,
            timeline,
            clock,
            blocking);
    Turnstile source =
        new Turnstile(
            catalog, admission, mac -> priority(mac, registry), peers::of, System::nanoTime);
    ScheduledExecutorService watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("wwj-turns").factory());
    parts.add(watch::shutdownNow);
    watch.scheduleWithFixedDelay(
        again(source::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    watch.scheduleWithFixedDelay(
        again(new QuietCollection(counters)::look), 1, 1, TimeUnit.MINUTES);
    // A card may agree with its switch on a speed, or on another one, only later.
    watch.scheduleWithFixedDelay(
        again(() -> {
          long now = speed(address);
          carries.updateAndGet(before -> now > 0 ? now : before);
        }),
        1,
        1,
        TimeUnit.MINUTES);

    parts.add(
        HttpServer.start(
            transport,
            List.of(new InetSocketAddress(address, config.http().port())),
            config.paths().runtime().resolve("wwj.sock"),
            source,
            counters,
            HttpSettings.standard()));
    if (config.tftp().enabled()) {
      parts.add(
          TftpServer.start(
              transport,
              new InetSocketAddress(address, 69),
              catalog,
              counters,
              TftpSettings.defaults()));
    }
    if (config.dhcp().enabled()) {
      parts.add(
          DhcpServer.start(
              DhcpSettings.standard(address, transport),
              registry::snapshot,
              timeline::record,
              counters,
              clock));
      if (config.dhcp().routerAdvertisement()) {
        advertise(address, registry, timeline, counters);
      }
    }
    summary =
        "serving " + registry.snapshot().nodes().size() + " nodes on " + address.getHostAddress();
    Log.info(
        "ready",
        "address",
        address.getHostAddress(),
        "nodes",
        registry.snapshot().nodes().size(),
        "transport",
        transport,
        "ms",
        Duration.between(begin, Instant.now()).toMillis());
  }

  /** The same, also the next time when it fails: a timer would end with it. */
  private static Runnable again(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        Log.error("timer", e);
      }
    };
  }

  /** Without it machines boot all the same, only some of them later. */
  private void advertise(
      Inet4Address address, Registry registry, Timeline timeline, Counters counters) {
    try {
      parts.add(RouterAdvertiser.start(address, mac -> boots(mac, registry, timeline), counters));
    } catch (DhcpException e) {
      Log.warn("no-router-advertisement", "reason", String.valueOf(e.getMessage()));
    }
  }

  /** What the link carries in bytes per second, by the settings of the moment; 0 when unknown. */
  private static LongSupplier link(Registry registry, AtomicLong found) {
    return () -> {
      BitRate set = registry.snapshot().config().delivery().link();
      return set == null ? found.get() : set.bytesPerSecond();
    };
  }

  private static long speed(Inet4Address address) {
    return LinkSpeed.of(address).map(BitRate::bytesPerSecond).orElse(0L);
  }

  private static int priority(MacAddress mac, Registry registry) {
    return registry.snapshot().byMac(mac).map(r -> BootTags.priority(r.node())).orElse(0);
  }

  /** What templates see as BuildHost. */
  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * Whom the router advertisement spares its wait: machines on their way, and nodes not seen since
   * the start.
   */
  private static boolean boots(MacAddress mac, Registry registry, Timeline timeline) {
    return timeline.booting(mac)
        || (timeline.readySince(mac).isEmpty() && registry.snapshot().byMac(mac).isPresent());
  }

  /** Runs until the process is told to stop, and tells systemd. */
  static void run(Path conf) throws InterruptedException {
    NettyTuning.install();
    Foreground.run(stop -> serveUntil(stop, conf));
  }

  private static void serveUntil(CountDownLatch stop, Path conf) throws InterruptedException {
    SdNotify systemd = SdNotify.fromEnvironment();
    try (Server server = start(conf)) {
      systemd.ready(server.summary);
      stop.await();
      systemd.stopping();
      Log.info("stopping");
    }
    Log.info("stopped");
  }

  @Override
  public void close() {
    parts.close();
  }
}
