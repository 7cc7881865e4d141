package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;

class UnpackingIT {
  private static final int FILES = 8;

  @TempDir Path folder;

  /** The damaged one is noticed at once, the large ones of other processes take their time. */
  @Test
  void nothingIsUnderWayAnyMoreWhenOneIsDamaged() throws IOException {
    Peers.require("xz");
    Path large = folder.resolve("large");
    Files.write(large, new byte[32 << 20]);
    Tool.run(List.of("xz", "-0", large.toString()));
    Path damaged = Files.writeString(folder.resolve("damaged.xz"), "not xz");
    Path target = folder.resolve("target");
    Unpacking unpacking = new Unpacking();
    for (int i = 0; i < FILES; i++) {
      boolean early = i < FILES / 2;
      unpacking.add(
          early ? damaged : folder.resolve("large.xz"),
          target.resolve((early ? "damaged" : "large") + i + ".xz"));
    }
    assertThatThrownBy(unpacking::finish)
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("damaged0.xz");
    try (Stream<Path> left = Files.list(target)) {
      assertThat(left.map(path -> path.getFileName().toString()).filter(n -> n.startsWith("large")))
          .containsExactlyInAnyOrder("large4", "large5", "large6", "large7");
    }
  }
}
