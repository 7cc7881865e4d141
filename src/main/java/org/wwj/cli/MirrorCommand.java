package org.wwj.cli;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.delivery.mirror.Mirror;
import org.wwj.http.HttpServer;
import org.wwj.http.HttpSettings;
import org.wwj.http.NettyTuning;
import org.wwj.net.Prefix;
import org.wwj.net.Transport;
import org.wwj.ops.Closer;
import org.wwj.ops.Counters;
import org.wwj.ops.Foreground;
import org.wwj.ops.Log;
import org.wwj.ops.SdNotify;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code wwj mirror}: a cache of another server's chunks, until it is told to stop. */
@Command(
    name = "mirror",
    description = "Serves the image chunks of another server from a cache, in the foreground.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Nodes ask it when that server's wwj.conf names it in delivery: mirrors:. Each",
      "chunk is fetched once, however many nodes wait for it, and checked before a node",
      "gets it. It needs no settings' file and no root. Ends orderly on SIGTERM.",
      "",
      "Examples:  wwj mirror --from http://10.0.0.1:9873",
      "           wwj mirror --from http://10.0.0.1:9873 --listen 10.1.0.2:8080 \\",
      "             --cache /srv/chunks --size 20G"
    })
public final class MirrorCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "URL",
      converter = Origin.class,
      description = "The server, such as http://10.0.0.1:9873.")
  private URI from = URI.create("http://0.0.0.0");

  @Option(
      names = "--listen",
      paramLabel = "ADDR:PORT",
      converter = Listen.class,
      description = "Where nodes reach it (0.0.0.0:8080).")
  private InetSocketAddress listen = new InetSocketAddress("0.0.0.0", 8080);

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = "Where chunks are kept (/var/cache/wwj-mirror).")
  private Path cache = Path.of("/var/cache/wwj-mirror");

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "What they may take, such as 500M or 20G (20G).")
  private long size = 20L << 30;

  @Option(
      names = {"-d", "--debug"},
      description = "Log requests too.")
  private boolean debug;

  @Override
  public Integer call() throws InterruptedException {
    boolean journal = System.getenv("JOURNAL_STREAM") != null;
    Log.install(System.err, journal, debug ? Level.FINE : Level.INFO);
    NettyTuning.install();
    Foreground.run(this::serveUntil);
    return 0;
  }

  private void serveUntil(CountDownLatch stop) throws InterruptedException {
    SdNotify systemd = SdNotify.fromEnvironment();
    try (Closer parts = new Closer()) {
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      parts.add(threads::shutdownNow);
      Mirror mirror = parts.add(Mirror.open(from, cache.toAbsolutePath(), size, threads));
      Transport transport = Transport.choose();
      HttpServer server =
          parts.add(
              HttpServer.start(
                  transport,
                  List.of(listen),
                  null,
                  mirror,
                  new Counters(),
                  HttpSettings.standard()));
      String where = listen.getHostString() + ":" + server.ports().getFirst();
      Log.info("ready", "mirror", from, "listen", where, "transport", transport);
      systemd.ready("mirror of " + from + " on " + where);
      stop.await();
      systemd.stopping();
    }
    Log.info("stopped");
  }

  /** {@code http://HOST:PORT}, perhaps with a folder. */
  static final class Origin implements ITypeConverter<URI> {
    private static final Pattern FORM =
        Pattern.compile("https?://[A-Za-z0-9.-]+(:\\d{1,5})?(/[A-Za-z0-9._~-]+)*/?");

    @Override
    public URI convert(String value) {
      if (!FORM.matcher(value).matches()) {
        throw new TypeConversionException("'" + value + "' is not like http://10.0.0.1:9873");
      }
      return URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
    }
  }

  /** {@code ADDRESS:PORT}. */
  static final class Listen implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String value) {
      int colon = value.lastIndexOf(':');
      try {
        return new InetSocketAddress(
            Prefix.parseAddress(value.substring(0, Math.max(0, colon))),
            Integer.parseInt(value.substring(colon + 1)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + value + "' is not like 10.1.0.2:8080");
      }
    }
  }

  /** Bytes, with K, M, G or T for powers of 1024. */
  static final class Size implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([KMGT])(?:i?B)?");

    @Override
    public Long convert(String value) {
      Matcher form = FORM.matcher(value);
      if (!form.matches()) {
        throw new TypeConversionException("'" + value + "' is not like 500M or 20G");
      }
      long bytes = Long.parseLong(form.group(1)) << (10 * ("KMGT".indexOf(form.group(2)) + 1));
      if (bytes < (64 << 20)) {
        throw new TypeConversionException("'" + value + "' is below 64M, which no image fits in");
      }
      return bytes;
    }
  }
}
