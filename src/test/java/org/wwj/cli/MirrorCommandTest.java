package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What {@code wwj mirror} takes and what it does not. */
class MirrorCommandTest {
  @ParameterizedTest
  @CsvSource({
    "--from, ftp://10.0.0.1",
    "--from, http://10.0.0.1:9873?x",
    "--listen, 8080",
    "--listen, sms:8080",
    "--listen, 10.1.0.2:99999",
    "--size, 20",
    "--size, 63M",
  })
  void whatIsWrongIsAUsageError(String option, String value) {
    CliSite.Result result =
        option.equals("--from")
            ? CliSite.plain("mirror", option, value)
            : CliSite.plain("mirror", "--from", "http://10.0.0.1:9873", option, value);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(option).contains("'" + value + "' is");
  }

  @Test
  void itMustKnowItsServer() {
    CliSite.Result result = CliSite.plain("mirror");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--from");
  }

  @Test
  void sizesAreInPowersOf1024() {
    assertThat(new MirrorCommand.Size().convert("20G")).isEqualTo(20L << 30);
    assertThat(new MirrorCommand.Size().convert("64MiB")).isEqualTo(64L << 20);
    assertThat(new MirrorCommand.Size().convert("2T")).isEqualTo(2L << 40);
    assertThatThrownBy(() -> new MirrorCommand.Size().convert("999999999T"))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void anAddressHasAPort() {
    assertThat(new MirrorCommand.Listen().convert("10.1.0.2:8080"))
        .isEqualTo(new InetSocketAddress("10.1.0.2", 8080));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://10.0.0.1:9873", "http://10.0.0.1:9873/"})
  void aServerIsKnownWithoutItsSlash(String value) {
    assertThat(new MirrorCommand.Origin().convert(value))
        .isEqualTo(URI.create("http://10.0.0.1:9873"));
  }
}
