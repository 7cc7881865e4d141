package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wwj.archive.Digest;
import org.wwj.image.Chunk;
import org.wwj.image.ImageStore;
import org.wwj.image.Manifest;
import org.wwj.testnet.LocalRegistry;

/**
 * Images from a registry to a generation, beside the tools that do the same: skopeo and umoci,
 * mksquashfs alone, and the archive that Warewulf makes.
 */
final class ImagesBench {
  private static final String NAME = "hpc";

  /** Packages that are exchanged for another version of theirs, each in turn. */
  private static final List<String> CHANGED = List.of("tzdata", "libssl3", "openssh-server");

  private static final double MIB = 1024 * 1024;

  private final Path folder;
  private final int rounds;
  private final ImageStore store;
  private final String conf;

  ImagesBench(Path folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
    this.store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    this.conf = folder.resolve("etc/wwj.conf").toString();
  }

  /** One thing to measure: what makes room for it, which does not count, and its command. */
  private record Task(String name, List<String> before, List<String> command) {}

  void run(Report report) throws IOException {
    HpcLayers layers = new HpcLayers(folder.resolve("layers")).make();
    site();
    report.text(
        "%s, %s, %s, %s, pigz %s."
            .formatted(
                Command.firstLine("skopeo", "--version"),
                Command.firstLine("umoci", "--version"),
                Command.firstLine("docker-registry", "--version").replaceAll(" github\\S+", ""),
                Command.firstLine("mksquashfs", "-version").replaceAll(" \\(.*", ""),
                Command.firstLine("pigz", "--version").replace("pigz ", "")));
    Path storage = folder.resolve("registry");
    Command.run("rm", "-rf", storage.toString());
    try (LocalRegistry registry = LocalRegistry.start(storage)) {
      String image = registry.authority() + "/hpc:1";
      Command.run(
          "skopeo",
          "--insecure-policy",
          "copy",
          "--dest-tls-verify=false",
          "oci:" + layers.layout() + ":hpc",
          "docker://" + image);
      compare(report, "Import of %s, five gzip layers", imports(image));
    }
    compare(report, "Build of the imported image, %s", builds());
    unchanged(report);
    changes(report);
  }

  private void compare(Report report, String title, List<Task> tasks) throws IOException {
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    tasks.forEach(task -> costs.put(task.name(), new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      for (Task task : round % 2 == 0 ? tasks : tasks.reversed()) {
        Command.run(task.before().toArray(String[]::new));
        Command.run("sync");
        Cost cost = Cost.of(task.command());
        System.err.printf("images round %d %s: %s%n", round, task.name(), cost);
        if (round > 0) { // the first is for warmth
          costs.get(task.name()).add(cost);
        }
      }
    }
    report.text(title.formatted(size()) + ". Medians of " + rounds + " rounds, in seconds.");
    report.head("what", "wall", "range", "CPU", "wwj ÷ this, wall", "CPU");
    List<Cost> ours = costs.getOrDefault(tasks.getFirst().name(), List.of());
    costs.forEach((name, list) ->
        report.row(
            name,
            wall(list).text(),
            wall(list).range(),
            cpu(list).text(),
            list == ours ? "" : "**%.2f**".formatted(wall(ours).median() / wall(list).median()),
            list == ours ? "" : "%.2f".formatted(cpu(ours).median() / cpu(list).median())));
  }

  private List<Task> imports(String image) {
    Path peer = folder.resolve("peer");
    String pull =
        "skopeo --insecure-policy copy --src-tls-verify=false docker://%2$s oci:%1$s/oci:hpc"
            + " && umoci unpack --image %1$s/oci:hpc %1$s/bundle";
    return List.of(
        new Task(
            "`wwj image import`",
            List.of("rm", "-rf", folder + "/cache", folder + "/chroots"),
            wwj("image", "import", "docker://" + image, NAME, "--nohttps")),
        new Task(
            "`skopeo copy`, `umoci unpack`",
            List.of("rm", "-rf", peer.toString()),
            List.of(
                "bash", "-c", "mkdir -p %1$s && ".formatted(peer) + pull.formatted(peer, image))));
  }

  private List<Task> builds() throws IOException {
    if (!Files.exists(store.rootfs(NAME))) {
      throw new IllegalStateException("the last import left no " + store.rootfs(NAME));
    }
    Path out = folder.resolve("peer");
    String tree = store.rootfs(NAME).toString();
    List<String> clean =
        List.of(
            "bash", "-c", "rm -rf %s %s; mkdir -p %1$s".formatted(out, store.generations(NAME)));
    return List.of(
        new Task("`wwj image build`", clean, wwj("image", "build", "--force", NAME)),
        new Task(
            "`mksquashfs`, the same settings",
            clean,
            List.of(
                "mksquashfs",
                tree,
                out + "/root.squashfs",
                "-noappend",
                "-no-progress",
                "-b",
                "256K",
                "-comp",
                "zstd",
                "-Xcompression-level",
                "10",
                "-xattrs")),
        new Task(
            "`find`, `cpio`, `pigz`",
            clean,
            List.of(
                "bash",
                "-c",
                "cd %s && find . -xdev | cpio --quiet -o -H newc | pigz >%s/root.img.gz"
                    .formatted(tree, out))));
  }

  private void unchanged(Report report) {
    Command.run(wwj("image", "build", NAME).toArray(String[]::new));
    List<Cost> costs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      costs.add(Cost.of(wwj("image", "build", NAME)));
    }
    report.text(
        "A build without changes: %s s (%s), %s s of CPU."
            .formatted(wall(costs).text(), wall(costs).range(), cpu(costs).text()));
  }

