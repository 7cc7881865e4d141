package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Q11 of the firmware quirks. */
class FileNameTest {
  @ParameterizedTest
  @CsvSource({
    "snponly.efi, snponly.efi",
    "/snponly.efi, snponly.efi",
    "//grub//x86_64-efi///grub.cfg, grub/x86_64-efi/grub.cfg",
    "\\Boot\\x64\\wdsnbp.com, Boot/x64/wdsnbp.com",
    "/EFI\\BOOT/BOOTX64.EFI, EFI/BOOT/BOOTX64.EFI",
    "./a/./b, a/b",
    "a..b/..c, a..b/..c",
    "netboot.efi\ufffd\ufffd, netboot.efi",
  })
  void takesNamesAsFirmwareWritesThem(String asked, String path) {
    assertThat(FileName.of(asked)).isEqualTo(new FileName.Normalised(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../etc/passwd",
        "/../etc/passwd",
        "a/../b",
        "a\\..\\b",
        "a/..",
        "a\nb",
        "a\u0001",
        "a\u007f",
        "a\u0085"
      })
  void refusesEscapesAndControlCharacters(String asked) {
    assertThat(FileName.of(asked))
        .isInstanceOfSatisfying(
            FileName.Refused.class,
            refused -> assertThat(refused.error().code()).isEqualTo(ErrorCode.ACCESS_VIOLATION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "\\\\", ".", "\ufffd"})
  void refusesNamesOfNothing(String asked) {
    assertThat(FileName.of(asked))
        .isInstanceOfSatisfying(
            FileName.Refused.class,
            refused -> assertThat(refused.error().code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
  }

  @Test
  void countsLengthInBytes() {
    assertThat(FileName.of("a".repeat(255))).isInstanceOf(FileName.Normalised.class);
    assertThat(FileName.of("a".repeat(256))).isInstanceOf(FileName.Refused.class);
    assertThat(FileName.of("\u00e4".repeat(128))).isInstanceOf(FileName.Refused.class);
  }
}
