package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.wwj.image.Builder;
import org.wwj.image.Generation;
import org.wwj.image.ImageFixture;
import org.wwj.image.ImageStore;
import org.wwj.net.MacAddress;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/**
 * A thousand machines switched on at once, from DISCOVER to ready, beside dnsmasq and nginx: when
 * the server has just started, as after a power cut, and again, as on any other day.
 */
final class StormBench {
  private static final int NODES = 1000;
  private static final String IMAGE = "storm";
  private static final int KERNEL = 4 << 20;
  private static final int MORE = 16 << 20;
  private static final String LINK = "4gbit";
  private static final List<String> TIMES = List.of("just started", "a second storm");

  private final Path folder;
  private final int rounds;
  private final List<String> servers;

  /** A storm for each server, or for that one alone. */
  StormBench(Path folder, int rounds, String only) {
    this.folder = folder;
    this.rounds = rounds;
    this.servers = only.isEmpty() ? List.of("wwj", "reference") : List.of(only);
  }

  /** What {@link StormNodes} prints, and the servers' CPU. */
  private record Storm(
      double ready,
      double half,
      double most,
      double all,
      double retried,
      double tries,
      double waited,
      double cpu,
      double resident,
      Map<String, Integer> again) {}

  void run(Report report) throws IOException {
    Generation image = image();
    Map<String, List<Storm>> storms = new LinkedHashMap<>();
    for (String when : TIMES) {
      servers.forEach(server -> storms.put(name(server) + ", " + when, new ArrayList<>()));
    }
    for (int round = 0; round < rounds; round++) {
      for (String server : round % 2 == 0 ? servers : servers.reversed()) {
        storms(server, image)
            .forEach((when, storm) -> {
              System.err.printf("storm %s, %s: %s%n", name(server), when, storm);
              storms.get(name(server) + ", " + when).add(storm);
            });
      }
    }
    report.text(
        "%d machines switched on within 2 s, link of %s, kernel of %d MiB, image of %d MiB. Medians of %d rounds, seconds after each machine's power-on."
            .formatted(NODES, LINK, KERNEL >> 20, Files.size(image.squashfs()) >> 20, rounds));
    report.head(
        "server",
        "ready",
        "p50",
        "p99",
        "p100",
        "p100, range",
        "machines with a second try",
        "tries again",
        "told to wait, mean s",
        "CPU, s",
        "RSS at most, MiB",
        "what was tried again, all rounds");
    storms.forEach((server, list) ->
        report.row(
            server,
            samples(list, Storm::ready).text().replace(".0", ""),
            samples(list, Storm::half).text(),
            samples(list, Storm::most).text(),
            samples(list, Storm::all).text(),
            samples(list, Storm::all).range(),
            samples(list, Storm::retried).text().replace(".0", ""),
            samples(list, Storm::tries).text().replace(".0", ""),
            samples(list, Storm::waited).text(),
            samples(list, Storm::cpu).text(),
            samples(list, Storm::resident).text(),
            again(list)));
  }

  private static Samples samples(List<Storm> storms, ToDoubleFunction<Storm> figure) {
    return new Samples(storms.stream().map(figure::applyAsDouble).toList());
  }

  private Generation image() throws IOException {
    ImageStore store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    Path rootfs = store.rootfs(IMAGE);
    if (!Files.exists(rootfs)) {
      ImageFixture.bootable(rootfs, noise(KERNEL), noise(MORE));
    }
    return new Builder(store, folder.resolve("state/keys"), Clock.systemUTC())
        .build(IMAGE, Builder.Options.DEFAULT, step -> {})
        .generation();
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    return noise;
  }

  private static String name(String server) {
    return server.equals("wwj") ? "wwj" : "dnsmasq + nginx";
  }

  private Map<String, Storm> storms(String server, Generation image) throws IOException {
    try (TestNet net = TestNet.measured()) {
      net.in(net.server(), "ip", "addr", "del", TestNet.SERVER + "/24", "dev", TestNet.BRIDGE);
      net.in(net.server(), "ip", "addr", "add", TestNet.SERVER + "/16", "dev", TestNet.BRIDGE);
      String nodes = net.client("nodes", MacAddress.parse("52:54:00:ff:ff:ff"));
      net.in(
          net.server(),
          shaped("root", "handle", "1:", "tbf", "rate", LINK, "burst", "4mb", "latency", "30ms"));
      net.in(net.server(), shaped("parent", "1:1", "pfifo_fast"));
      Path addresses = folder.resolve("addresses");
      Files.write(
          addresses,
          IntStream.range(0, NODES)
              .mapToObj(i -> "addr add " + StormNodes.address(i) + "/16 dev eth0")
              .toList());
      net.in(nodes, "ip", "-batch", addresses.toString());
      net.in(nodes, "ip", "route", "add", "default", "dev", "eth0");
      ProcessTree processes =
          new ProcessTree(server.equals("wwj") ? wwj(net) : reference(net, image));
      Map<String, Storm> storms = new LinkedHashMap<>();
      double before = 0;
      for (String when : TIMES) {
        List<String> lines = machines(net, nodes, server);
        double cpu = processes.cpuSeconds();
        storms.put(when, storm(lines, cpu - before, processes.mostResidentMib()));
        before = cpu;
      }
      return storms;
    }
  }

