package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** TFTP beside other servers: DATA packets for a second on a processor. */
final class TftpBench {
  private static final List<Integer> CLIENTS = List.of(1, 50, 500);

  /** Java compiles what it has run often enough; a server that runs for days has that behind it. */
  private static final double WARM_UP_SECONDS = 16;

  private static final double SECONDS = 1.5;
  private static final int PATIENCE_SECONDS = 40;

  private final Path folder;
  private final int rounds;
  private final Pattern only;

  /** What is fetched. */
  private record Served(String name, int bytes) {
    String size() {
      return bytes % (1 << 20) == 0 ? bytes / (1 << 20) + " MiB" : bytes / (1 << 10) + " KiB";
    }
  }

  /** As large as a network loader. */
  private static final Served LOADER = new Served("loader.efi", 256 << 10);

  /** As large as a loader with all its drivers; kernels are larger still. */
  private static final Served LARGE = new Served("large.efi", 1 << 20);

  /**
   * How clients ask.
   *
   * @param window 0 for clients that do not know of windows
   */
  private record Way(String name, int blockSize, int window, Served file) {
    /** By so many clients at a time. A storm of old firmware would take most of the time. */
    boolean measured(int clients) {
      return blockSize > 512 || clients < 500;
    }
  }

  /** What all is compared with. */
  private static final Way LOCKSTEP = new Way("lockstep, 1468", 1468, 0, LOADER);

  private static final List<Way> WAYS =
      List.of(
          new Way("lockstep, 512", 512, 0, LOADER),
          LOCKSTEP,
          new Way("window 4, 1468", 1468, 4, LARGE),
          new Way("window 16, 1468", 1468, 16, LARGE));

  /** What is measured in one go. */
  private record Case(Way way, int clients) {
    String name(TftpPeer peer) {
      return way.name + ", " + clients + " clients, " + peer.name();
    }
  }

  private record Running(TftpPeer peer, LoadNet net) {}

  /** One measurement. */
  private record Figure(
      double blocks,
      double repeated,
      double timeouts,
      double done,
      double failed,
      double seconds,
      double cpuSeconds) {
    double blocksPerCpuSecond() {
      return blocks / cpuSeconds;
    }

    double mibPerSecond(Way way) {
      return blocks * way.blockSize() / seconds / (1 << 20);
    }
  }

  /**
   * A benchmark.
   *
   * @param only measures what this is found in, such as {@code lockstep, 1468, 50 clients, wwj}
   */
  TftpBench(Path folder, int rounds, Pattern only) {
    this.folder = folder;
    this.rounds = rounds;
    this.only = only;
  }

  /** Measures all peers that are installed and adds the tables. */
  void run(Report report) {
    List<TftpPeer> peers = peers().stream().filter(peer -> !cases(peer).isEmpty()).toList();
    List<String> missing =
        peers.stream()
            .filter(p -> !p.installed())
            .map(p -> p.name() + " is not installed")
            .toList();
    if (!missing.isEmpty()) {
      report.text("Left out: " + String.join(", ", missing) + ".");
    }
    Map<TftpPeer, Map<Case, List<Figure>>> figures = new LinkedHashMap<>();
    List<Running> servers = new ArrayList<>();
    try {
      for (TftpPeer peer : peers.stream().filter(TftpPeer::installed).toList()) {
        figures.put(peer, new LinkedHashMap<>());
        Running server = start(peer);
        servers.add(server);
        warmUp(server);
      }
      for (int round = 0; round < rounds; round++) {
        round(servers, figures);
        Collections.reverse(servers);
      }
    } finally {
      servers.forEach(server -> server.net().close());
    }
    table(figures, report);
  }

