package org.wwj.image.chroot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.config.SiteConfig.ImageMount;
import org.wwj.image.ImageException;

class BindTest {
  @ParameterizedTest
  @CsvSource({
    "/srv,            /srv,  /srv,  false, false",
    "/srv/../a/,      /a,    /a,    false, false",
    "/srv:/mnt,       /srv,  /mnt,  false, false",
    "/srv:/mnt/./x/,  /srv,  /mnt/x,false, false",
    "/srv:/mnt:ro,    /srv,  /mnt,  true,  false",
    "/srv:/mnt:copy,  /srv,  /mnt,  false, true"
  })
  void isWrittenAsBefore(String text, Path source, String dest, boolean readonly, boolean copy) {
    assertThat(Bind.parse(text)).isEqualTo(new Bind(source, dest, readonly, copy, true));
  }

  @Test
  void standsForAFileBesideUs() {
    Bind bind = Bind.parse("some/file");
    assertThat(bind.source()).isEqualTo(Path.of("some/file").toAbsolutePath());
    assertThat(bind.dest()).isEqualTo(bind.source().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":/mnt",
        "/srv:",
        "/srv::ro",
        "/srv:mnt",
        "/srv:/mnt:rw",
        "/srv:/mnt:",
        "/srv:/mnt:ro:copy",
        "/srv:/",
        "/srv:/..",
        "/srv:/a/../"
      })
  void saysHowItIsWritten(String text) {
    assertThatThrownBy(() -> Bind.parse(text))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("SOURCE[:DEST[:ro|copy]]");
  }

  @Test
  void comesFromTheSettingsToo() {
    assertThat(Bind.of(new ImageMount("/etc/hosts", "", true, false)))
        .isEqualTo(new Bind(Path.of("/etc/hosts"), "/etc/hosts", true, false, false));
  }
}
