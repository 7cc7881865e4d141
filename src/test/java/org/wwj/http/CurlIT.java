package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.net.MacAddress;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/** The server in its own process and namespace, against curl and raw sockets of a client. */
@Timeout(600)
class CurlIT {
  private static final String URL = "http://" + TestNet.SERVER + ":9873/";

  @TempDir static Path root;
  private static Path folder;
  private static TestNet net;
  private static String client;
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException {
    Peers.require("ip", "sysctl", "curl", "bash", "cmp");
    folder = Files.createDirectory(root.resolve("served"));
    Files.writeString(root.resolve("secret"), "the secret");
    net = TestNet.create();
    client = net.client("c1", MacAddress.parse("52:54:00:00:00:01"));
    net.in(client, "ip", "addr", "add", "10.0.0.11/24", "dev", "eth0");
    shell("head -c 209715200 /dev/urandom > image; head -c 8388608 /dev/urandom > kernel");
    server =
        ServerProcess.start(
            net,
            root.resolve("log"),
            "org.wwj.http.HttpServerMain",
            TestNet.SERVER,
            "9873",
            folder.toString(),
            root.resolve("wwj.sock").toString(),
            "2");
  }

  @AfterAll
  static void stop() {
    if (net != null) {
      net.close();
    }
  }

  private static TestNet.Output shell(String script) {
    return net.run(
        client, Duration.ofMinutes(5), "bash", "-c", "cd " + folder + " && { " + script + "; }");
  }

  @Test
  void curlDownloadsAnImageByteExact() {
    assertThat(shell("curl -sS " + URL + "image | cmp - image"))
        .isEqualTo(new TestNet.Output(0, ""));
  }

  @Test
  void curlResumesACutDownloadByteExact() throws IOException {
    shell("curl -sS " + URL + "image 2>/dev/null | head -c 71234567 > ../part");
    assertThat(Files.size(root.resolve("part"))).isEqualTo(71_234_567);
    String resume = "curl -sS -w '%{http_code} %{size_download}' -C - -o ../part " + URL + "image";
    assertThat(shell(resume).text()).isEqualTo("206 " + (209_715_200 - 71_234_567));
    assertThat(shell("cmp ../part image")).isEqualTo(new TestNet.Output(0, ""));
  }

  @Test
  void headAndGetShareOneConnection() {
    String both =
        "curl -sS -o /dev/null -w '%{http_code} %{num_connects};' -I "
            + URL
            + "/kernel --next -sS -o /dev/null -w '%{http_code} %{num_connects} %{size_download}' "
            + URL
            + "/kernel";
    assertThat(shell(both)).isEqualTo(new TestNet.Output(0, "200 1;200 0 8388608"));
  }

  @Test
  void aHeadLeavesInOnePacketWithItsFile() {
    long before = dataPackets();
    shell("curl -sS -o /dev/null -r 0-999 '" + URL + "image?[1-100]'");
    assertThat(dataPackets() - before).isBetween(100L, 150L);
  }

  /** Packets with data that the server has sent, whoever asked, without those sent again. */
  private static long dataPackets() {
    List<String[]> lines =
        net.in(net.server(), "cat", "/proc/net/netstat")
            .lines()
            .filter(line -> line.startsWith("TcpExt:"))
            .map(line -> line.split(" "))
            .toList();
    int column = List.of(lines.getFirst()).indexOf("TCPOrigDataSent");
    return Long.parseLong(lines.getLast()[column]);
  }

  @Test
  void manyCurlsFinishWhileASlowReaderHangsOn() {
    Process slow =
        net.start(
            client,
            root.resolve("slow"),
            "curl",
            "-sS",
            "--limit-rate",
            "50k",
            "-o",
            "/dev/null",
            URL + "image");
    String many =
        """
        for i in $(seq 64); do curl -sS --max-time 200 %skernel | cmp - kernel & pids="$pids $!"; done
        for pid in $pids; do wait $pid || exit 1; done
        """
            .formatted(URL);
    assertThat(shell(many.strip())).isEqualTo(new TestNet.Output(0, ""));
    assertThat(slow.isAlive()).isTrue();
    slow.descendants().forEach(ProcessHandle::destroy);
    slow.destroy();
  }

  @Test
  void noPathLeadsOutOfWhatIsServed() {
    String script =
        """
        printf 'x' > inside
        for path in /../secret //../secret /%2e%2e/secret /..%2fsecret /inside/../../secret \\
            /./../secret '/..\\\\secret' /%2e%2e%2fsecret http://x/../secret ../secret \\
            /%c0%ae%c0%ae/secret '/..%00/secret' '/..;/secret' /.%2e/secret; do
          exec 3<>/dev/tcp/10.0.0.1/9873
          printf 'GET %s HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n' "$path" >&3
          head -c 12 <&3; echo; cat <&3
        done
        """;
    String answers = shell(script.strip()).text();
    assertThat(answers.lines().filter(line -> line.startsWith("HTTP/1.1 ")))
        .hasSize(14)
        .allMatch(line -> line.equals("HTTP/1.1 400") || line.equals("HTTP/1.1 404"));
    assertThat(answers).doesNotContain("the secret");
    assertThat(shell("curl -sS " + URL + "inside").text()).isEqualTo("x");
  }

  @Test
  void theAdminsSocketAnswersAsLocal() {
    assertThat(shell("curl -sS --unix-socket ../wwj.sock http://wwj/status").text())
        .isEqualTo("no /status for LOCAL\n");
    assertThat(shell("curl -sS --unix-socket ../wwj.sock http://wwj/image | cmp - image"))
        .isEqualTo(new TestNet.Output(0, ""));
    assertThat(shell("stat -c %a ../wwj.sock").text()).isEqualTo("600\n");
  }

  @Test
  void garbageLeavesNoTraceButCounters() {
    shell("head -c 100000 /dev/urandom > /dev/tcp/10.0.0.1/9873");
    shell(
        "printf 'GET / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz' > /dev/tcp/10.0.0.1/9873");
    assertThat(shell("curl -sS -o /dev/null -w '%{http_code}' " + URL + "kernel").text())
        .isEqualTo("200");
    assertThat(server.log()).doesNotContain("Exception");
  }
}