  private List<TftpPeer> peers() {
    Path files = folder.resolve("files");
    try {
      Files.createDirectories(files);
      for (Served file : List.of(LOADER, LARGE)) {
        byte[] bytes = new byte[file.bytes()];
        new Random(file.bytes()).nextBytes(bytes);
        Files.write(files.resolve(file.name()), bytes);
      }
      Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
      for (String other : List.of("atftpd", "tftpd-hpa")) {
        if (!installed(other)) {
          unpack(other, unpacked);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
    return List.of(
        TftpPeer.wwj(folder.resolve("wwj"), files, LOADER.name(), LARGE.name()),
        TftpPeer.dnsmasq(files),
        TftpPeer.atftpd(files),
        TftpPeer.hpa(files));
  }

  private static boolean installed(String pack) {
    return Command.firstLine("dpkg-query", "-W", "-f", "${Status}", pack).endsWith(" installed");
  }

  private static void unpack(String pack, Path folder) throws IOException {
    try (Stream<Path> old = Files.list(folder)) {
      if (old.anyMatch(p -> p.getFileName().toString().startsWith(pack + "_"))) {
        return;
      }
    }
    try {
      Command.in(folder, "apt-get", "download", pack);
      Command.in(folder, "sh", "-c", "dpkg-deb -x " + pack + "_*.deb .");
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
    }
  }

  private Running start(TftpPeer peer) {
    LoadNet net = new LoadNet();
    try {
      Path log = Files.createDirectories(folder.resolve("logs")).resolve(peer.name() + ".log");
      Process process = net.serve(log, peer.command());
      Running running = new Running(peer, net);
      for (int tries = 0; load(net, new Case(LOCKSTEP, 1), 0).done() == 0; tries++) {
        if (tries == 10 || !process.isAlive()) {
          throw new IllegalStateException(
              peer.name() + " does not answer: " + Files.readString(log));
        }
      }
      return running;
    } catch (IOException | RuntimeException e) {
      net.close();
      throw new IllegalStateException(peer.name(), e);
    }
  }

  /** What is measured of a peer. */
  private List<Case> cases(TftpPeer peer) {
    return WAYS.stream()
        .filter(way -> peer.windows() || way.window() == 0)
        .flatMap(way -> CLIENTS.stream().filter(way::measured).map(n -> new Case(way, n)))
        .filter(what -> only.matcher(what.name(peer)).find())
        .toList();
  }

  /** By all that is measured of it, as one client takes other ways through the code than many. */
  private void warmUp(Running server) {
    List<Case> cases = cases(server.peer());
    for (Case what : cases) {
      load(server.net(), what, WARM_UP_SECONDS / cases.size());
    }
  }

  private void round(List<Running> servers, Map<TftpPeer, Map<Case, List<Figure>>> figures) {
    for (Way way : WAYS) {
      for (int clients : CLIENTS) {
        Case what = new Case(way, clients);
        for (Running server : servers) {
          if (cases(server.peer()).contains(what)) {
            Figure figure = measure(server, what);
            System.err.printf(
                "tftp %s: %.0f a CPU second, %.0f MiB/s, %s%n",
                what.name(server.peer()),
                figure.blocksPerCpuSecond(),
                figure.mibPerSecond(way),
                figure);
            figures.get(server.peer()).computeIfAbsent(what, w -> new ArrayList<>()).add(figure);
          }
        }
      }
    }
  }

  private Figure measure(Running server, Case what) {
    double before = server.net().cpuSeconds();
    Figure seen = load(server.net(), what, SECONDS);
    // Processes of single transfers end a little later.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    double spent = server.net().cpuSeconds() - before;
    return new Figure(
        seen.blocks, seen.repeated, seen.timeouts, seen.done, seen.failed, seen.seconds, spent);
  }

  private Figure load(LoadNet net, Case what, double seconds) {
    Way way = what.way();
    Path output = folder.resolve("load.out");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            TftpLoad.class.getName(),
            LoadNet.SERVER,
            way.file().name(),
            String.valueOf(way.file().bytes()),
            String.valueOf(way.blockSize()),
            String.valueOf(way.window()),
            String.valueOf(what.clients()),
            String.valueOf(seconds));
    try {
      Process process = net.load(output, command);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        return new Figure(0, 0, 0, 0, what.clients(), PATIENCE_SECONDS, 0);
      }
      String text = Files.readString(output).strip();
      String[] n = text.split(" ");
      if (n.length != 6) {
        throw new IllegalStateException(text);
      }
      return new Figure(
          Double.parseDouble(n[0]),
          Double.parseDouble(n[1]),
          Double.parseDouble(n[2]),
          Double.parseDouble(n[3]),
          Double.parseDouble(n[4]),
          Double.parseDouble(n[5]),
          0);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(output.toString(), e);
    }
  }

  private void table(Map<TftpPeer, Map<Case, List<Figure>>> figures, Report report) {
    report.text(
        "A file of %s in lockstep and of %s by windows, over and over for %.1f s, after %.0f s of the same to warm up. Medians of %d rounds, in thousands of DATA packets for a second on a processor; repeated, time-outs and given up: sums over the rounds."
            .formatted(LOADER.size(), LARGE.size(), SECONDS, WARM_UP_SECONDS, rounds));
    report.head(
        "clients' way",
        "clients",
        "server",
        "k packets a CPU second",
        "range",
        "MiB/s",
        "files",
        "repeated",
        "time-outs",
        "given up",
        "÷ dnsmasq's lockstep");
    for (Way way : WAYS) {
      for (int clients : CLIENTS) {
        figures.forEach((peer, cases) -> {
          List<Figure> all = cases.get(new Case(way, clients));
          if (all != null) {
            row(report, new Case(way, clients), peer, all, lockstep(figures, clients));
          }
        });
      }
    }
  }

  /** dnsmasq's packets a CPU second in lockstep with large blocks, by so many clients. */
  private static double lockstep(Map<TftpPeer, Map<Case, List<Figure>>> figures, int clients) {
    return figures.entrySet().stream()
        .filter(e -> e.getKey().name().equals("dnsmasq"))
        .map(e ->
            median(
                e.getValue().getOrDefault(new Case(LOCKSTEP, clients), List.of()),
                Figure::blocksPerCpuSecond))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static void row(
      Report report, Case what, TftpPeer peer, List<Figure> all, double dnsmasq) {
    Samples packets = samples(all, f -> f.blocksPerCpuSecond() / 1000);
    report.row(
        what.way().name(),
        String.valueOf(what.clients()),
        peer.name(),
        packets.text(),
        packets.range(),
        "%.0f".formatted(median(all, f -> f.mibPerSecond(what.way()))),
        "%.0f".formatted(median(all, Figure::done)),
        sum(all, Figure::repeated),
        sum(all, Figure::timeouts),
        sum(all, Figure::failed),
        "**%.2f**".formatted(1000 * packets.median() / dnsmasq));
  }

  private static Samples samples(List<Figure> figures, ToDoubleFunction<Figure> value) {
    return new Samples(figures.stream().map(value::applyAsDouble).toList());
  }

  private static double median(List<Figure> figures, ToDoubleFunction<Figure> value) {
    return samples(figures, value).median();
  }

  private static String sum(List<Figure> figures, ToDoubleFunction<Figure> value) {
    return "%.0f".formatted(figures.stream().mapToDouble(value).sum());
  }
}
