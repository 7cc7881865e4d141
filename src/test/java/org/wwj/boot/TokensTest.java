package org.wwj.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.net.MacAddress;

class TokensTest {
  private static final MacAddress C1 = MacAddress.parse("52:54:00:00:00:01");
  private static final MacAddress C2 = MacAddress.parse("52:54:00:00:00:02");
  private static final Instant NOW = Instant.parse("2026-11-23T05:00:00Z");

  @TempDir Path folder;

  @Test
  void aTokenHoldsForItsMachineAndAcrossARestart() {
    String token = Tokens.load(folder.resolve("keys/boot.key")).mint(C1, NOW);
    Tokens restarted = Tokens.load(folder.resolve("keys/boot.key"));
    assertThat(restarted.verify(token, C1)).contains(NOW);
    assertThat(restarted.verify(token, C2)).isEmpty();
  }

  @Test
  void anotherSiteMakesOtherTokens() {
    String token = Tokens.load(folder.resolve("a")).mint(C1, NOW);
    assertThat(Tokens.load(folder.resolve("b")).verify(token, C1)).isEmpty();
  }

  @Test
  void nothingElseIsAToken() {
    Tokens tokens = Tokens.load(folder.resolve("key"));
    String token = tokens.mint(C1, NOW);
    for (String text :
        new String[] {
          "", ".", "x.", token + "a", token.substring(1), "zzzzzzzzzzzzzzzzzzzz.x", "é.é"
        }) {
      assertThat(tokens.verify(text, C1)).as(text).isEmpty();
    }
  }

  @Test
  void theKeyIsTheOwnersOnlyAndADamagedOneIsNamed() throws IOException {
    Path key = folder.resolve("key");
    Tokens.load(key);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    Files.writeString(key, "short");
    assertThatThrownBy(() -> Tokens.load(key))
        .hasMessageContaining(key.toString())
        .hasMessageContaining("remove it");
  }
}
