package org.wwj.image.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Digest;

class BlobCacheTest {
  private static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");

  @TempDir private Path folder;
  private BlobCache cache;

  @BeforeEach
  void cache() throws IOException {
    cache = new BlobCache(folder, Clock.fixed(NOW, ZoneOffset.UTC));
    cache.use().close();
  }

  private Descriptor layer(String content, Duration age) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Descriptor layer = Descriptor.of("", "sha256:" + Digest.of(bytes), bytes.length);
    Files.write(cache.blob(layer), bytes);
    age(cache.blob(layer), age);
    return layer;
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
  }

  private void keep(String image, Descriptor... layers) throws IOException {
    cache.keep(image, List.of(layers));
    try (var lists = Files.list(folder.resolve("imports"))) {
      for (Path list : lists.toList()) {
        age(list, Duration.ZERO);
      }
    }
  }

  @Test
  void holdsOnlyWhatIsRight() throws IOException {
    Descriptor layer = layer("content", Duration.ZERO);
    assertThat(cache.holds(layer)).isTrue();
    assertThat(cache.missing(layer)).isZero();
    Files.writeString(cache.blob(layer), "CONTENT");
    assertThat(cache.holds(layer)).isFalse();
    assertThat(cache.blob(layer)).doesNotExist();
    assertThat(cache.missing(layer)).isEqualTo(7);
    Files.writeString(cache.partial(layer), "con");
    assertThat(cache.missing(layer)).isEqualTo(4);
  }

  @Test
  void deletesWhatTheNextImportOfAnImageNoLongerHas() throws IOException {
    Descriptor base = layer("base", Duration.ZERO);
    Descriptor first = layer("first", Duration.ZERO);
    Descriptor second = layer("second", Duration.ZERO);
    Descriptor stranger = layer("stranger", Duration.ofHours(23));
    keep("a linux/amd64", base, first);
    keep("b linux/amd64", first);
    keep("a linux/amd64", base, second);
    assertThat(cache.blob(first)).exists(); // b has it too
    keep("b linux/amd64", second);
    assertThat(cache.blob(first)).doesNotExist();
    assertThat(List.of(base, second, stranger)).allMatch(l -> Files.exists(cache.blob(l)));
  }

  @Test
  void deletesWhatNobodyCameBackFor() throws IOException {
    Descriptor whole = layer("whole", Duration.ofHours(25));
    Descriptor part = layer("part", Duration.ZERO);
    Files.move(cache.blob(part), cache.partial(part));
    age(cache.partial(part), Duration.ofHours(25));
    Descriptor kept = layer("kept", Duration.ofDays(50));
    keep("a linux/amd64", kept);
    assertThat(cache.blob(whole)).doesNotExist();
    assertThat(cache.partial(part)).doesNotExist();
    assertThat(cache.blob(kept)).exists();
    try (var lists = Files.list(folder.resolve("imports"))) {
      age(lists.findFirst().orElseThrow(), Duration.ofDays(91));
    }
    keep("b linux/amd64");
    assertThat(cache.blob(kept)).doesNotExist();
  }
}
