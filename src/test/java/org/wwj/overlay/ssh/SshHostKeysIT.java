package org.wwj.overlay.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.net.MacAddress;
import org.wwj.testnet.Peers;
import org.wwj.testnet.TestNet;

/** Keys and certificates as OpenSSH's own programs see them. */
class SshHostKeysIT {
  private static final List<String> NAMES = List.of("c1", "c1-default", "10.0.0.11", "fd00::11");

  @TempDir Path folder;

  private Path write(String name, String text, String mode) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + "\n" + text;
  }

  @Test
  void sshKeygenReadsThem() throws Exception {
    Peers.require("ssh-keygen");
    HostKeys keys = new HostKeys(folder.resolve("keys"));
    Path authority = write("ca.pub", keys.authority() + "\n", "rw-r--r--");
    String fingerprint = run("ssh-keygen", "-l", "-f", authority.toString()).split("\\s+")[2];
    for (KeyType type : KeyType.values()) {
      String name = "ssh_host_" + type.word() + "_key";
      Path key = write(name, keys.privateFile("c1", type), "rw-------");
      // The public key it computes from the private one is the one that we say.
      String line = keys.key("c1", type).publicLine("c1");
      assertThat(run("ssh-keygen", "-y", "-f", key.toString())).isEqualTo("0\n" + line + "\n");
      Path certificate =
          write(name + "-cert.pub", keys.certificate("c1", type, NAMES) + "\n", "rw-r--r--");
      assertThat(run("ssh-keygen", "-L", "-f", certificate.toString()))
          .startsWith("0\n")
          .contains("host certificate", "Key ID: \"c1\"", "Serial: 0", "Valid: forever")
          .contains("Signing CA: ED25519 " + fingerprint)
          .containsPattern(
              "Principals: \n\\s+c1\n\\s+c1-default\n\\s+10.0.0.11\n\\s+fd00::11\n\\s+Critical Options: \\(none\\)\n\\s+Extensions: \\(none\\)");
    }
  }

  /**
   * A user who has seen neither key nor node logs in by name and by address, without a question,
   * and refuses a host that shows another site's certificate.
   */
  @Test
  void aUserLogsInWithoutAQuestion() throws Exception {
    Peers.require("ip", "unshare", "sshd", "ssh", "ssh-keygen", "ssh-keyscan");
    HostKeys keys = new HostKeys(folder.resolve("keys"));
    HostKeys others = new HostKeys(folder.resolve("others"));
    Path known = write("known", "@cert-authority * " + keys.authority() + "\n", "rw-r--r--");
    Path wrong = write("wrong", "@cert-authority * " + others.authority() + "\n", "rw-r--r--");
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve("user").toString());
    Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
    Files.createDirectories(Path.of("/run/sshd"));

    try (TestNet net = TestNet.create()) {
      String node = net.client("c1", MacAddress.parse("52:54:00:00:00:01"));
      net.in(node, "ip", "addr", "add", "10.0.0.11/24", "dev", "eth0");
      for (KeyType type : KeyType.values()) {
        Path config = daemon(keys, type);
        assertThat(run("/usr/sbin/sshd", "-t", "-f", config.toString())).isEqualTo("0\n");
        Process daemon =
            net.start(
                node,
                folder.resolve("sshd.log"),
                "/usr/sbin/sshd",
                "-D",
                "-e",
                "-f",
                config.toString());
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() ->
                scan(net, "-t", type.word()).contains(keys.key("c1", type).publicLine("").trim()));
        assertThat(scan(net, "-c", "-t", type.word())).contains("-cert-v01@openssh.com");

        assertThat(login(net, known, "10.0.0.11", "10.0.0.11")).isEqualTo("0 here\n");
        assertThat(login(net, known, "c1", "10.0.0.11")).isEqualTo("0 here\n");
        assertThat(login(net, known, "c2", "10.0.0.11"))
            .startsWith("255 ")
            .contains("Host key verification failed");
        assertThat(login(net, wrong, "c1", "10.0.0.11"))
            .startsWith("255 ")
            .contains("verification failed");
        daemon.descendants().forEach(ProcessHandle::destroy);
        daemon.destroy();
        assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private Path daemon(HostKeys keys, KeyType type) throws IOException {
    String name = "ssh_host_" + type.word() + "_key";
    Path key = write(name, keys.privateFile("c1", type), "rw-------");
    Path certificate = write(name + "-cert.pub", keys.certificate("c1", type, NAMES), "rw-r--r--");
    return write(
        "sshd_config",
        """
        ListenAddress 10.0.0.11
        HostKey %s
        HostCertificate %s
        AuthorizedKeysFile %s
        PermitRootLogin prohibit-password
        StrictModes no
        UsePAM no
        PidFile none
        """
            .formatted(key, certificate, folder.resolve("authorized")),
        "rw-------");
  }

  private static String scan(TestNet net, String... options) {
    String[] command = new String[options.length + 2];
    command[0] = "ssh-keyscan";
    System.arraycopy(options, 0, command, 1, options.length);
    command[command.length - 1] = "10.0.0.11";
    return net.run(net.server(), Duration.ofSeconds(20), command).text();
  }

  /** Logs in as root under a host's name, whatever its address, and says {@code here} there. */
  private String login(TestNet net, Path known, String name, String address) {
    TestNet.Output output =
        net.run(
            net.server(),
            Duration.ofSeconds(30),
            "ssh",
            "-F",
            "none",
            "-i",
            folder.resolve("user").toString(),
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "BatchMode=yes",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "GlobalKnownHostsFile=" + known,
            "-o",
            "HostName=" + address,
            "-o",
            "HostKeyAlias=" + name,
            "root@" + name,
            "echo here");
    return output.exit() + " " + output.text();
  }
}
