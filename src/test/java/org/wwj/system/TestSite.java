package org.wwj.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.wwj.archive.CpioWriter;
import org.wwj.archive.Entry;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Phase;
import org.wwj.boot.Status;
import org.wwj.boot.StatusClient;
import org.wwj.image.Chunk;
import org.wwj.image.Manifest;
import org.wwj.net.MacAddress;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;
import org.wwj.testnet.Vm;

/**
 * A site's folder with a real server over it, in the namespace of a test network. Its image is
 * built once a build.
 */
final class TestSite {
  static final MacAddress C1 = MacAddress.parse("52:54:00:00:00:01");
  static final MacAddress C2 = MacAddress.parse("52:54:00:00:00:02");
  static final MacAddress C3 = MacAddress.parse("52:54:00:00:00:03");

  /** The image with a busybox, of which its stage-1 is made. */
  static final String IMAGE = "debian-12";

  /**
   * The same without, laid out as Rocky's: its stage-1 is made of shell, curl and the like, its
   * kernel lies beside its modules, and these are compressed by xz.
   */
  static final String PLAIN_IMAGE = "debian-12-as-rocky";

  private static final String AS_ROCKY =
      """
      rm -rf "$2"
      cp -al "$1" "$2"
      cd "$2"
      rm usr/bin/busybox
      for modules in usr/lib/modules/*; do
        release=${modules##*/}
        mv boot/vmlinuz-$release $modules/vmlinuz
        mv boot/config-$release $modules/config
        find $modules -name '*.ko' -exec xz -1 -f --check=crc32 {} +
        rm $modules/modules.[!bo]*
        depmod -b "$2" $release
      done
      mv "$2" "$3"
      """;

  private static final Path STATE = Path.of("target", "it", "state").toAbsolutePath();
  private static final AtomicBoolean BUILT = new AtomicBoolean();
  private static final Path HOME = Path.of("").toAbsolutePath();

  private final TestNet net;
  private final Path folder;
  private final Path conf;
  private int starts;

  /** A site that serves that network, with nodes {@code c1} and {@code c2}. */
  TestSite(TestNet net, Path folder) {
    this.net = net;
    this.folder = folder;
    this.conf = folder.resolve("etc/wwj.conf");
    settings(STATE);
    shareKeys();
    nodes(IMAGE, "squashfs", "");
  }

  /** Keeps the images of this site to itself from now on: none at first. */
  void ownImages() {
    settings(folder.resolve("images"));
  }

  private void settings(Path images) {
    write(
        conf,
        """
        ipaddr: 10.0.0.1/24
        dhcp:
          range start: 10.0.0.200
          range end: 10.0.0.250
        paths:
          localstatedir: %1$s/state
          cachedir: %1$s/cache
          rundir: %1$s/run
          datadir: %2$s
          wwchrootdir: %3$s/chroots
          wwprovisiondir: %3$s/provision
        """
            .formatted(folder, HOME, images));
  }

  /** Has nodes ask these mirrors for chunks, in this order. */
  void mirrors(String... urls) throws IOException {
    String lines =
        Stream.of(urls)
            .map(url -> "    - {subnet: 10.0.0.0/24, url: " + url + "}\n")
            .collect(Collectors.joining());
    delivery("  mirrors:\n" + lines);
  }

  /** Fills a folder with the image's chunks as docs/mirrors.md has a store filled. */
  void fill(Path store) throws IOException {
    String document = Files.readString(Path.of("docs/mirrors.md"));
    int begin = document.indexOf("while read -r word digest");
    String script =
        document
            .substring(begin, document.indexOf("```", begin))
            .replace("aws s3 cp /tmp/chunk \"s3://wwj/chunk/", "mv /tmp/chunk \"" + store + "/")
            .replace("/tmp/chunk", store + "/half")
            .replace("/var/lib/wwj/provision/images/rocky-10", imageFolder());
    net.in(net.server(), "sh", "-ec", script);
  }

  private static String imageFolder() {
    return STATE.resolve("provision/images").resolve(IMAGE).toString();
  }

  /** Adds settings of how images are sent. */
  void delivery(String lines) throws IOException {
    write(conf, Files.readString(conf) + "delivery:\n" + lines);
  }