  /** The link, and before it the queues that Linux puts before a card, for few and for many. */
  private static String[] shaped(String... words) {
    return Stream.concat(Stream.of("tc", "qdisc", "add", "dev", "p-nodes"), Stream.of(words))
        .toArray(String[]::new);
  }

  private static List<String> machines(TestNet net, String namespace, String server) {
    TestNet.Output output =
        net.run(
            namespace,
            Duration.ofMinutes(15),
            "taskset",
            "-c",
            "1",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StormNodes.class.getName(),
            String.valueOf(NODES),
            server,
            TestNet.SERVER);
    if (output.exit() != 0) {
      throw new IllegalStateException(server + ": " + output.text());
    }
    return output.text().strip().lines().toList();
  }

  private static Storm storm(List<String> lines, double cpu, double resident) {
    double[] figures =
        Arrays.stream(lines.getFirst().split(" ")).mapToDouble(Double::parseDouble).toArray();
    return new Storm(
        figures[0],
        figures[1] / 1000,
        figures[2] / 1000,
        figures[3] / 1000,
        figures[4],
        figures[5],
        figures[6],
        cpu,
        resident,
        lines.stream()
            .skip(1)
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(words -> words[1], words -> Integer.valueOf(words[0]))));
  }

  /** What was tried again in all storms, and how often. */
  private static String again(List<Storm> storms) {
    return storms.stream()
        .flatMap(storm -> storm.again().entrySet().stream())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, TreeMap::new, Collectors.summingInt(Map.Entry::getValue)))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private Process wwj(TestNet net) throws IOException {
    for (String name : List.of("etc", "state", "cache", "overlays", "run")) {
      Files.createDirectories(folder.resolve(name));
    }
    Files.writeString(
        folder.resolve("etc/wwj.conf"),
        """
        ipaddr: %1$s/16
        dhcp:
          enabled: true
        tftp:
          enabled: true
        paths:
          datadir: %2$s
          sysconfdir: %3$s/etc
          localstatedir: %3$s/state
          cachedir: %3$s/cache
          wwchrootdir: %3$s/chroots
          wwprovisiondir: %3$s/provision
          wwoverlaydir: %3$s/overlays
          rundir: %3$s/run
        """
            .formatted(TestNet.SERVER, Path.of("").toAbsolutePath(), folder));
    String head =
        """
        nodeprofiles:
          default:
            image name: %s
            root: squashfs
            system overlay: [hostname, hosts, systemd.networkd]
        nodes:
        """
            .formatted(IMAGE);
    String nodes =
        IntStream.range(0, NODES)
            .mapToObj(i ->
                """
                  n%d:
                    profiles: [default]
                    network devices:
                      default:
                        hwaddr: "%s"
                        ipaddr: %s
                        netmask: 255.255.0.0
                """
                    .formatted(i, StormNodes.mac(i), StormNodes.address(i)))
            .collect(Collectors.joining());
    Files.writeString(folder.resolve("etc/nodes.conf"), head + nodes);
    return ServerProcess.command(
            net,
            folder.resolve("wwj.log"),
            List.of(
                "taskset",
                "-c",
                "0",
                "./wwj",
                "server",
                "--conf",
                folder.resolve("etc/wwj.conf").toString()))
        .process();
  }

  private Process reference(TestNet net, Generation image) throws IOException {
    Path place = folder.resolve("reference");
    Command.run("rm", "-rf", place.toString());
    Path www = Files.createDirectories(place.resolve("www"));
    Map<String, String> names =
        Map.of(
            "BRIDGE",
            TestNet.BRIDGE,
            "SERVER",
            TestNet.SERVER,
            "FOLDER",
            place.toString(),
            "LOADERS",
            ReferencePeer.loaders().toString(),
            "CMDLINE",
            "quiet");
    ReferenceFiles.write("storm-dnsmasq.conf", place.resolve("dnsmasq.conf"), names);
    ReferenceFiles.write("storm-nginx.conf", place.resolve("nginx.conf"), names);
    ReferenceFiles.write("boot.ipxe", www.resolve("boot.ipxe"), names);
    Files.write(
        place.resolve("hosts"),
        IntStream.range(0, NODES)
            .mapToObj(i -> StormNodes.mac(i) + "," + StormNodes.address(i) + ",n" + i)
            .toList());
    Files.createSymbolicLink(www.resolve("vmlinuz"), image.kernel().toRealPath());
    Files.createSymbolicLink(www.resolve("stage1.img"), image.stage1().toRealPath());
    Files.createSymbolicLink(www.resolve("root.squashfs"), image.squashfs().toRealPath());
    String dnsmasq = "dnsmasq -k -C '" + place + "/dnsmasq.conf'";
    String nginx = "nginx -c '" + place + "/nginx.conf' -g 'daemon off;'";
    Process process =
        net.start(
            net.server(),
            place.resolve("output.log"),
            "taskset",
            "-c",
            "0",
            "sh",
            "-c",
            dnsmasq + " & " + nginx + "; wait");
    org.awaitility.Awaitility.await("dnsmasq and nginx")
        .until(() ->
            Files.exists(place.resolve("nginx.pid")) && Files.exists(place.resolve("dnsmasq.pid")));
    return process;
  }
}
