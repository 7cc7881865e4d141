package org.wwj.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.image.ImageException;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "amd64, linux/amd64",
    "x86_64, linux/amd64",
    "linux/x86_64, linux/amd64",
    "amd64/v1, linux/amd64",
    "linux/amd64/v3, linux/amd64/v3",
    "aarch64, linux/arm64",
    "AARCH64, linux/arm64",
    "arm64/v8, linux/arm64",
    "linux/arm64/v8, linux/arm64",
    "arm/v7, linux/arm/v7",
    "armhf, linux/arm/v7",
    "linux/ppc64le, linux/ppc64le",
    "windows/amd64, windows/amd64",
  })
  void readsTheUsualSpellings(String text, String expected) {
    assertThat(Platform.parse(text)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "linux/", "linux//v8", "a/b/c/d", "amd 64", "amd64\n"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Platform.parse(text))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("linux/ARCHITECTURE");
  }

  private static List<Descriptor> index(String... platforms) {
    List<Descriptor> entries = new ArrayList<>();
    for (String platform : platforms) {
      Platform parsed =
          platform.equals("unknown")
              ? new Platform("unknown", "unknown", "")
              : platform.isEmpty() ? Descriptor.ANY : Platform.parse(platform);
      entries.add(new Descriptor("", platform, 0, parsed, Map.of()));
    }
    return entries;
  }

  private static String choose(String wanted, String... platforms) {
    return Platform.parse(wanted).choose(index(platforms), "the image").digest();
  }

  @Test
  void choosesTheOneThatFits() {
    assertThat(choose("amd64", "linux/arm64", "unknown", "linux/amd64")).isEqualTo("linux/amd64");
    assertThat(choose("arm64", "linux/amd64", "linux/arm64/v8")).isEqualTo("linux/arm64/v8");
    assertThat(choose("arm64/v8", "linux/amd64", "linux/arm64")).isEqualTo("linux/arm64");
    assertThat(choose("arm/v6", "linux/arm/v7", "linux/arm/v6")).isEqualTo("linux/arm/v6");
    assertThat(choose("amd64", "linux/amd64/v3", "linux/amd64")).isEqualTo("linux/amd64");
    assertThat(choose("amd64/v3", "linux/amd64/v3", "linux/amd64")).isEqualTo("linux/amd64/v3");
    assertThat(choose("arm", "linux/arm/v7", "linux/amd64")).isEqualTo("linux/arm/v7");
    assertThat(choose("amd64", "windows/amd64", "linux/amd64")).isEqualTo("linux/amd64");
    assertThat(choose("amd64", "")).isEmpty();
  }

  @Test
  void listsWhatThereIsWhenNoneFits() {
    assertThatThrownBy(() -> choose("s390x", "linux/amd64", "linux/arm64/v8", "unknown"))
        .hasMessage(
            "the image is not there for linux/s390x; it is for linux/amd64, linux/arm64: choose one"
                + " of them with --platform");
    assertThatThrownBy(() -> choose("arm", "linux/arm/v7", "linux/arm/v6"))
        .hasMessageContaining("linux/arm/v6, linux/arm/v7");
    assertThatThrownBy(() -> choose("amd64/v2", "linux/amd64", "linux/amd64/v3"))
        .isInstanceOf(ImageException.class);
    assertThatThrownBy(() -> choose("amd64", "unknown", "unknown"))
        .hasMessageContaining("nothing that it names");
  }
}