  /** Has the server send slowly to those nodes. */
  void pace(String nodes, String speed) {
    wwj("node", "set", "-y", nodes, "--tagadd", "bootpace=" + speed);
  }

  /** Has that node's image fetched again and again until the network or the process is gone. */
  Process fetchesForever(MacAddress mac) {
    String url = "http://10.0.0.1:9873/image/" + mac.dashed();
    return net.start(
        net.server(),
        folder.resolve("fetches-" + mac.dashed()),
        "sh",
        "-c",
        "while :; do curl -s -o /dev/null \"$1\"; done",
        "sh",
        url);
  }

  /**
   * The digest of a chunk in the middle of the built image, of which the file gets a wrong copy.
   */
  String wrongChunk(Path file) throws IOException {
    Path built = STATE.resolve("provision/images/" + IMAGE + "/current");
    List<Chunk> chunks = Manifest.read(built.resolve("manifest")).chunks();
    Chunk chunk = chunks.get(chunks.size() / 2);
    ByteBuffer bytes = ByteBuffer.allocate(chunk.size());
    try (FileChannel image = FileChannel.open(built.resolve("root.squashfs"))) {
      image.read(bytes, chunk.offset());
    }
    bytes.put(1000, (byte) (bytes.get(1000) ^ 1));
    Files.write(file, bytes.array());
    return chunk.digest().hex();
  }

