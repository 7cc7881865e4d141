package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wwj.registry.NodesEdit.Kind;

class NodesDiffTest {
  private static NodesDiff diff(String before, String after) {
    Path file = Path.of("nodes.conf");
    return NodesDiff.between(NodesFile.parse(file, before), NodesFile.parse(file, after));
  }

  private static List<String> lines(NodesDiff diff) {
    return diff.changes().stream()
        .flatMap(c ->
            c.fields().isEmpty()
                ? List.of(c.how() + " " + c.name()).stream()
                : c.fields().stream()
                    .map(f ->
                        "%s %s %s %s>%s"
                            .formatted(c.how(), c.name(), f.display(), f.before(), f.after())))
        .toList();
  }

  @Test
  void commentsLayoutAndOrderAreNoDifference() {
    assertThat(
            diff(
                "nodes: {c1: {init: /i, root: tmpfs}}",
                "# x\nnodes:\n  c1:\n    root: \"tmpfs\"\n    init: /i # y\n"))
        .isEqualTo(new NodesDiff(List.of()));
    assertThat(diff("", "# x\n").summary()).isEqualTo("comments or layout");
  }

  @Test
  void tellsEachField() {
    NodesDiff diff =
        diff(
            """
            nodeprofiles: {p: {init: /i}}
            nodes:
              c1: {image name: a, tags: {x: 1}, kernel: {args: [q]}, network devices: {ib: {}}}
              c2: {}
              c3: {root: tmpfs}
            """,
            """
            nodeprofiles: {p: {init: /j}}
            nodes:
              c1: {image name: ~, tags: {y: 1}, kernel: {args: [q, r]}, network devices: {eth: {}}}
              c3: {root: tmpfs}
              c4: {init: /k}
              c5: {disks: {/dev/vda: {}}, network devices: {ib: {mtu: 9000}}}
            """);
    assertThat(lines(diff))
        .containsExactly(
            "CHANGED p Init Text[text=/i]>Text[text=/j]",
            "CHANGED c1 ImageName Text[text=a]>Cleared[]",
            "CHANGED c1 Kernel.Args Items[items=[q]]>Items[items=[q, r]]",
            "CHANGED c1 Tags[x] Text[text=1]>null",
            "CHANGED c1 Tags[y] null>Text[text=1]",
            "CHANGED c1 NetDevs[ib] Tree[tree={}]>null",
            "CHANGED c1 NetDevs[eth] null>Tree[tree={}]",
            "DELETED c2",
            "ADDED c4 Init null>Text[text=/k]",
            "ADDED c5 NetDevs[ib].MTU null>Text[text=9000]",
            "ADDED c5 Disks[/dev/vda] null>Tree[tree={}]");
    assertThat(diff.summary())
        .isEqualTo(
            "profile p: Init; new node c[4-5]; node c1: ImageName, Kernel.Args, Tags[x], Tags[y]"
                + " and 2 more; deleted node c2");
    assertThat(diff.reversed().reversed()).isEqualTo(diff);
    assertThat(lines(diff.reversed()).getFirst())
        .isEqualTo("CHANGED p Init Text[text=/j]>Text[text=/i]");
  }

  @Test
  void oneKindOfChangeIsToldShortly() {
    String two = "nodes: {c1: {}, c2: {}}";
    NodesDiff set = diff(two, "nodes: {c1: {init: /i}, c2: {init: /i}}");
    assertThat(set.summary(Kind.NODE, "set")).isEqualTo("node set c[1-2]: Init");
    assertThat(diff(two, "nodes: {}").summary(Kind.NODE, "delete")).isEqualTo("node delete c[1-2]");
    assertThat(diff(two, "nodes: {c1: {init: /i}}").summary(Kind.NODE, "edit"))
        .isEqualTo("node edit: node c1: Init; deleted node c2");
  }

  @Test
  void tellsOfAWholeSectionThatIsNull() {
    assertThat(
            lines(
                diff(
                    "nodes: {c1: {network devices: {ib: {mtu: 1}, eth: , lo: ~}, filesystems: {d: ~}}}",
                    "nodes: {c1: {network devices: {ib: ~, eth: ~}, filesystems: {d: ~}}}")))
        .containsExactly(
            "CHANGED c1 NetDevs[ib].MTU Text[text=1]>null",
            "CHANGED c1 NetDevs[eth] Tree[tree={}]>Cleared[]",
            "CHANGED c1 NetDevs[ib] null>Cleared[]",
            "CHANGED c1 NetDevs[lo] Cleared[]>null");
  }
}
