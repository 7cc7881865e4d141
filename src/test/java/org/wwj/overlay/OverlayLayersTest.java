package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.SiteFixture;
import org.wwj.archive.Entry;
import org.wwj.registry.Snapshot;

class OverlayLayersTest {
  @TempDir Path folder;
  private SiteFixture site;

  @BeforeEach
  void site() {
    site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/etc/a.ww", "ships {{file \"b\"}}b");
    site.write("dist", "x", "rootfs/etc/c", "ships");
    site.write("dist", "x", "modes", "0600 etc/b\n0640 etc/c\n");
  }

  private List<String> rendered() {
    Snapshot snapshot = site.parse("nodes: {c1: {}}\n");
    return site
        .renderer()
        .render(snapshot.node("c1").orElseThrow(), List.of("x"), snapshot)
        .entries()
        .stream()
        .filter(entry -> entry instanceof Entry.Bytes)
        .map(entry -> "%s %04o".formatted(entry.path(), entry.mode()))
        .toList();
  }

  private Overlay look() {
    return new OverlayStore(site.config().paths()).look("x");
  }

  @Test
  void modesOfWhatShipsHoldForTheFilesThatCoverIt() {
    site.write("site", "x", "rootfs/etc/a.ww", "{{file \"b\"}}the site's");
    assertThat(rendered()).containsExactly("etc/b 0600", "etc/c 0640");
  }

  @Test
  void theSitesModesChangeAFileThatShipsWithoutACopy() {
    site.write("site", "x", "rootfs/etc/d", "");
    site.write("site", "x", "modes", "0444 etc/b\n0400 7:8 etc/c\n");
    assertThat(rendered()).containsExactly("etc/b 0444", "etc/c 0400", "etc/d 0644");
    OverlayFile c = look().files().get("etc/c");
    assertThat(c.layer()).isEqualTo(Layer.SHIPPED);
    assertThat(c.user() + ":" + c.group()).isEqualTo("7:8");
  }

  @Test
  void aChangeOfModesMakesTheTreeAnother() {
    OverlayStore store = new OverlayStore(site.config().paths());
    String before = store.tree("x").stamp();
    site.write("dist", "x", "modes", "0601 etc/b\n0640 etc/c\n# longer\n");
    assertThat(store.tree("x").stamp()).isNotEqualTo(before);
  }

  @Test
  void oneThatIsOpaqueHidesWhatShipsAsAWhole() {
    site.write("site", "x", "rootfs/etc/d", "");
    assertThat(rendered()).hasSize(3);
    site.write("site", "x", "opaque", "");
    assertThat(rendered()).containsExactly("etc/d 0644");
    assertThat(look().opaque()).isTrue();
    assertThat(look().files()).containsOnlyKeys("etc", "etc/d");
    assertThat(look().below()).containsKey("etc/c");
    assertThat(look().layers()).containsExactly(Layer.SHIPPED, Layer.SITE);
  }

  @Test
  void tellsWhatTheSiteCovers() {
    site.write("site", "x", "rootfs/etc/a", "no template");
    site.write("site", "x", "rootfs/etc/e", "");
    Overlay overlay = look();
    assertThat(overlay.files()).doesNotContainKey("etc/a.ww");
    assertThat(overlay.coveredFiles()).extracting(OverlayFile::path).containsExactly("etc/a.ww");
    assertThat(overlay.siteFiles())
        .extracting(OverlayFile::path)
        .containsExactly("etc", "etc/a", "etc/e");
    assertThat(LayerDiff.of(overlay, ""))
        .contains("diff x/etc/a\n")
        .contains("\n-ships {{file \"b\"}}b\n")
        .contains("\n+no template\n")
        .contains("diff x/etc/e\nnew file 0644 0:0\n");
    assertThat(LayerDiff.of(overlay, "etc/e")).startsWith("diff x/etc/e").doesNotContain("etc/a");
  }

  @Test
  void namesWhatMayHaveBeenMeant() {
    OverlayStore store = new OverlayStore(site.config().paths());
    assertThatThrownBy(() -> store.look("xx")).hasMessageContaining("there are [x]");
  }

  @Test
  void functionsThatReachOutsideAreTheSitesChoice() {
    site.write("dist", "y", "rootfs/out.ww", "{{env \"PATH\" | empty}}");
    Snapshot closed = site.parse("nodes: {c1: {}}\n");
    OverlayRenderer renderer = site.renderer();
    assertThatThrownBy(() -> renderer.render(closed.node("c1").orElseThrow(), List.of("y"), closed))
        .hasMessageContaining("out.ww:1")
        .hasMessageContaining("function \"env\" not defined")
        .hasMessageContaining("which this site has not allowed");
    Snapshot open = SiteFixture.open(closed);
    assertThat(renderer.render(open.node("c1").orElseThrow(), List.of("y"), open).entries())
        .singleElement()
        .isInstanceOfSatisfying(
            Entry.Bytes.class, out -> assertThat(new String(out.content())).isEqualTo("false"));
    // What was read while they were open does not stay so.
    assertThatThrownBy(() -> renderer.render(closed.node("c1").orElseThrow(), List.of("y"), closed))
        .hasMessageContaining("not allowed");
  }
}
