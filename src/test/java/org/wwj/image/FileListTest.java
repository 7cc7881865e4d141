package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.archive.Digest;

class FileListTest {
  private static FileList sample() {
    TreeMap<String, FileList.Entry> files = new TreeMap<>();
    files.put("manifest", new FileList.Entry(Digest.of("m"), 0));
    files.put("vmlinuz", new FileList.Entry(Digest.of("v"), 12));
    return new FileList("debian-12", "20261123T051400Z-1f2e3d4c", files);
  }

  @Test
  void readsWhatItWrites() {
    assertThat(FileList.parse(sample().format())).isEqualTo(sample());
    assertThat(sample().format())
        .startsWith("format wwj-files 1\nimage debian-12\n")
        .endsWith("\nfile " + Digest.of("v") + " 12 vmlinuz\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wwj-files 1|wwj-files 2|files line 1",
        "debian-12|../etc|files line 2",
        "generation 2|generation /|files line 3",
        " 12 vmlinuz| 012 vmlinuz|files line 5",
        " 12 vmlinuz| 12 ../vmlinuz|files line 5",
        " 12 vmlinuz| 12 /vmlinuz|files line 5",
        " 12 vmlinuz| 12 kernel|files line 5",
        " 0 manifest| 0 x|files line 5",
      })
  void namesTheLineThatIsWrong(String right, String wrong, String message) {
    String changed = sample().format().replace(right, wrong);
    assertThatThrownBy(() -> FileList.parse(changed))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void takesOnlyTheCanonicalTextAndNeverFailsOtherwise() {
    Random random = new Random(42);
    byte[] good = sample().format().getBytes(StandardCharsets.ISO_8859_1);
    int accepted = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = good.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      try {
        assertThat(FileList.parse(text).format()).isEqualTo(text);
        accepted++;
      } catch (ImageException e) {
        assertThat(e).hasMessageStartingWith("files");
      }
    }
    assertThat(accepted).as("mutations within a digest or a name").isPositive();
  }
}
