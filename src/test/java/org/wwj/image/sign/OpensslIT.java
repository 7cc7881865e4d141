package org.wwj.image.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;

/** OpenSSL, which is what stage-1 has, and ours take each other's keys and signatures. */
class OpensslIT {
  @TempDir Path folder;

  private int openssl(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("words").toFile())
            .start();
    return process.waitFor();
  }

  @Test
  void opensslVerifiesWhatWeSigned() throws Exception {
    Peers.require("openssl");
    Signed signed = SigningKey.load(folder).sign("format wwj-manifest 1\n");
    Files.writeString(folder.resolve("body"), signed.body());
    Files.write(folder.resolve("seal"), signed.signature().orElseThrow().bytes());
    String[] verify = {
      "pkeyutl",
      "-verify",
      "-pubin",
      "-inkey",
      "image.pub",
      "-rawin",
      "-in",
      "body",
      "-sigfile",
      "seal"
    };
    assertThat(openssl(verify)).isZero();
    Files.writeString(folder.resolve("body"), signed.body().replace("1", "0"));
    assertThat(openssl(verify)).isEqualTo(1);
    assertThat(openssl("pkey", "-in", "image.key", "-pubout", "-out", "again.pub")).isZero();
    assertThat(folder.resolve("again.pub"))
        .hasSameTextualContentAs(folder.resolve("image.pub"), StandardCharsets.US_ASCII);
  }

  @Test
  void weVerifyWhatOpensslSigned() throws Exception {
    Peers.require("openssl");
    assertThat(openssl("genpkey", "-algorithm", "ed25519", "-out", "image.key")).isZero();
    Files.setPosixFilePermissions(
        folder.resolve("image.key"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    VerifyingKey key = SigningKey.load(folder).verifying();
    Files.writeString(folder.resolve("body"), "text\n");
    assertThat(
            openssl(
                "pkeyutl", "-sign", "-inkey", "image.key", "-rawin", "-in", "body", "-out", "s"))
        .isZero();
    String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("s")));
    Signed read = Signed.parse("text\nsignature ed25519 " + key.id() + " " + base64 + "\n");
    assertThat(key.verifies(read)).isTrue();
    assertThat(read).isEqualTo(SigningKey.load(folder).sign("text\n"));
  }
}
