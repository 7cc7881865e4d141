package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/** Real clients against a real server process. */
class DhcpServerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final MacAddress KNOWN = MacAddress.parse("52:54:00:00:00:01");
  private static final MacAddress STRANGER = MacAddress.parse("52:54:00:ff:00:01");

  /** The node with the MAC 52:54:00:00:01:00; perfdhcp counts on from there. */
  private static final int FIRST_OF_CROWD = 256;

  private static final Pattern ACK =
      Pattern.compile("event=dhcp-ack mac=(\\S+) ip=(\\S+)", Pattern.MULTILINE);

  @TempDir Path folder;

  private TestNet net;
  private ServerProcess server;

  @BeforeEach
  void createNetwork() {
    Peers.require(
        "ip",
        "dhclient",
        "udhcpc",
        "perfdhcp",
        "rdisc6",
        "setpriv",
        "tcpdump",
        "/usr/lib/systemd/systemd-networkd");
    net = TestNet.create();
    net.in(net.server(), "ip", "route", "add", "10.0.0.0/16", "dev", TestNet.BRIDGE);
  }

  @AfterEach
  void removeNetwork() {
    net.close();
  }

  private void serve(int nodes) {
    serve(nodes, "EPOLL");
  }

  private void serve(int nodes, String transport) {
    server =
        ServerProcess.start(
            net,
            folder.resolve("server.log"),
            DhcpServerMain.class.getName(),
            String.valueOf(nodes),
            transport);
  }

  /** A script that does what the clients' own ones do, without touching this machine's files. */
  private Path script(String body) {
    try {
      Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + body + "\n");
      assertThat(script.toFile().setExecutable(true)).isTrue();
      return script;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String dhclient(String client) {
    Path out = folder.resolve("dhclient.out");
    Path script =
        script(
            "[ \"$reason\" = PREINIT ] || echo $reason $new_ip_address $new_subnet_mask $new_routers"
                + " $new_host_name $new_domain_name_servers >> "
                + out);
    String leases = folder.resolve("leases").toString();
    Path pid = folder.resolve("dhclient.pid");
    TestNet.Output output =
        net.run(
            client,
            PATIENCE,
            "dhclient",
            "-4",
            "-1",
            "-v",
            "-cf",
            "/dev/null",
            "-lf",
            leases,
            "-pf",
            pid.toString(),
            "-sf",
            script.toString(),
            "eth0");
    assertThat(output.exit()).as(output.text()).isZero();
    net.in(client, "sh", "-c", "kill -9 $(cat " + pid + ")");
    return lastLine(out);
  }

  private static String lastLine(Path file) {
    try {
      return Files.readAllLines(file).getLast();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String udhcpc(String client, String... more) {
    Path out = folder.resolve("udhcpc.out");
    Path script = script("[ $1 = deconfig ] || echo $1 $ip $mask $hostname >> " + out);
    List<String> command =
        Stream.concat(
                Stream.of(
                    "udhcpc", "-i", "eth0", "-f", "-q", "-n", "-t", "10", "-s", script.toString()),
                Stream.of(more))
            .toList();
    TestNet.Output output = net.run(client, PATIENCE, command.toArray(String[]::new));
    assertThat(output.exit()).as(output.text() + server.log()).isZero();
    return lastLine(out);
  }

  @Test
  void dhclientGetsItsReservation() {
    serve(1);
    assertThat(dhclient(net.client("c1", KNOWN)))
        .isEqualTo("BOUND 10.0.1.1 255.255.0.0 10.0.0.254 n1 10.0.0.2 10.0.0.3");
  }

  @Test
  void udhcpcGetsItsReservationByUnicastAndByBroadcast() {
    serve(1);
    String client = net.client("c1", KNOWN);
    assertThat(udhcpc(client)).isEqualTo("bound 10.0.1.1 16 n1");
    assertThat(udhcpc(client, "-B")).isEqualTo("bound 10.0.1.1 16 n1");
    server.awaitLine("flags=0000");
    server.awaitLine("flags=8000");
  }

  @Test
  void udhcpcWithoutAClientIdentifierGetsTheSameReservation() {
    serve(1);
    assertThat(udhcpc(net.client("c1", KNOWN), "-C")).isEqualTo("bound 10.0.1.1 16 n1");
  }

  @Test
  void udhcpcGetsItsReservationOverNio() {
    serve(1, "NIO");
    String client = net.client("c1", KNOWN);
    assertThat(udhcpc(client)).isEqualTo("bound 10.0.1.1 16 n1");
    assertThat(udhcpc(client, "-B")).isEqualTo("bound 10.0.1.1 16 n1");
  }

  @Test
  void broadcastsWhereRawFramesAreNotPermitted() throws IOException {
    Path log = folder.resolve("server.log");
    net.start(
        net.server(),
        log,
        "setpriv",
        "--bounding-set=-net_raw",
        "--inh-caps=-net_raw",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        DhcpServerMain.class.getName(),
        "1",
        "EPOLL");
    awaitText(log, "event=ready");
    Path out = folder.resolve("udhcpc.out");
    Path script = script("[ $1 = deconfig ] || echo $1 $ip >> " + out);
    net.in(
        net.client("c1", KNOWN),
        "udhcpc",
        "-i",
        "eth0",
        "-f",
        "-q",
        "-n",
        "-t",
        "10",
        "-s",
        script.toString());
    assertThat(lastLine(out)).isEqualTo("bound 10.0.1.1");
    assertThat(read(log)).contains("event=dhcp-no-raw-frames").contains("CAP_NET_RAW is missing");
  }

  @Test
  void repliesReachTheClientAlone() throws InterruptedException {
    serve(1);
    String client = net.client("c1", KNOWN);
    String other = net.client("c2", MacAddress.parse("52:54:00:00:00:02"));
    Path capture = folder.resolve("capture");
    Process listening =
        net.start(
            client, capture, "tcpdump", "-lnne", "-c", "2", "-i", "eth0", "src", "port", "67");
    Path elsewhere = folder.resolve("elsewhere");
    net.start(other, elsewhere, "tcpdump", "-lnne", "-i", "eth0", "src", "port", "67");
    awaitText(capture, "listening");
    awaitText(elsewhere, "listening");
    udhcpc(client);
    assertThat(listening.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(read(capture))
        .contains("02:00:0a:00:00:01 > 52:54:00:00:00:01")
        .contains("10.0.0.1.67 > 10.0.1.1.68");
    assertThat(read(elsewhere)).doesNotContain("10.0.0.1.67");
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitText(Path file, String text) {
    Awaitility.await(text).atMost(PATIENCE).until(() -> read(file).contains(text));
  }

  @Test
  void udhcpcRenews() {
    serve(1);
    String client = net.client("c1", KNOWN);
    Path script = script("[ $1 = deconfig ] || ip addr replace $ip/$mask dev $interface");
    Path pid = folder.resolve("udhcpc.pid");
    net.start(
        client,
        folder.resolve("udhcpc.log"),
        "udhcpc",
        "-i",
        "eth0",
        "-f",
        "-p",
        pid.toString(),
        "-s",
        script.toString());
    server.awaitLine("event=dhcp-ack");
    awaitAddress(client, "10.0.1.1/16");
    net.in(client, "sh", "-c", "kill -USR1 $(cat " + pid + ")");
    server.awaitLine("ciaddr=10.0.1.1");
    Awaitility.await("renewed").atMost(PATIENCE).until(() -> acks().size() == 2);
    net.in(client, "sh", "-c", "kill -USR2 $(cat " + pid + ")");
    server.awaitLine("reason=released");
  }

  private List<String> acks() {
    return ACK.matcher(server.log()).results().map(found -> found.group(2)).toList();
  }

  private void awaitAddress(String client, String address) {
    Awaitility.await(address)
        .atMost(PATIENCE)
        .until(() -> net.in(client, "ip", "-4", "addr", "show", "dev", "eth0").contains(address));
  }

  @Test
  void networkdGetsItsReservationUnderItsDuid() throws IOException {
    serve(1);
    String client = net.client("c1", KNOWN);
    Path config =
        Files.writeString(
            folder.resolve("10-eth0.network"),
            """
            [Match]
            Name=eth0
            [Network]
            DHCP=ipv4
            IPv6AcceptRA=no
            LinkLocalAddressing=no
            [DHCPv4]
            ClientIdentifier=duid
            DUIDType=vendor
            DUIDRawData=00:00:ab:11:f9:2a:c2:77:29:f9:5c:00
            """);
    // `ip netns exec` gives it a mount namespace of its own: its state stays off this machine's
    // /run, and a read-only /sys tells it that nobody runs udev here.
    net.start(
        client,
        folder.resolve("networkd.log"),
        "sh",
        "-c",
        """
        mount -t tmpfs tmpfs /run &&
        mkdir -p /run/systemd/network /run/systemd/netif/links /run/systemd/netif/leases &&
        cp %s /run/systemd/network/ &&
        mount -o remount,bind,ro /sys && exec /usr/lib/systemd/systemd-networkd
        """
            .formatted(config));
    awaitAddress(client, "10.0.1.1/16");
    server.awaitLine(" 61=ff");
  }

  @Test
  void aStrangerKeepsItsAddressWhenTheServerCrashes() throws InterruptedException {
    serve(0);
    String client = net.client("x1", STRANGER);
    String first = dhclient(client).split(" ")[1];
    assertThat(Prefix.toInt(Prefix.parseAddress(first)))
        .isBetween(
            Prefix.toInt(Prefix.parseAddress("10.0.0.100")),
            Prefix.toInt(Prefix.parseAddress("10.0.0.199")));
    server.kill();
    serve(0);
    assertThat(dhclient(client)).startsWith("REBOOT " + first + " ");
    server.awaitLine("event=dhcp-ack");
    assertThat(server.log()).doesNotContain("DISCOVER");
    assertThat(udhcpc(client)).startsWith("bound " + first + " ");
  }

  @Test
  void refusesAnAddressThatIsNotTheNodesAndTheClientAsksAnew() {
    serve(1);
    String client = net.client("c1", KNOWN);
    assertThat(dhclient(client)).contains("10.0.1.1");
    net.in(
        client,
        "sed",
        "-i",
        "s/fixed-address 10.0.1.1/fixed-address 10.0.0.77/",
        folder.resolve("leases").toString());
    assertThat(dhclient(client)).startsWith("BOUND 10.0.1.1 ");
    server.awaitLine("50=10.0.0.77");
    server.awaitLine("event=dhcp-nak");
  }

  @Test
  void fiveHundredMachinesGetTheirAddressesThroughARelay() {
    serve(FIRST_OF_CROWD + 500);
    String client = net.client("relay", MacAddress.parse("52:54:00:ee:00:01"));
    net.in(client, "ip", "addr", "add", "10.0.0.250/16", "dev", "eth0");
    perfdhcp(client, 500, "-l", "10.0.0.250", "10.0.0.1");
    everyMachineGotItsOwn(500);
  }

  /** Each repeats with back-off what was not answered; the log tells what each was given. */
  @Test
  void tenThousandMachinesAtOnceAllGetTheirAddresses() {
    int machines = 10_000;
    server =
        ServerProcess.start(
            net,
            folder.resolve("server.log"),
            DhcpServerMain.class.getName(),
            String.valueOf(FIRST_OF_CROWD + machines),
            "EPOLL",
            "quiet");
    String client = net.client("relay", MacAddress.parse("52:54:00:ee:00:01"));
    net.in(client, "ip", "addr", "add", "10.0.0.250/16", "dev", "eth0");
    String pxeClient = "60,505845436c69656e74";
    TestNet.Output output =
        avalanche(
            client, machines, "-o", pxeClient, "-o", "93,0007", "-l", "10.0.0.250", "10.0.0.1");
    assertThat(output.text()).contains("to provision " + machines + " clients");
    everyMachineGotItsOwn(machines);
  }

  @Test
  void fiveHundredMachinesGetTheirAddressesByBroadcast() {
    serve(FIRST_OF_CROWD + 500);
    String client = net.client("crowd", MacAddress.parse("52:54:00:ee:00:01"));
    net.in(client, "ip", "addr", "add", "10.0.0.250/16", "dev", "eth0");
    perfdhcp(client, 500, "-B", "-l", "eth0", "255.255.255.255");
    everyMachineGotItsOwn(500);
  }

  private void perfdhcp(String client, int machines, String... where) {
    assertThat(avalanche(client, machines, where).text())
        .contains("to provision " + machines + " clients")
        .containsPattern(answered("DISCOVER-OFFER", machines))
        .containsPattern(answered("REQUEST-ACK", machines));
  }

  private static String answered(String exchange, int packets) {
    return "%s\\*+\\s+sent packets: %d\\s+received packets: %d"
        .formatted(exchange, packets, packets);
  }

  /** All at once, each repeating with back-off until it has its address. */
  private TestNet.Output avalanche(String client, int machines, String... where) {
    List<String> command =
        Stream.concat(
                Stream.of(
                    "perfdhcp",
                    "-4",
                    "--scenario",
                    "avalanche",
                    "-b",
                    "mac=52:54:00:00:01:00",
                    "-R",
                    String.valueOf(machines),
                    "-W",
                    "5000000"),
                Stream.of(where))
            .toList();
    TestNet.Output output =
        net.run(client, Duration.ofSeconds(180), command.toArray(String[]::new));
    assertThat(output.exit()).as(output.text()).isZero();
    return output;
  }

  private void everyMachineGotItsOwn(int machines) {
    // A moment after the answer itself.
    Map<String, String> given =
        Awaitility.await("all ACKs in the log")
            .atMost(PATIENCE)
            .until(this::given, all -> all.size() == machines);
    given.forEach((mac, address) -> {
      int node = (int) (MacAddress.parse(mac).value() & 0xffff);
      assertThat(address).as(mac).isEqualTo(Prefix.fromInt(0x0a000100 + node).getHostAddress());
    });
  }

  private Map<String, String> given() {
    Map<String, String> given = new HashMap<>();
    Matcher ack = ACK.matcher(server.log());
    while (ack.find()) {
      given.put(ack.group(1), ack.group(2));
    }
    return given;
  }

  @Test
  void saysThatAnotherServerHoldsThePort() {
    serve(0);
    assertThatThrownBy(() ->
            ServerProcess.start(
                net, folder.resolve("second.log"), DhcpServerMain.class.getName(), "0", "EPOLL"))
        .hasMessageContaining("another DHCP server holds UDP port 67: find it with 'ss -lunp");
  }

  @Test
  void saysHowToGiveTheInterfaceItsAddress() {
    net.in(net.server(), "ip", "addr", "flush", "dev", TestNet.BRIDGE);
    assertThatThrownBy(() -> serve(0)).hasMessageContaining("ip addr add 10.0.0.1/PREFIX dev");
  }

  @Test
  void advertisesToAKnownMachineThatThereIsNoRouter() {
    serve(1);
    String client = net.client("c1", KNOWN);
    awaitLinkLocal(client);
    TestNet.Output output = net.run(client, PATIENCE, "rdisc6", "-1", "-r", "10", "eth0");
    assertThat(output.text())
        .contains("from fe80::aff:fe00:1")
        .containsPattern("Router lifetime +: +0 ")
        .doesNotContain("Prefix");
    assertThat(output.exit()).isZero();
  }

  @Test
  void advertisesWhereIpv6IsOffOnTheServer() {
    net.in(net.server(), "sysctl", "-qw", "net.ipv6.conf." + TestNet.BRIDGE + ".disable_ipv6=1");
    serve(1);
    String client = net.client("c1", KNOWN);
    awaitLinkLocal(client);
    assertThat(net.run(client, PATIENCE, "rdisc6", "-1", "-r", "10", "eth0").text())
        .contains("from fe80::aff:fe00:1");
  }

  @Test
  void advertisesNothingToAMachineItDoesNotKnow() {
    serve(1);
    String client = net.client("x1", STRANGER);
    awaitLinkLocal(client);
    TestNet.Output output = net.run(client, PATIENCE, "rdisc6", "-1", "-r", "3", "eth0");
    assertThat(output.exit()).isNotZero();
    assertThat(output.text()).contains("No response").doesNotContain("Router lifetime");
  }

  private void awaitLinkLocal(String client) {
    Awaitility.await("link-local address")
        .atMost(PATIENCE)
        .until(() -> {
          String shown = net.in(client, "ip", "-6", "addr", "show", "dev", "eth0");
          return shown.contains("fe80::") && !shown.contains("tentative");
        });
  }
}
