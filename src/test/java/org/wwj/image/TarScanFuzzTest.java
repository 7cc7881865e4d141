package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class TarScanFuzzTest {
  @Test
  void endsInARefusalOrAnErrorOfTheArchive() throws IOException {
    byte[] good = sample();
    Random random = new Random(3);
    int passed = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = good.clone();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        TarScan.check(new ByteArrayInputStream(bytes), Path.of("x.tar"));
        passed++;
      } catch (IOException | ImageException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThat(passed).as("mutations within contents").isBetween(1, 99_999);
  }

  private static byte[] sample() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      TarArchiveEntry file = new TarArchiveEntry("usr/bin/" + "long".repeat(30));
      file.addPaxHeader("SCHILY.xattr.user.a", "b");
      byte[] content = "shell".getBytes(StandardCharsets.UTF_8);
      file.setSize(content.length);
      tar.putArchiveEntry(file);
      tar.write(content);
      tar.closeArchiveEntry();
      for (Map.Entry<String, Byte> kind :
          Map.of("bin", TarConstants.LF_SYMLINK, "hard", TarConstants.LF_LINK).entrySet()) {
        TarArchiveEntry link = new TarArchiveEntry(kind.getKey(), kind.getValue());
        link.setLinkName("usr/bin");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }
}