  /** The image with another version of one package, as dpkg leaves it; then back again. */
  private void changes(Report report) throws IOException {
    report.text(
        "What a mirror that has the image's generation fetches of the next, after `dpkg` exchanged one package.");
    report.head("package", "its size, MiB", "image, MiB", "new chunks, MiB", "shared");
    Manifest before = current();
    for (String name : CHANGED) {
      Optional<Path> other = otherVersion(name);
      if (other.isEmpty()) {
        report.row(name, "", "", "", "the package source has one version only");
        continue;
      }
      Path tree = store.rootfs(NAME);
      Path kept = folder.resolve("kept");
      Command.run("rm", "-rf", kept.toString());
      Command.run("cp", "-a", "--reflink=auto", tree.toString(), kept.toString());
      String[] exchange = {"dpkg", "--root=" + tree, "--force-all", "-i", other.get().toString()};
      Command.run(exchange);
      Command.run(wwj("image", "build", NAME).toArray(String[]::new));
      Manifest after = current();
      Set<Digest> known = new HashSet<>();
      before.chunks().forEach(chunk -> known.add(chunk.digest()));
      long fresh =
          after.chunks().stream()
              .filter(chunk -> !known.contains(chunk.digest()))
              .mapToLong(Chunk::size)
              .sum();
      report.row(
          name,
          "%.1f".formatted(installedMib(other.get())),
          "%.1f".formatted(after.size() / MIB),
          "%.1f".formatted(fresh / MIB),
          "**%.1f %%**".formatted(100.0 * (after.size() - fresh) / after.size()));
      Command.run("rm", "-rf", tree.toString());
      Files.move(kept, tree);
    }
  }

  private Manifest current() {
    return Manifest.read(store.find(NAME).orElseThrow().manifest());
  }

  private Optional<Path> otherVersion(String name) throws IOException {
    String status = Files.readString(store.rootfs(NAME).resolve("var/lib/dpkg/status"));
    String installed =
        Arrays.stream(status.split("\n\n"))
            .filter(block -> block.startsWith("Package: " + name + "\n"))
            .flatMap(String::lines)
            .filter(line -> line.startsWith("Version: "))
            .map(line -> line.substring("Version: ".length()))
            .findFirst()
            .orElse("");
    Optional<String> version =
        Command.run("apt-cache", "madison", name)
            .lines()
            .map(line -> line.split("\\|")[1].strip())
            .filter(v -> !v.equals(installed))
            .findFirst();
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Path debs = folder.resolve("debs");
    Command.run("rm", "-rf", debs.toString());
    Command.run("mkdir", "-m", "777", debs.toString());
    Command.in(debs, "apt-get", "download", name + "=" + version.get());
    String found = Command.run("find", debs.toString(), "-name", "*.deb");
    return Optional.of(Path.of(found.lines().findFirst().orElseThrow()));
  }

  private static double installedMib(Path deb) {
    return Double.parseDouble(Command.run("dpkg-deb", "-f", deb.toString(), "Installed-Size"))
        / 1024;
  }

  private String size() {
    String kib = Command.run("du", "-sxk", store.rootfs(NAME).toString()).split("\\s")[0];
    return "%.2f GiB".formatted(Long.parseLong(kib) / 1024.0 / 1024);
  }

  private List<String> wwj(String... arguments) {
    List<String> command = new ArrayList<>(List.of("./wwj"));
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--conf", conf));
    return command;
  }

  private void site() throws IOException {
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(
        Path.of(conf),
        """
        ipaddr: 10.0.0.1/24
        paths:
          datadir: %1$s
          sysconfdir: %2$s/etc
          localstatedir: %2$s/state
          cachedir: %2$s/cache
          wwchrootdir: %2$s/chroots
          wwprovisiondir: %2$s/provision
          wwoverlaydir: %2$s/overlays
          rundir: %2$s/run
        """
            .formatted(Path.of("").toAbsolutePath(), folder.toAbsolutePath()));
    Files.writeString(folder.resolve("etc/nodes.conf"), "nodes: {}\n");
  }

  private static Samples wall(List<Cost> costs) {
    return new Samples(costs.stream().map(cost -> cost.wallMillis() / 1000).toList());
  }

  private static Samples cpu(List<Cost> costs) {
    return new Samples(costs.stream().map(cost -> cost.cpuMillis() / 1000).toList());
  }
}
