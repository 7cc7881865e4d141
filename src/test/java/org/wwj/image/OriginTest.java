package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginTest {
  private static final Instant TIME = Instant.parse("2026-11-29T20:00:00Z");

  @TempDir private Path folder;

  @Test
  void isLinesOfText() throws IOException {
    Origin origin =
        new Origin(
            "docker://rockylinux:9",
            "docker.io/library/rockylinux:9",
            "sha256:12",
            "sha256:34",
            "linux/amd64",
            TIME.plusMillis(7));
    Path file = folder.resolve("origin");
    origin.write(file);
    assertThat(file)
        .hasContent(
            """
            source docker://rockylinux:9
            reference docker.io/library/rockylinux:9
            digest sha256:12
            index sha256:34
            platform linux/amd64
            imported 2026-11-29T20:00:00Z
            """);
    assertThat(Origin.read(file)).contains(origin);
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    Origin origin = new Origin("/srv/a b", "", "", "", "", TIME);
    assertThat(origin.format()).isEqualTo("source /srv/a b\nimported 2026-11-29T20:00:00Z\n");
    assertThat(Origin.parse(origin.format())).isEqualTo(origin);
  }

  @Test
  void isReadWhoeverWroteIt() throws IOException {
    assertThat(Origin.read(folder.resolve("none"))).isEmpty();
    Files.write(folder.resolve("bad"), new byte[] {(byte) 0xFF, 0, 10, 32, 10});
    assertThat(Origin.read(folder.resolve("bad")).orElseThrow().source()).isEmpty();
    assertThat(Origin.parse("imported never\nsource x\nlater words\n"))
        .isEqualTo(new Origin("x", "", "", "", "", Instant.EPOCH));
    assertThat(new Origin("a\nimported\t1", "", "", "", "", TIME).source())
        .isEqualTo("a?imported?1");
  }

  @Test
  void whateverIsReadIsWrittenTheSame() {
    Random random = new Random(2);
    String letters = "source digest\nimported 2026-Z:\t\r/";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      Origin origin = Origin.parse(text.toString());
      assertThat(Origin.parse(origin.format())).isEqualTo(origin);
    }
  }
}