  /** The images are built once, so all sites have the key of the first, which signed them. */
  private void shareKeys() {
    Path shared = STATE.resolve("keys");
    Path own = folder.resolve("state/keys");
    try {
      for (String name : List.of("image.key", "image.pub")) {
        boolean first = !Files.exists(shared.resolve(name));
        Path from = (first ? own : shared).resolve(name);
        Path to = (first ? shared : own).resolve(name);
        if (Files.exists(from) && !Files.exists(to)) {
          Files.createDirectories(to.getParent());
          Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }

  /**
   * Writes nodes.conf: {@code c1} and {@code c2} with that image and root method, and what else is
   * given.
   */
  void nodes(String image, String root, String more) {
    write(
        conf.resolveSibling("nodes.conf"),
        """
        nodeprofiles:
          default:
            image name: %s
            root: %s
            init: /sbin/init
            kernel:
              args: [console=ttyS0, panic=5]
            system overlay: [hostname, hosts, systemd.networkd, ready]
            runtime overlay: [hosts]
        nodes:
          c1:
            profiles: [default]
            network devices:
              default: {hwaddr: "52:54:00:00:00:01", ipaddr: 10.0.0.11, netmask: 255.255.255.0}
          c2:
            profiles: [default]
            network devices:
              default: {hwaddr: "52:54:00:00:00:02", ipaddr: 10.0.0.12, netmask: 255.255.255.0}
        %s\
        """
            .formatted(image, root, more));
  }

  /**
   * Gives all nodes every overlay that ships but the server's own, and the secret that one needs.
   */
  void everyOverlay() throws IOException {
    Path secret = folder.resolve("state/secrets/munge.key");
    Files.createDirectories(secret.getParent());
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, "k".repeat(128));
    Path nodes = conf.resolveSibling("nodes.conf");
    try (Stream<Path> overlays = Files.list(HOME.resolve("overlays"))) {
      String all =
          overlays
              .map(overlay -> overlay.getFileName().toString())
              .filter(name -> !name.equals("host"))
              .sorted()
              .collect(Collectors.joining(", "));
      write(
          nodes,
          Files.readString(nodes)
              .replaceFirst("system overlay: \\[.*]", "system overlay: [" + all + "]"));
    }
  }

  /**
   * Makes sure that both images are built with the stage-1 of today. Takes a minute or two the
   * first time, and next to nothing when nothing has changed.
   */
  void buildImages() {
    Path tree = rootfs(IMAGE);
    if (!Files.exists(tree.resolve("etc/os-release"))) {
      wwj("image", "import", "--force", "recipe:debian-12", IMAGE);
      addMunge(tree);
    }
    if (!Files.exists(rootfs(PLAIN_IMAGE))) {
      plainCopy(tree, rootfs(PLAIN_IMAGE));
    }
    if (BUILT.compareAndSet(false, true)) {
      wwj("image", "build", "--initrd", IMAGE);
      wwj("image", "build", PLAIN_IMAGE);
      shareKeys();
    }
  }

  /** The owner of what the overlay {@code munge} brings, whom its package makes elsewhere. */
  private static void addMunge(Path tree) {
    try {
      Files.writeString(
          tree.resolve("etc/passwd"),
          "munge:x:990:990::/nonexistent:/usr/sbin/nologin\n",
          StandardOpenOption.APPEND);
      Files.writeString(tree.resolve("etc/group"), "munge:x:990:\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(tree.toString(), e);
    }
  }

  /** The tree of the image that all tests boot; nobody may write to it. */
  Path rootfs() {
    return rootfs(IMAGE);
  }

  private static Path rootfs(String image) {
    return STATE.resolve("chroots").resolve(image).resolve("rootfs");
  }

  /** Hard links are enough: nobody writes into a file of either tree. */
  private static void plainCopy(Path tree, Path copy) {
    Path half = copy.resolveSibling("half");
    try {
      Files.createDirectories(copy.getParent());
      Process process =
          new ProcessBuilder(
                  "sh", "-ec", AS_ROCKY, "sh", tree.toString(), half.toString(), copy.toString())
              .inheritIO()
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("cannot copy " + tree + " to " + copy);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("cannot copy " + tree + " to " + copy, e);
    }
  }

  /** A damage that can be undone, once. */
  interface Damage {
    void undo() throws IOException;
  }

  /**
   * Flips bytes at two places of the built image until undone, as a broken memory or disk would.
   */
  Damage damageImage() throws IOException {
    Path image = STATE.resolve("provision/images/" + IMAGE + "/current/root.squashfs").toRealPath();
    flip(image);
    AtomicBoolean damaged = new AtomicBoolean(true);
    return () -> {
      if (damaged.getAndSet(false)) {
        flip(image);
      }
    };
  }

  /** A generation whose stage-1 carries a manifest that somebody has changed. */
  static final String TAMPERED = "20200101T000000Z-00000000";

  /** A generation whose manifest on the server somebody has changed. */
  static final String EXCHANGED = "20200102T000000Z-00000000";

  /** Makes both of them, beside the one that was built, until undone. */
  Damage tamper() throws IOException {
    Path images = STATE.resolve("provision/images/" + IMAGE);
    Path built = images.resolve("current").toRealPath();
    Path tampered = images.resolve(TAMPERED);
    Path exchanged = images.resolve(EXCHANGED);
    Damage undo = () -> run("rm", "-rf", tampered.toString(), exchanged.toString());
    undo.undo();
    Files.createDirectories(exchanged);
    String manifest = Files.readString(built.resolve("manifest"));
    int digit = manifest.indexOf("\nchunk ") + "\nchunk ".length();
    String changed =
        manifest.substring(0, digit)
            + (manifest.charAt(digit) == '0' ? '1' : '0')
            + manifest.substring(digit + 1);
    Files.writeString(exchanged.resolve("manifest"), changed);
    run("cp", "-al", built.toString(), tampered.toString());
    for (String own : List.of("files", "manifest", "stage1.img")) {
      Files.delete(tampered.resolve(own));
    }
    // Without signatures the server does not look closer than at sizes.
    String unsigned = manifest.substring(0, manifest.lastIndexOf("signature "));
    Files.writeString(tampered.resolve("manifest"), unsigned);
    // The kernel unpacks one archive after the other, and the later one's files count.
    ByteArrayOutputStream stage1 = new ByteArrayOutputStream();
    stage1.write(Files.readAllBytes(built.resolve("stage1.img")));
    stage1.write(new byte[4 - stage1.size() % 4]);
    byte[] body =
        changed.substring(0, changed.lastIndexOf("signature ")).getBytes(StandardCharsets.US_ASCII);
    CpioWriter.write(List.of(new Entry.Bytes("manifest", 0644, 0, 0, 0, body)), stage1);
    Files.write(tampered.resolve("stage1.img"), stage1.toByteArray());
    return undo;
  }

  private static void run(String... command) {
    try {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command));
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    }
  }

  /**
   * Flips a bit of one chunk of the built image until undone, wherever the server has that chunk:
   * it would give it from another generation, too.
   */
  Damage damageChunk() throws IOException {
    Path images = STATE.resolve("provision/images");
    List<String> lines = Files.readAllLines(images.resolve(IMAGE + "/current/manifest"));
    List<String> chunks = lines.stream().filter(line -> line.startsWith("chunk ")).toList();
    String digest = chunks.get(chunks.size() / 2).split(" ")[1];
    Map<Object, Runnable> places = new HashMap<>();
    try (Stream<Path> all = Files.walk(images, 3)) {
      for (Path manifest : all.filter(file -> file.endsWith("manifest")).toList()) {
        Path image = manifest.resolveSibling("root.squashfs");
        for (String line : Files.readAllLines(manifest)) {
          if (line.startsWith("chunk " + digest) && Files.exists(image)) {
            long offset = Long.parseLong(line.split(" ")[2]);
            Object inode = Files.readAttributes(image, BasicFileAttributes.class).fileKey();
            places.put(inode, () -> flipBit(image, offset + 1000));
          }
        }
      }
    }
    places.values().forEach(Runnable::run);
    AtomicBoolean damaged = new AtomicBoolean(true);
    return () -> {
      if (damaged.getAndSet(false)) {
        places.values().forEach(Runnable::run);
      }
    };
  }

  private static void flipBit(Path file, long place) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FileTime time = Files.getLastModifiedTime(file);
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, place);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      channel.write(one, place);
      Files.setLastModifiedTime(file, time);
    } catch (IOException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  private static void flip(Path image) throws IOException {
    FileTime time = Files.getLastModifiedTime(image);
    try (FileChannel channel =
        FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long place : new long[] {channel.size() / 3, channel.size() * 2 / 3}) {
        ByteBuffer bytes = ByteBuffer.allocate(4096);
        channel.read(bytes, place);
        for (int i = 0; i < bytes.position(); i++) {
          bytes.put(i, (byte) ~bytes.get(i));
        }
        channel.write(bytes.flip(), place);
      }
    }
    Files.setLastModifiedTime(image, time);
  }

  /** Runs a command of ours to its end and returns what it said. */
  String wwj(String... args) {
    List<String> command = java();
    command.addAll(List.of("org.wwj.Main"));
    command.addAll(List.of(args));
    try {
      Path out = folder.resolve("wwj.out");
      Process process =
          new ProcessBuilder(withConf(command))
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      if (!process.waitFor(15, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "wwj " + String.join(" ", args) + ": " + Files.readString(out));
      }
      return Files.readString(out);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(String.join(" ", args), e);
    }
  }

  private List<String> withConf(List<String> command) {
    List<String> all = new ArrayList<>(List.of("env", "WWJ_CONF=" + conf));
    all.addAll(command);
    return all;
  }

  private static List<String> java() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dwwj.home=" + HOME,
            "-cp",
            System.getProperty("java.class.path")));
  }

  /** Starts the server, for the first time or again. */
  ServerProcess serve(String... options) {
    List<String> words = new ArrayList<>(List.of("server", "--conf", conf.toString()));
    words.addAll(List.of(options));
    Path log = folder.resolve("server-" + ++starts + ".log");
    return ServerProcess.start(net, log, "org.wwj.Main", words.toArray(String[]::new));
  }

  /** Starts a server that is expected to end by itself. */
  Process tryToServe() {
    List<String> command = java();
    command.addAll(List.of("org.wwj.Main", "server", "--conf", conf.toString()));
    return net.start(net.server(), folder.resolve("refused.log"), command.toArray(String[]::new));
  }

  /** What the server says of all machines. */
  Status status() {
    try {
      return StatusClient.fetch(folder.resolve("run/wwj.sock"));
    } catch (IOException e) {
      throw new IllegalStateException("no status", e);
    }
  }

  /** What the server keeps of a machine. */
  String facts(MacAddress mac) throws IOException {
    return Files.readString(folder.resolve("state/machines").resolve(mac.dashed()));
  }

  /** Waits until the server has that node at the phase or later. */
  void awaitPhase(String node, Phase phase) {
    Awaitility.await(node + " at " + phase.word())
        .atMost(Vm.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          for (NodeStatus status : status().nodes()) {
            if (status.name().equals(node)
                && status.phase() == Phase.FAILED
                && phase != Phase.FAILED) {
              throw new IllegalStateException(node + " failed: " + status.reason());
            }
            if (status.name().equals(node) && status.phase().compareTo(phase) >= 0) {
              return true;
            }
          }
          return false;
        });
  }

  Path folder() {
    return folder;
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }
}
