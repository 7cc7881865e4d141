package org.wwj.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.net.MacAddress;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/**
 * DHCP and TFTP while HTTP sends as much as the machine can: they have event loops of their own.
 */
class BulkApartIT {
  private static final int TRANSFERS = 200;

  @TempDir Path folder;

  @Test
  void addressesAndLoadersArriveWhileTwoHundredTransfersFillTheMachine() throws Exception {
    Peers.require("ip", "curl", "perfdhcp", "bash", "cmp");
    site();
    try (TestNet net = TestNet.create()) {
      net.in(net.server(), "ip", "route", "add", "10.0.0.0/16", "dev", TestNet.BRIDGE);
      ServerProcess server =
          ServerProcess.wwj(net, folder.resolve("log"), folder.resolve("wwj.conf"));
      String client = net.client("c1", MacAddress.parse("52:54:00:00:00:01"));
      net.in(client, "ip", "addr", "add", "10.0.0.250/16", "dev", "eth0");
      Process bulk = net.start(client, folder.resolve("bulk"), "bash", "-c", bulk());
      Awaitility.await("all transfers under way")
          .atMost(Duration.ofSeconds(60))
          .until(() -> progress().stream().filter(bytes -> bytes > 0).count() == TRANSFERS);

      List<Long> before = progress();
      // An exchange counts as lost when an answer takes five seconds.
      TestNet.Output addresses =
          net.run(
              client,
              Duration.ofSeconds(60),
              "bash",
              "-c",
              "perfdhcp -4 -l 10.0.0.250 -b mac=52:54:00:00:00:00 -R 200 -r 200 -n 400 -d 5"
                  + " -W 6000000 10.0.0.1");
      assertThat(addresses.text())
          .containsPattern("DISCOVER-OFFER\\*+\\s+sent packets: 400\\s+received packets: 400")
          .containsPattern("REQUEST-ACK\\*+\\s+sent packets: 400\\s+received packets: 400");

      // 2,049 packets one after the other: on a loop with the transfers each would wait for a turn.
      TestNet.Output loader =
          net.run(
              client,
              Duration.ofSeconds(60),
              "bash",
              "-c",
              "curl -sS --tftp-blksize 512 --max-time 30 tftp://10.0.0.1/small.kpxe | cmp - "
                  + folder.resolve("small.kpxe"));
      assertThat(loader).as(server.log()).isEqualTo(new TestNet.Output(0, ""));

      assertThat(bulk.isAlive()).as("the transfers still run").isTrue();
      List<Long> after = progress();
      assertThat(IntStream.range(0, TRANSFERS).filter(i -> after.get(i) > before.get(i)).count())
          .as("transfers that went on meanwhile")
          .isEqualTo(TRANSFERS);
    }
  }

  private void site() throws IOException {
    // Sparse: 64 GiB of nothing, read from no disk.
    try (RandomAccessFile large =
        new RandomAccessFile(folder.resolve("large.efi").toFile(), "rw")) {
      large.setLength(64L << 30);
    }
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    Files.write(folder.resolve("small.kpxe"), bytes);
    Files.writeString(
        folder.resolve("wwj.conf"),
        """
        ipaddr: 10.0.0.1/24
        tftp:
          ipxe: {00:00: small.kpxe, 00:07: large.efi}
        paths:
          ipxesource: %1$s
          localstatedir: %1$s/state
          cachedir: %1$s/cache
          rundir: %1$s/run
        """
            .formatted(folder));
    StringBuilder nodes = new StringBuilder("nodeprofiles: {}\nnodes:\n");
    for (int i = 0; i < 200; i++) {
      nodes.append(
          "  n%d: {network devices: {default: {hwaddr: \"52:54:00:00:00:%02x\", ipaddr: 10.0.1.%d, netmask: 255.255.0.0}}}%n"
              .formatted(i, i, i + 1));
    }
    Files.writeString(folder.resolve("nodes.conf"), nodes);
  }

  /** Clients that throw away what they load; curl tells each second how far it is. */
  private String bulk() {
    return """
    mkdir -p %1$s/progress
    for i in $(seq 0 %2$d); do
      curl -o /dev/null http://10.0.0.1:9873/efiboot/large.efi 2> %1$s/progress/$i &
    done
    wait
    """
        .formatted(folder, TRANSFERS - 1);
  }

  private List<Long> progress() {
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i < TRANSFERS; i++) {
      sizes.add(received(folder.resolve("progress").resolve(String.valueOf(i))));
    }
    return sizes;
  }

  /** The last number of bytes in curl's own account, in its units of 1,024. */
  private static long received(Path meter) {
    try {
      String[] lines = Files.readString(meter).split("[\r\n]+");
      String[] cells = lines[lines.length - 1].strip().split(" +");
      if (cells.length < 4 || !Character.isDigit(cells[3].charAt(0))) {
        return 0;
      }
      String amount = cells[3];
      int unit = "kMGT".indexOf(amount.charAt(amount.length() - 1));
      double value =
          Double.parseDouble(unit < 0 ? amount : amount.substring(0, amount.length() - 1));
      return (long) (value * Math.pow(1024, unit + 1));
    } catch (IOException e) {
      return 0;
    }
  }
}
