package org.wwj.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitRateTest {
  @ParameterizedTest
  @CsvSource({
    "50M, 50000000",
    "10G, 10000000000",
    "10Gbit/s, 10000000000",
    "9600, 9600",
    "64k, 64000"
  })
  void readsSpeeds(String word, long bits) {
    assertThat(BitRate.parse(word).bitsPerSecond()).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "0", "-1", "10 G", "1.5G", "10GB/s", "999999999999T"})
  void refusesWhatIsNone(String word) {
    assertThatThrownBy(() -> BitRate.parse(word)).hasMessageContaining("is not a speed; write");
  }

  @Test
  void saysItselfInTheLargestUnit() {
    assertThat(BitRate.parse("25G")).hasToString("25 Gbit/s");
    assertThat(BitRate.parse("2500M")).hasToString("2500 Mbit/s");
    assertThat(BitRate.parse("9600")).hasToString("9600 bit/s");
    assertThat(BitRate.parse("10M").bytesPerSecond()).isEqualTo(1_250_000);
  }

  @Test
  void anInterfaceSaysMegabitsOrThatItDoesNotKnow(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("speed");
    Files.writeString(file, "25000\n");
    assertThat(LinkSpeed.read(file)).contains(BitRate.parse("25G"));
    Files.writeString(file, "-1\n");
    assertThat(LinkSpeed.read(file)).isEmpty();
    assertThat(LinkSpeed.read(folder.resolve("none"))).isEmpty();
    assertThat(LinkSpeed.of(InetAddress.getByName("127.0.0.1"))).isEmpty();
  }
}
