package org.wwj.image.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.config.ConfigException;

class SigningKeyTest {
  @TempDir Path folder;

  @Test
  void isMadeOnFirstUseForItsOwnerAlone() throws IOException {
    Path keys = folder.resolve("keys");
    assertThat(VerifyingKey.load(keys)).isEmpty();
    SigningKey made = SigningKey.load(keys);
    assertThat(SigningKey.load(keys).verifying()).isEqualTo(made.verifying());
    assertThat(VerifyingKey.load(keys)).contains(made.verifying());
    assertThat(mode(keys.resolve("image.key"))).isEqualTo("rw-------");
    assertThat(mode(keys.resolve("image.pub"))).isEqualTo("rw-r--r--");
    assertThat(keys.toFile().list()).containsExactlyInAnyOrder("image.key", "image.pub");
    assertThat(keys.resolve("image.key")).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
  }

  @Test
  void publishesItsPublicHalfAgain() throws IOException {
    SigningKey made = SigningKey.load(folder);
    Files.writeString(folder.resolve("image.pub"), "junk");
    assertThatThrownBy(() -> VerifyingKey.load(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("image.pub: is no readable Ed25519 public key");
    SigningKey.load(folder);
    assertThat(VerifyingKey.load(folder)).contains(made.verifying());
  }

  @Test
  void allWhoComeTogetherGetTheSame() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<VerifyingKey> load = () -> SigningKey.load(folder.resolve("keys")).verifying();
      List<Future<VerifyingKey>> keys = threads.invokeAll(List.of(load, load, load, load));
      for (Future<VerifyingKey> key : keys) {
        assertThat(key.get()).isEqualTo(keys.getFirst().get());
      }
    }
  }

  @Test
  void aKeyThatIsNoneIsToldWithWhatToDo() throws IOException {
    SigningKey.load(folder);
    Path file = folder.resolve("image.key");
    Files.writeString(file, Files.readString(file).replaceFirst("MC4CAQAw", "MC4CAQAx"));
    assertThatThrownBy(() -> SigningKey.load(folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("image.key: is no Ed25519 private key in PEM")
        .hasMessageContaining("remove it");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> SigningKey.load(folder)).hasMessageContaining("chmod 600");
  }

  @Test
  void verifiesOnlyWhatItSigned() {
    SigningKey key = SigningKey.load(folder.resolve("a"));
    Signed signed = key.sign("one\ntwo\n");
    assertThat(signed.format()).startsWith("one\ntwo\nsignature ed25519 " + key.verifying().id());
    assertThat(signed.format()).hasSize(8 + Signed.LINE);
    Signed read = Signed.parse(signed.format());
    assertThat(read).isEqualTo(signed);
    assertThat(key.verifying().verifies(read)).isTrue();
    assertThat(SigningKey.load(folder.resolve("b")).verifying().verifies(read)).isFalse();
    String text = signed.format();
    for (int i = 0; i < text.length(); i++) {
      char flipped = (char) (text.charAt(i) ^ 1);
      String changed = text.substring(0, i) + flipped + text.substring(i + 1);
      assertThat(key.verifying().verifies(Signed.parse(changed))).as("byte %d", i).isFalse();
    }
  }

  @Test
  void whatOnlyResemblesASignatureIsPartOfTheText() {
    String line = "signature ed25519 " + "0".repeat(16) + " " + "A".repeat(86) + "==\n";
    assertThat(line).hasSize(Signed.LINE);
    assertThat(Signed.parse(line).signature()).isPresent();
    assertThat(Signed.parse("x" + line).signature()).isEmpty();
    assertThat(Signed.parse(line + "\n").signature()).isEmpty();
    // The last letter has bits to spare; there is one way to write a signature.
    assertThat(Signed.parse(line.replace("A==", "B==")).signature()).isEmpty();
    assertThat(Signed.parse("").signature()).isEmpty();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
