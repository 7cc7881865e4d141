package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.SiteFixture;
import org.wwj.archive.TarWriter;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

class OverlayArchivesTest {
  @TempDir Path folder;

  private static final Node NODE =
      SiteFixture.node(
          "c1", List.of("x"), SiteFixture.device("default", "52:54:00:00:00:01", "", "", Map.of()));

  private final AtomicInteger packed = new AtomicInteger();
  private final Packer packer =
      new Packer(
          "tar",
          true,
          (overlay, out) -> {
            packed.incrementAndGet();
            TarWriter.write(overlay.entries(), out);
          });

  private Archive get(OverlayArchives archives, Snapshot snapshot) {
    return archives.archive(NODE, Kind.SYSTEM, snapshot, packer);
  }

  @Test
  void givesTheSameBytesUntilSomethingChanges() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/a.ww", "{{.Id}} {{Include \"inc\"}}");
    OverlayArchives archives = new OverlayArchives(site.renderer(), 1 << 20);
    Snapshot snapshot = site.snapshot(NODE);
    Archive first = get(archives, snapshot);
    assertThat(get(archives, snapshot)).isSameAs(first);
    assertThat(get(archives, site.snapshot(NODE))).isSameAs(first);
    assertThat(get(new OverlayArchives(site.renderer(), 0), snapshot).bytes())
        .isEqualTo(first.bytes());
    assertThat(packed).hasValue(2);

    site.write("dist", "x", "rootfs/a.ww", "changed {{.Id}} {{Include \"inc\"}}");
    Archive second = get(archives, snapshot);
    assertThat(second.etag()).isNotEqualTo(first.etag());
    assertThat(second.bytes()).isNotEqualTo(first.bytes());

    site.write("etc", "inc", "included");
    Archive third = get(archives, snapshot);
    assertThat(third.etag()).isNotEqualTo(second.etag());

    site.write("site", "x", "rootfs/b", "new file");
    assertThat(get(archives, snapshot).etag()).isNotEqualTo(third.etag());
  }

  @Test
  void servesTheLastGoodOneWhileAnEditIsBroken() {
    SiteFixture site = SiteFixture.in(folder);
    Path file = site.write("dist", "x", "rootfs/a.ww", "{{.Id}}");
    OverlayArchives archives = new OverlayArchives(site.renderer(), 1 << 20);
    Snapshot snapshot = site.snapshot(NODE);
    Archive good = get(archives, snapshot);
    site.write("dist", "x", "rootfs/a.ww", "{{.Id");
    assertThat(get(archives, snapshot)).isSameAs(good);
    assertThat(get(archives, site.snapshot(NODE))).isSameAs(good);
    assertThat(archives.errors(snapshot))
        .hasSize(1)
        .hasEntrySatisfying(
            "c1/system",
            e ->
                assertThat(e)
                    .isEqualTo("node c1, overlay x: template: " + file + ":1:5: unclosed action"));
    site.write("dist", "x", "rootfs/a.ww", "{{.Id}} again");
    assertThat(get(archives, snapshot).etag()).isNotEqualTo(good.etag());
    assertThat(archives.errors(snapshot)).isEmpty();
  }

