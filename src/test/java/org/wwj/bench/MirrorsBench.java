package org.wwj.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.wwj.image.Chunk;
import org.wwj.net.MacAddress;
import org.wwj.testnet.HeadNode;
import org.wwj.testnet.NginxMirror;
import org.wwj.testnet.TestNet;
import org.wwj.testnet.WwjMirror;

/** What leaves the head node when the nodes of many racks fetch one image through mirrors. */
final class MirrorsBench {
  private static final int RACKS = 20;
  private static final int NODES_OF_A_RACK = 50;
  private static final int IMAGE = 16 << 20;
  private static final double MIB = 1024 * 1024;

  private final Path folder;
  private final int rounds;

  MirrorsBench(Path folder, int rounds) {
    this.folder = folder;
    this.rounds = rounds;
  }

  /** What one start of all nodes came to; seconds of the first and of the last that had all. */
  private record Run(long sent, int complete, double first, double last) {}

  void run(Report report) throws IOException {
    report.text(
        "%d nodes in %d racks, an image of %d MiB in chunks; the greatest of %d rounds."
            .formatted(RACKS * NODES_OF_A_RACK, RACKS, IMAGE >> 20, rounds));
    report.head(
        "mirrors",
        "nodes with all of it",
        "they got, MiB",
        "left the head node, MiB",
        "racks × image + 1 %, MiB",
        "sent ÷ racks × image",
        "first node, s",
        "last node, s");
    for (String mirror : List.of("nginx", "wwj")) {
      List<Run> runs = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        Run run = once(mirror);
        System.err.printf("mirrors round %d %s: %s%n", round, mirror, run);
        runs.add(run);
      }
      Run worst = runs.stream().max(Comparator.comparingLong(Run::sent)).orElseThrow();
      report.row(
          mirror.equals("wwj") ? "`wwj mirror`" : "nginx `proxy_cache`",
          "" + runs.stream().mapToInt(Run::complete).min().orElseThrow(),
          "%.0f".formatted(RACKS * NODES_OF_A_RACK * (IMAGE / MIB)),
          "%.1f".formatted(worst.sent / MIB),
          "%.1f".formatted(RACKS * (IMAGE / MIB) * 1.01),
          "**%.4f**".formatted(worst.sent / (double) ((long) RACKS * IMAGE)),
          "%.1f".formatted(worst.first),
          "%.1f".formatted(worst.last));
    }
  }

  private Run once(String mirror) throws IOException {
    Command.run("rm", "-rf", folder.toString());
    Files.createDirectories(folder);
    try (TestNet net = TestNet.measured()) {
      HeadNode head = HeadNode.prepare(folder.resolve("head"), IMAGE);
      head.start(net);
      String racks = net.client("racks", MacAddress.parse("52:54:00:00:00:01"));
      net.in(racks, "ip", "addr", "add", "10.0.0.2/24", "dev", "eth0");
      for (int rack = 1; rack <= RACKS; rack++) {
        Path place = folder.resolve("rack" + rack);
        String listen = RackNodes.mirror(rack) + ":" + RackNodes.PORT;
        if (mirror.equals("nginx")) {
          NginxMirror.start(net, racks, place, listen, "access_log off;");
        } else {
          WwjMirror.start(net, racks, place, listen);
        }
      }
      Path list =
          Files.writeString(
              folder.resolve("list"),
              head.manifest().chunks().stream()
                  .map(chunk -> chunk.digest() + " " + crc(head.image(), chunk) + "\n")
                  .collect(Collectors.joining()));
      long before = HeadNode.sentTo(net, "racks");
      String[] words =
          net.run(
                  racks,
                  Duration.ofMinutes(5),
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  RackNodes.class.getName(),
                  list.toString(),
                  "" + RACKS,
                  "" + NODES_OF_A_RACK)
              .text()
              .strip()
              .split(" ");
      if (words.length != 3) {
        throw new IllegalStateException("the nodes: " + String.join(" ", words));
      }
      return new Run(
          HeadNode.sentTo(net, "racks") - before,
          Integer.parseInt(words[0]),
          Double.parseDouble(words[1]),
          Double.parseDouble(words[2]));
    }
  }

  private static long crc(Path image, Chunk chunk) {
    try (FileChannel file = FileChannel.open(image)) {
      ByteBuffer bytes = ByteBuffer.allocate(chunk.size());
      file.read(bytes, chunk.offset());
      CRC32C crc = new CRC32C();
      crc.update(bytes.flip());
      return crc.getValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
