package org.wwj.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wwj.archive.Entry;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import org.wwj.image.ImageStore;
import org.wwj.overlay.Kind;
import org.wwj.overlay.OverlayArchives;
import org.wwj.overlay.OverlayRenderer;
import org.wwj.overlay.OverlayStore;
import org.wwj.overlay.Packer;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;
import org.wwj.registry.Snapshot;

/**
 * Runs in a JVM of its own: renders and packs the overlays of all nodes of a site, changes
 * something, asks again, and prints a figure a line, {@code name value}.
 */
public final class OverlayRun {
  private static final int CHANGES = 7;
  private static final long ROOM_BYTES = 32L << 20; // as the server

  private final SiteConfig config;
  private final OverlayRenderer renderer;
  private final OverlayArchives archives;
  private final Map<String, Double> figures = new LinkedHashMap<>();

  private OverlayRun(Path conf) {
    config = SiteConfigReader.read(conf);
    renderer =
        new OverlayRenderer(
            new OverlayStore(config.paths()),
            new ImageStore(config.paths().chroots(), config.paths().provision()),
            "sms");
    archives = new OverlayArchives(renderer, ROOM_BYTES);
  }

  /** Arguments: wwj.conf, number of nodes, a folder for trees of nodes, and of how many. */
  public static void main(String[] args) throws IOException {
    OverlayRun run = new OverlayRun(Path.of(args[0]));
    int nodes = Integer.parseInt(args[1]);
    run.measure(nodes);
    run.figures.forEach((name, value) -> System.out.printf("%s %.3f%n", name, value));
    run.trees(run.site(nodes, "", ""), Path.of(args[2]), Integer.parseInt(args[3]));
  }

  /** The default profile that ships, and nodes; c5 says something of its own. */
  private Snapshot site(int count, String address, String comment) throws IOException {
    StringBuilder text =
        new StringBuilder(
            Files.readString(Path.of("config/nodes.conf")).replaceAll("(?s)\nnodes: .*", ""));
    text.append("\nnodes:\n");
    for (int i = 1; i <= count; i++) {
      int host = i + 10;
      String ip = "10.%d.%d.%d".formatted(host >> 16, host >> 8 & 0xff, host & 0xff);
      text.append("  c").append(i).append(":\n    profiles: [default]\n");
      text.append("    image name: rocky-10\n");
      if (i == 5 && !comment.isEmpty()) {
        text.append("    comment: ").append(comment).append('\n');
      }
      text.append("    network devices:\n      default:\n        device: eth0\n        hwaddr: ");
      text.append("\"52:54:%02x:%02x:%02x:00\"\n".formatted(i >> 16, i >> 8 & 0xff, i & 0xff));
      text.append("        ipaddr: ").append(i == 5 && !address.isEmpty() ? address : ip);
      text.append("\n        netmask: 255.0.0.0\n");
    }
    return Registry.snapshot(config, NodesFile.parse(config.nodesFile(), text.toString()));
  }

  private void measure(int count) throws IOException {
    Snapshot first = site(count, "", "");
    timed("first", () -> all(first));
    figures.put("heap", heapMib());
    figures.put("rss", residentMib());
    timed("unchanged", () -> all(first));

    List<Double> own = new ArrayList<>();
    List<Double> address = new ArrayList<>();
    List<Double> template = new ArrayList<>();
    Snapshot last = first;
    for (int i = 0; i < CHANGES; i++) {
      Snapshot changed = site(count, "", "comment" + i);
      own.add(millis(() -> one(changed)));
      last = changed;
    }
    Snapshot owned = last;
    timed("own-all", () -> all(owned));
    for (int i = 0; i < CHANGES; i++) {
      Snapshot changed = site(count, "10.250.0." + (i + 1), "");
      address.add(millis(() -> one(changed)));
      last = changed;
    }
    Snapshot moved = last;
    timed("address-all", () -> all(moved));
    Path hostname = config.paths().siteOverlays().resolve("hostname/rootfs/etc/hostname.ww");
    Files.createDirectories(hostname.getParent());
    for (int i = 0; i < CHANGES; i++) {
      Files.writeString(hostname, "{{.Id}}.cluster" + i + "\n");
      template.add(millis(() -> one(moved)));
    }
    timed("template-all", () -> all(moved));
    Files.delete(hostname);
    figures.put("own", new Samples(own).median());
    figures.put("address", new Samples(address).median());
    figures.put("template", new Samples(template).median());
    figures.put("heap-end", heapMib());
  }

  private void all(Snapshot snapshot) {
    snapshot.nodes().values().forEach(node -> archives(node, snapshot));
  }

  private void one(Snapshot snapshot) {
    archives(snapshot.node("c5").orElseThrow(), snapshot);
  }

  private void archives(Node node, Snapshot snapshot) {
    for (Kind kind : Kind.values()) {
      archives.archive(node, kind, snapshot, Packer.TAR);
    }
  }

  private static double millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private void timed(String name, Runnable work) {
    double cpu = cpuSeconds();
    double wall = millis(work) / 1000;
    figures.put(name + "-wall", wall);
    figures.put(name + "-cpu", cpuSeconds() - cpu);
  }

  /** Of this JVM with its compilers and its collector. */
  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  @SuppressWarnings("SystemGc") // what is left is what is held
  private static double heapMib() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
  }

  private static double residentMib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .sum();
  }

  /** The trees as they would lie rendered on a disk, {@code NODE/KIND}, for what packs them. */
  private void trees(Snapshot snapshot, Path folder, int count) throws IOException {
    for (Node node : snapshot.nodes().values().stream().limit(count).toList()) {
      for (Kind kind : Kind.values()) {
        Path root = Files.createDirectories(folder.resolve(node.name()).resolve(kind.toString()));
        for (Entry entry : renderer.render(node, kind.of(node), snapshot).entries()) {
          Path path = root.resolve(entry.path());
          switch (entry) {
            case Entry.Directory d -> Files.createDirectories(path);
            case Entry.Bytes b -> Files.write(path, b.content());
            case Entry.Symlink s -> Files.createSymbolicLink(path, Path.of(s.target()));
            default -> throw new IllegalStateException(entry.toString());
          }
        }
      }
    }
  }
}
