package org.wwj.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.net.MacAddress;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/** What the kernel and switches are told of the packets that machines wait for. */
class PrecedenceIT {
  @TempDir Path folder;

  @Test
  void answersOfDhcpAndTftpMayPassByBulk() throws Exception {
    Peers.require("ip", "nft", "curl", "udhcpc", "perfdhcp");
    Files.write(folder.resolve("some.kpxe"), new byte[100_000]);
    Files.writeString(
        folder.resolve("wwj.conf"),
        """
        ipaddr: 10.0.0.1/24
        tftp:
          ipxe: {00:00: some.kpxe}
        paths:
          ipxesource: %1$s
          localstatedir: %1$s/state
          cachedir: %1$s/cache
          rundir: %1$s/run
        """
            .formatted(folder));
    Files.writeString(
        folder.resolve("nodes.conf"),
        """
        nodeprofiles: {}
        nodes:
          c1: {network devices: {default: {hwaddr: "52:54:00:00:00:01", ipaddr: 10.0.0.11}}}
        """);
    try (TestNet net = TestNet.create()) {
      ServerProcess server =
          ServerProcess.wwj(net, folder.resolve("log"), folder.resolve("wwj.conf"));
      net.in(
          net.server(),
          "nft",
          """
          table bridge marks {
            counter broadcast { }
            counter relayed { }
            counter blocks { }
            counter others { }
            chain o {
              type filter hook output priority 0;
              udp dport 68 ip dscp cs6 meta priority 0:6 counter name broadcast accept
              udp dport 67 ip dscp cs6 meta priority 0:6 counter name relayed accept
              udp dport >= 1024 meta priority 0:6 counter name blocks accept
              meta l4proto udp udp sport != 5353 counter name others
            }
          }
          """);
      String client = net.client("c1", MacAddress.parse("52:54:00:00:00:01"));
      net.in(client, "udhcpc", "-i", "eth0", "-n", "-q", "-f", "-t", "9", "-s", "/bin/true");
      net.in(client, "ip", "addr", "add", "10.0.0.250/24", "dev", "eth0");
      net.in(client, "curl", "-sS", "-o", "/dev/null", "tftp://10.0.0.1/some.kpxe");
      net.run(
          client,
          Duration.ofSeconds(60),
          "sh",
          "-c",
          "perfdhcp -4 -l 10.0.0.250 -b mac=52:54:00:00:00:01 -R 1 -r 10 -n 10 10.0.0.1");

      String seen = net.in(net.server(), "nft", "list", "counters", "table", "bridge", "marks");
      assertThat(packets(seen, "broadcast")).as(seen + server.log()).isGreaterThanOrEqualTo(2);
      assertThat(packets(seen, "relayed")).as(seen).isGreaterThanOrEqualTo(10);
      assertThat(packets(seen, "blocks")).as(seen).isGreaterThanOrEqualTo(60);
      assertThat(packets(seen, "others")).as(seen).isZero();
    }
  }

  private static int packets(String counters, String name) {
    Matcher found = Pattern.compile("counter " + name + " \\{\\s+packets (\\d+)").matcher(counters);
    assertThat(found.find()).as(counters).isTrue();
    return Integer.parseInt(found.group(1));
  }
}