  @Test
  void tellsNoLongerWhatHasBeenMendedSince() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/a.ww", "{{.Id}}");
    OverlayArchives archives = new OverlayArchives(site.renderer(), 1 << 20);
    Snapshot snapshot = site.snapshot(NODE);
    Archive good = get(archives, snapshot);
    site.write("dist", "x", "rootfs/a.ww", "{{.Nope}}");
    get(archives, snapshot);
    assertThat(archives.errors(snapshot)).containsOnlyKeys("c1/system");
    assertThat(archives.errors(site.snapshot())).isEmpty(); // the node is gone
    site.write("dist", "x", "rootfs/a.ww", "{{.Id}}");
    assertThat(archives.errors(snapshot)).isEmpty();
    assertThat(get(archives, snapshot)).isSameAs(good);
  }

  @Test
  void theLastGoodOneOutlastsItsArchive() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/a.ww", "{{.Id}}");
    OverlayArchives archives = new OverlayArchives(site.renderer(), 0); // keeps one at most
    Node other = SiteFixture.node("c2", List.of("x"));
    Snapshot snapshot = site.snapshot(NODE, other);
    Archive good = get(archives, snapshot);
    archives.archive(other, Kind.SYSTEM, snapshot, packer);
    site.write("dist", "x", "rootfs/a.ww", "{{.Id");
    Archive again = get(archives, snapshot);
    assertThat(again).isNotSameAs(good);
    assertThat(again.etag()).isEqualTo(good.etag());
    assertThat(again.bytes()).isEqualTo(good.bytes());
  }

  @Test
  void theSameFilesGiveTheSameBytesInAnotherServer() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/b/a.ww", "{{.Id}}{{range .AllNodes}}{{.Id}}{{end}}");
    site.write("dist", "x", "rootfs/b/plain", "plain");
    site.write("dist", "y", "rootfs/b/plain.ww", "covers {{.BuildTime}}");
    Node node = SiteFixture.node("c1", List.of("x", "y"));
    for (Packer packer : List.of(Packer.TAR, Packer.CPIO)) {
      Archive one =
          new OverlayArchives(site.renderer(), 1 << 20)
              .archive(node, Kind.SYSTEM, site.snapshot(node), packer);
      Archive two =
          new OverlayArchives(site.renderer(), 1 << 20)
              .archive(node, Kind.SYSTEM, site.snapshot(node), packer);
      assertThat(two.bytes()).isEqualTo(one.bytes());
      assertThat(two.etag()).isEqualTo(one.etag()).startsWith(packer.format() + "-");
    }
  }

  @Test
  void packsAgainOnlyWhatCameOutOtherwise() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/a.ww", "{{.Id}} {{/* {{.Comment}} */}}");
    OverlayArchives archives = new OverlayArchives(site.renderer(), 1 << 20);
    Archive first = get(archives, site.snapshot(NODE));
    Node other = SiteFixture.node("c2", List.of("x"));
    assertThat(get(archives, site.snapshot(NODE, other))).isSameAs(first);
    site.write("dist", "x", "rootfs/a.ww", "{{.Id}} {{\"\"}}"); // other text, same output
    assertThat(get(archives, site.snapshot(NODE, other))).isSameAs(first);
    assertThat(packed).hasValue(1);
  }

  @Test
  void saysWhyWhenThereNeverWasAGoodOne() {
    SiteFixture site = SiteFixture.in(folder);
    Path file = site.write("dist", "x", "rootfs/a.ww", "{{.Id}}\n{{if}}");
    OverlayArchives archives = new OverlayArchives(site.renderer(), 1 << 20);
    assertThatThrownBy(() -> get(archives, site.snapshot(NODE)))
        .isInstanceOf(OverlayException.class)
        .hasMessage("node c1, overlay x: template: " + file + ":2:4: missing value for if");
  }

  @Test
  void rendersOnceForManyWhoAskTogether() throws Exception {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/a.ww", "{{.Id}}");
    OverlayArchives archives = new OverlayArchives(site.renderer(), 1 << 20);
    Snapshot snapshot = site.snapshot(NODE);
    List<Callable<Archive>> askers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      askers.add(() -> get(archives, snapshot));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(askers)) {
        assertThat(answer.get().bytes()).isNotEmpty();
      }
    }
    assertThat(packed).hasValue(1);
  }

  @Test
  void staysWithinItsRoom() {
    SiteFixture site = SiteFixture.in(folder);
    site.write("dist", "x", "rootfs/a.ww", "{{.Id}}");
    OverlayArchives archives =
        new OverlayArchives(site.renderer(), 25_000); // two archives of 10 KiB
    Snapshot snapshot = site.snapshot(NODE);
    for (String name : List.of("c1", "c2", "c3", "c1")) {
      archives.archive(SiteFixture.node(name, List.of("x")), Kind.SYSTEM, snapshot, packer);
    }
    assertThat(packed).hasValue(4);
    archives.archive(SiteFixture.node("c1", List.of("x")), Kind.SYSTEM, snapshot, packer);
    assertThat(packed).hasValue(4);
  }
}
