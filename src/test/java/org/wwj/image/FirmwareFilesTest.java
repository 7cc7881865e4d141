package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirmwareFilesTest {
  private static final String ON = "y";

  @TempDir private Path root;
  private Trees trees;

  @BeforeEach
  void firmware() {
    trees = new Trees(root).merged();
    trees.file("usr/lib/firmware/a.fw", "").file("usr/lib/firmware/b.fw.xz", "");
    trees.file("usr/lib/firmware/d/c1.fw.zst", "").file("usr/lib/firmware/d/c2.fw", "");
    trees.file("usr/lib/firmware/updates/a.fw", "");
  }

  private String find(String name, Map<String, String> settings) {
    return new FirmwareFiles(trees.tree(), "1", settings).find(name).toString();
  }

  @Test
  void looksWhereTheKernelLooks() {
    assertThat(find("a.fw", Map.of()))
        .isEqualTo("[Found[path=lib/firmware/updates/a.fw, packed=false]]");
    assertThat(find("absent.fw", Map.of())).isEqualTo("[]");
    trees.file("usr/lib/firmware/updates/1/a.fw", "");
    assertThat(find("a.fw", Map.of())).contains("updates/1/a.fw");
  }

  @Test
  void knowsWhatTheKernelCanUnpackItself() {
    String packed = "packed=true";
    assertThat(find("b.fw", Map.of())).contains(packed);
    assertThat(find("b.fw", Map.of("CONFIG_FW_LOADER_COMPRESS", ON))).doesNotContain(packed);
    Map<String, String> zstd =
        Map.of("CONFIG_FW_LOADER_COMPRESS", ON, "CONFIG_FW_LOADER_COMPRESS_ZSTD", ON);
    assertThat(find("b.fw", zstd)).contains(packed);
    assertThat(find("d/c1.fw", zstd)).doesNotContain(packed);
    assertThat(find("d/c1.fw", Map.of("CONFIG_FW_LOADER_COMPRESS_XZ", ON))).contains(packed);
  }

  @Test
  void understandsPatterns() {
    assertThat(find("d/c*.fw", Map.of()))
        .isEqualTo(
            "[Found[path=lib/firmware/d/c1.fw.zst, packed=true],"
                + " Found[path=lib/firmware/d/c2.fw, packed=false]]");
    assertThat(find("d/c[3-9].fw", Map.of())).isEqualTo("[]");
    assertThat(find("d/[", Map.of())).isEqualTo("[]");
    assertThat(find("{a,b}*", Map.of())).isEqualTo("[]");
  }
}
