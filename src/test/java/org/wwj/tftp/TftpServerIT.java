package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.net.MacAddress;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/** Debian's TFTP clients fetch from our server over a network of namespaces. */
class TftpServerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The servers' ports, inside their own namespace. */
  private static final String SINGLE = "69";

  private static final String CLASSIC = "6969";

  /** Opcode and block of the ACK that answers an OACK. */
  private static final String ACK_0 = "0x00040000";

  @TempDir private static Path folder;
  private static TestNet net;
  private static String client;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws IOException {
    Peers.require("ip", "nft", "atftp", "tftp", "busybox");
    write("loader.efi", 1_100_000);
    write("small.efi", 170_000);
    write("empty.efi", 0);
    write("even.efi", 1468 * 100);
    write("secret.txt", 10);
    net = TestNet.create();
    client = net.client("c1", MacAddress.parse("52:54:00:00:00:11"));
    net.in(client, "ip", "addr", "add", "10.0.0.11/24", "dev", "eth0");
    server = start(SINGLE, "single");
    start(CLASSIC, "classic");
  }

  private static ServerProcess start(String port, String mode) {
    return ServerProcess.start(
        net,
        folder.resolve(mode + ".log"),
        TftpServerMain.class.getName(),
        TestNet.SERVER,
        port,
        folder.toString(),
        mode);
  }

  private static void write(String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    Files.write(folder.resolve(name), content);
  }

  @AfterAll
  static void stop() {
    if (net != null) {
      net.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "loader.efi, ''",
    "loader.efi, blksize 1468",
    "loader.efi, blksize 1468;windowsize 4",
    "loader.efi, blksize 1468;windowsize 16;tsize 0;timeout 3",
    "even.efi,   blksize 1468;windowsize 16",
    "empty.efi,  tsize 0",
  })
  void atftpFetchesByteExact(String name, String options) throws IOException {
    assertSame(name, atftp(SINGLE, name, options));
  }

  @Test
  void atftpFetchesFromTransferPort() throws IOException {
    assertSame("loader.efi", atftp(CLASSIC, "loader.efi", "blksize 1468;windowsize 16"));
  }

  @ParameterizedTest
  @CsvSource({"binary", "ascii"})
  void tftpHpaFetchesByteExact(String mode) throws IOException {
    Path got = folder.resolve("got");
    net.run(
        client,
        PATIENCE,
        "tftp",
        TestNet.SERVER,
        "-m",
        mode,
        "-c",
        "get",
        "small.efi",
        got.toString());
    assertSame("small.efi", got);
  }

  @Test
  void busyboxFetchesByteExact() throws IOException {
    assertSame("loader.efi", busybox("/loader.efi"));
  }

  @ParameterizedTest
  @CsvSource({"''", "blksize 1468;windowsize 4", "blksize 1468;windowsize 16"})
  void fetchesUnderPacketLoss(String options) throws IOException {
    // All but the ACK of the options: when that is lost, the server says its options again, and
    // Debian's atftp gives up at a second OACK.
    net.drop("udp length > 8 @th,64,32 != " + ACK_0 + " numgen random mod 100 < 5");
    try {
      assertSame("small.efi", atftp(SINGLE, "small.efi", options));
    } finally {
      net.drop("");
    }
  }

  @Test
  void saysItsOptionsAgainWhenTheirAckIsLost() throws IOException {
    // The first of each two.
    net.drop("@th,64,32 " + ACK_0 + " numgen inc mod 2 0");
    try {
      assertSame("small.efi", busybox("/small.efi", "-b", "1428"));
      assertThat(net.in(net.server(), "nft", "list", "chain", "bridge", "loss", "i"))
          .contains("counter packets 1 ");
    } finally {
      net.drop("");
    }
  }

  @Test
  void fetchesWhereThePathIsNarrowerThanABlock() throws IOException {
    net.in(net.server(), "ip", "link", "set", TestNet.BRIDGE, "mtu", "1400");
    try {
      assertSame("small.efi", atftp(SINGLE, "small.efi", "blksize 1468;windowsize 16"));
    } finally {
      net.in(net.server(), "ip", "link", "set", TestNet.BRIDGE, "mtu", "1500");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "../../../../../../etc/passwd, leaves the served folder",
    "/etc/passwd,                  no loader etc/passwd",
    "secret.txt,                   no loader secret.txt",
    "revocations_sku.efi,          no loader revocations_sku.efi",
  })
  void namesThatAreNotServedAreRefusedAtOnce(String name, String reason) {
    Path got = folder.resolve("got-" + reason.hashCode());
    TestNet.Output output =
        net.run(client, PATIENCE, "atftp", "-g", "-r", name, "-l", got.toString(), TestNet.SERVER);
    assertThat(output.exit()).isNotZero();
    assertThat(server.log()).contains(reason);
    assertThat(got.toFile().length()).isZero();
  }

  private static Path atftp(String port, String name, String options) throws IOException {
    Path got = folder.resolve("got");
    Files.deleteIfExists(got);
    List<String> command = new ArrayList<>(List.of("atftp", "--tftp-timeout", "2"));
    for (String option : options.split(";")) {
      if (!option.isEmpty()) {
        command.addAll(List.of("--option", option));
      }
    }
    command.addAll(List.of("-g", "-r", name, "-l", got.toString(), TestNet.SERVER, port));
    TestNet.Output output = net.run(client, PATIENCE, command.toArray(String[]::new));
    assertThat(output.exit()).as(output.text()).isZero();
    return got;
  }

  private static Path busybox(String name, String... options) throws IOException {
    Path got = folder.resolve("got");
    Files.deleteIfExists(got);
    List<String> command = new ArrayList<>(List.of("busybox", "tftp", "-g"));
    command.addAll(List.of(options));
    command.addAll(List.of("-r", name, "-l", got.toString(), TestNet.SERVER));
    net.in(client, command.toArray(String[]::new));
    return got;
  }

  private static void assertSame(String name, Path got) throws IOException {
    assertThat(Files.mismatch(folder.resolve(name), got)).as(server.log()).isEqualTo(-1);
  }
}
