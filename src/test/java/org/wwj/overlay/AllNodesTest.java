package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.SiteFixture;
import org.wwj.registry.Snapshot;

class AllNodesTest {
  private static final List<String> ADDRESSES = List.of("Id", "NetDevs");

  @TempDir Path folder;
  private final List<AllNodes.Column> gone = new ArrayList<>();

  private Snapshot snapshot(String comment, String address) {
    return SiteFixture.in(folder)
        .parse(
            "nodes:\n  c1: {comment: %s, network devices: {default: {ipaddr: %s}}}\n"
                .formatted(comment, address));
  }

  @Test
  void whatTheNodesStillSayIsTheSame() {
    AllNodes first = new AllNodes(snapshot("a", "10.0.0.11"), null, gone::add);
    AllNodes.Column before = first.column(ADDRESSES);
    AllNodes second = new AllNodes(snapshot("b", "10.0.0.11"), first, gone::add);
    assertThat(second.column(ADDRESSES)).isSameAs(before);
    assertThat(second.config()).isSameAs(first.config());
    assertThat(gone).isEmpty();
  }

  @Test
  void whatTheySayNoLongerIsToldOnce() {
    AllNodes first = new AllNodes(snapshot("a", "10.0.0.11"), null, gone::add);
    AllNodes.Column before = first.column(ADDRESSES);
    AllNodes.Column comments = first.column(List.of("Comment"));
    AllNodes between = new AllNodes(snapshot("a", "10.0.0.11"), first, gone::add); // nobody asks
    AllNodes last = new AllNodes(snapshot("a", "10.0.0.12"), between, gone::add);
    assertThat(last.column(ADDRESSES)).isNotSameAs(before).isSameAs(last.column(ADDRESSES));
    assertThat(last.column(List.of("Comment"))).isSameAs(comments);
    assertThat(gone).containsExactly(before);
  }
}
