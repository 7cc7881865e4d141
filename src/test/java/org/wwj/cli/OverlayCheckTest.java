package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code wwj check} says of overlays, as an admin sees it. */
class OverlayCheckTest {
  @TempDir Path folder;
  private CliSite site;

  @BeforeEach
  void threeNodes() throws IOException {
    site = new CliSite(folder, nodes(3));
    write("data/overlays/x/rootfs/etc/x.conf.ww", "{{.Id}}\n");
  }

  private static String nodes(int count) {
    StringBuilder text =
        new StringBuilder(
            """
            nodeprofiles:
              default: {image name: d, system overlay: [x], runtime overlay: [x]}
            nodes:
            """);
    for (int i = 1; i <= count; i++) {
      text.append("  c%d: {profiles: [default], tags: {n: \"%d\"}}\n".formatted(i, i));
    }
    return text.toString();
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String check(String... options) {
    return site.shown(site.run(options.length == 0 ? new String[] {"check"} : options).out());
  }

  @Test
  void isSilentWhileAllCanBeRendered() {
    assertThat(check()).doesNotContain("x.conf");
  }

  @Test
  void tellsAMistakeOnceWithFileLineColumnAndNodes() throws IOException {
    write("data/overlays/x/rootfs/etc/x.conf.ww", "{{.Id}}\n  {{.Nope}}\n");
    assertThat(site.run("check").code()).isEqualTo(2);
    assertThat(check())
        .containsOnlyOnce("x.conf.ww:2:4")
        .contains("SITE/data/overlays/x/rootfs/etc/x.conf.ww:2:4: error: overlay x: at <.Nope>: ")
        .contains("can't evaluate field Nope in type overlay.TemplateStruct (c[1-3])\n");
    assertThat(check("check", "-j"))
        .contains("\"where\": \"SITE/data/overlays/x/rootfs/etc/x.conf.ww:2:4\"");
  }

  @Test
  void namesOnlyTheNodesThatItHits() throws IOException {
    write(
        "data/overlays/x/rootfs/etc/x.conf.ww", "{{if eq .Tags.n \"2\"}}{{fail \"two\"}}{{end}}\n");
    assertThat(check()).contains("x.conf.ww:1:23: error: overlay x: ").contains("two (c2)\n");
  }

  @Test
  void looksAtModesAndLayersToo() throws IOException {
    write("data/overlays/x/modes", "0600 etc/x.conf\nnonsense\n");
    assertThat(check()).contains("SITE/data/overlays/x/modes:2: error: ").contains("(c[1-3])\n");
    write("data/overlays/x/modes", "");
    write("data/overlays/x/rootfs/etc/x.conf.ww", "{{file \"/etc\"}}\n");
    assertThat(check()).contains("overlays: error: overlay x: /etc ").contains("(c[1-3])\n");
  }

  @Test
  void saysWhatASecretMisses() throws IOException {
    write("data/overlays/x/rootfs/etc/x.conf.ww", "{{Secret \"munge.key\"}}\n");
    assertThat(check())
        .contains("x.conf.ww:1:2: error: overlay x: ")
        .contains("install -D -m 0600 FILE SITE/state/secrets/munge.key (c[1-3])\n");
  }

  @Test
  void takesSecondsForAThousandNodes() throws IOException {
    Files.writeString(site.nodes(), nodes(1000));
    write(
        "data/overlays/x/rootfs/etc/hosts.ww",
        "{{range .AllNodes}}{{range $i := until 20}}{{$i}}{{end}}{{.Id}}\n{{end}}");
    long begin = System.nanoTime();
    assertThat(check()).doesNotContain("hosts.ww");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
  }
}
