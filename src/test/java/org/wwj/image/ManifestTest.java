package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.archive.Digest;

class ManifestTest {
  static final Manifest SAMPLE =
      new Manifest(
          "debian-12",
          "20261123T051400Z-1f2e3d4c",
          "6.1.0-50-cloud-amd64",
          700,
          4096,
          new Ram(1000, 2000, 3000),
          Digest.of("all"),
          "2d".repeat(64),
          List.of(new Part("0f".repeat(64), 0, 300), new Part("1e".repeat(64), 300, 400)),
          List.of(new Chunk(Digest.of("a"), 0, 300), new Chunk(Digest.of("b"), 300, 400)));

  @Test
  void readsWhatItWrites() {
    assertThat(Manifest.parse(SAMPLE.format())).isEqualTo(SAMPLE);
  }

  @Test
  void writesLinesThatAShellReads() {
    assertThat(SAMPLE.format())
        .startsWith("format wwj-manifest 1\nimage debian-12\n")
        .contains("\nsize 700\n")
        .endsWith("\nchunk " + Digest.of("b") + " 300 400\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wwj-manifest 1|wwj-manifest 2|line 1",
        "debian-12|../etc|line 2: bad image",
        "size 700|size 0700|line 5: not a number",
        "size 700|size 701|chunks end at 700",
        "sha512 2d|sha512 2g|line 11: not a SHA-512",
        "part 0f|part 0g|line 12: not the line 'part",
        "0f 0 300|0f 0 301|part at 0 is no run of chunks",
        "1e 300 400|1e 0 700|part at 0 is no run of chunks",
        "ram-tmpfs 2000|ram-tmpfs x|line 8: not a number",
        "ram-squashfs |ram-x |line 7: not the line 'sha256",
        "chunk |junk |line 14",
        "@300 400|@299 400|chunk at 299 should be at 300",
        "@300 400|@300 4194305|line 15: chunk of 4194305 bytes",
      })
  void namesTheLineThatIsWrong(String right, String wrong, String message) {
    String second = Digest.of("b") + " ";
    String changed =
        SAMPLE.format().replace(right.replace("@", second), wrong.replace("@", second));
    assertThatThrownBy(() -> Manifest.parse(changed))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsManifestsOfWhenRamWasNotWorkedOut() {
    String old = SAMPLE.format().replaceAll("ram-.*\n", "");
    Manifest manifest = Manifest.parse(old);
    assertThat(manifest.ram()).isEqualTo(Ram.UNKNOWN);
    assertThat(manifest.sha256()).isEqualTo(SAMPLE.sha256());
    assertThat(manifest.format()).isEqualTo(old);
    String zeros = SAMPLE.format().replaceAll("(ram-\\w+) \\d+", "$1 0");
    assertThatThrownBy(() -> Manifest.parse(zeros)).hasMessageContaining("line 7");
  }

  @Test
  void refusesATextThatIsCutOff() {
    String text = SAMPLE.format();
    for (int end = 0; end < text.length(); end++) {
      String part = text.substring(0, end);
      assertThatThrownBy(() -> Manifest.parse(part)).isInstanceOf(ImageException.class);
    }
  }
}
