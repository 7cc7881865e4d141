package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static Merge.Merged merged(String text) {
    return new Merge(NodesFile.parse(Path.of("nodes.conf"), text)).node("n1");
  }

  private static Map<String, String> sources(String text) {
    return merged(text).fields().values().stream()
        .collect(Collectors.toMap(t -> t.key().display(), Traced::source));
  }

  @Test
  void nestedProfilesComeBeforeTheOneThatNamesThem() {
    Merge merge =
        new Merge(
            NodesFile.parse(
                Path.of("f"),
                """
                nodeprofiles:
                  a: {profiles: [b, c]}
                  b: {profiles: [c, a]}
                  c: {}
                """));
    assertThat(merge.profiles(List.of("a", "d"))).containsExactly("c", "b", "a", "d");
    assertThat(merge.profiles(List.of("c", "a", "c"))).containsExactly("c", "b", "a");
    assertThat(merge.profiles(List.of("~b", "a"))).containsExactly("c", "a");
    assertThat(merge.profiles(List.of("a", "~a"))).containsExactly("c", "b");
  }

  @Test
  void laterScalarWinsAndNothingNeverOverrides() {
    Node node =
        merged(
                """
                nodeprofiles:
                  p1: {image name: one, init: /one, cluster name: x}
                  p2: {image name: two, init: ""}
                nodes:
                  n1: {profiles: [p1, p2], cluster name: y, root: ""}
                """)
            .node();
    assertThat(node.imageName()).isEqualTo("two");
    assertThat(node.init()).isEqualTo("/one");
    assertThat(node.clusterName()).isEqualTo("y");
    assertThat(node.root()).isEmpty();
  }

  @Test
  void falseOverridesTrueButUnsetDoesNot() {
    Node node =
        merged(
                """
                nodeprofiles:
                  p: {disks: {/dev/vda: {wipe_table: true, partitions: {a: {resize: yes}}}}}
                nodes:
                  n1: {profiles: [p], disks: {/dev/vda: {wipe_table: false}}}
                """)
            .node();
    Node.Disk disk = node.disks().get("/dev/vda");
    assertThat(disk.wipeTable()).isFalse();
    assertThat(disk.partitions().get("a").resize()).isTrue();
    assertThat(disk.partitions().get("a").shouldExist()).isNull();
  }

  @Test
  void listsAreJoinedAndNegationsTakeAwayEverywhere() {
    Node node =
        merged(
                """
                nodeprofiles:
                  p: {runtime overlay: [a, b, a], kernel: {args: [quiet, x=1]}}
                nodes:
                  n1:
                    profiles: [p, q, ~q]
                    runtime overlay: [c, ~a]
                    kernel: {args: [~quiet, quiet, y]}
                    filesystems: {/dev/vda1: {options: [~x, x]}}
                """)
            .node();
    assertThat(node.runtimeOverlays()).containsExactly("b", "c");
    assertThat(node.kernel().args()).containsExactly("x=1", "y");
    assertThat(node.profiles()).containsExactly("p");
    assertThat(node.fileSystems().get("/dev/vda1").options()).containsExactly("~x", "x");
  }

  @Test
  void mapsMergeKeyByKeyAndFieldByField() {
    Node node =
        merged(
                """
                nodeprofiles:
                  p:
                    tags: {a: 1, b: 2}
                    network devices:
                      default: {netmask: 255.255.255.0, tags: {DNS: x}}
                      ib: {}
                nodes:
                  n1:
                    profiles: [p]
                    tags: {b: 3, c: 4}
                    network devices: {default: {ipaddr: 10.0.0.5, tags: {DOM: y}}}
                """)
            .node();
    assertThat(node.tags()).isEqualTo(Map.of("a", "1", "b", "3", "c", "4"));
    NetDevice device = node.networkDevices().get("default");
    assertThat(device.prefix()).hasValueSatisfying(p -> assertThat(p).hasToString("10.0.0.5/24"));
    assertThat(device.tags()).isEqualTo(Map.of("DNS", "x", "DOM", "y"));
    assertThat(node.networkDevices()).containsOnlyKeys("default", "ib");
  }

  @Test
  void resourcesAppendListsAndMergeMaps() {
    Node node =
        merged(
                """
                nodeprofiles:
                  p: {resources: {fstab: [{file: /home, freq: 0}], x: {a: 1, b: {c: true}}, y: one}}
                nodes:
                  n1: {profiles: [p], resources: {fstab: [{file: /opt}], x: {b: {d: no}}, y: two}}
                """)
            .node();
    assertThat(node.resources())
        .isEqualTo(
            Map.of(
                "fstab", List.of(Map.of("file", "/home", "freq", 0L), Map.of("file", "/opt")),
                "x", Map.of("a", 1L, "b", Map.of("c", true, "d", "no")),
                "y", "two"));
  }

  @Test
  void commentAndProfilesAreTheNodesOwn() {
    Node node =
        merged(
                """
                nodeprofiles: {p: {comment: theirs, profiles: [q]}, q: {init: /q}}
                nodes: {n1: {profiles: [p]}}
                """)
            .node();
    assertThat(node.comment()).isEmpty();
    assertThat(node.profiles()).containsExactly("p");
    assertThat(node.init()).isEqualTo("/q");
  }

  @Test
  void primaryNetworkFallsBackToTheFirstByName() {
    assertThat(merged("nodes: {n1: {network devices: {b: {}, a: {}}}}").node().primaryNetwork())
        .isEqualTo("a");
    String named = "nodes: {n1: {primary network: %s, network devices: {b: {}, a: {}}}}";
    assertThat(merged(named.formatted("b")).node().primaryNetwork()).isEqualTo("b");
    assertThat(merged(named.formatted("zz")).node().primaryNetwork()).isEqualTo("a");
    assertThat(merged("nodes: {n1: {}}").node().primaryNetwork()).isEmpty();
  }

  @Test
  void explicitNullEndsTheInheritance() {
    Node node =
        merged(
                """
                nodeprofiles:
                  p: {image name: a, system overlay: [x], tags: {k: v}, init: /i, root: tmpfs,
                      network devices: {default: {gateway: 10.0.0.1}}}
                nodes:
                  n1: {profiles: [p], image name: ~, system overlay: null, tags: {k: ~}, init: ,
                       root: UNDEF, network devices: {default: {gateway: 0.0.0.0}}}
                """)
            .node();
    assertThat(node.imageName()).isEmpty();
    assertThat(node.systemOverlays()).isEmpty();
    assertThat(node.tags()).isEmpty();
    assertThat(node.init()).isEqualTo("/i");
    assertThat(node.root()).isEmpty();
    assertThat(node.networkDevices().get("default").gateway()).isNull();
  }

  @Test
  void remembersWhereAFieldCameFrom() {
    assertThat(
            sources(
                """
                nodeprofiles:
                  p1: {runtime overlay: [a], image name: i, init: /i, resources: {f: [1]}}
                  p2: {runtime overlay: [b], init: /j, tags: {t: 1}}
                nodes:
                  n1:
                    profiles: [p1, p2]
                    runtime overlay: [c]
                    image name: mine
                    kernel: {args: [x]}
                    resources: {f: [2]}
                    network devices: {default: {tags: {DNS: x}}}
                    disks: {/dev/vda: {wipe_table: true}}
                """))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("Profiles", ""),
                Map.entry("RuntimeOverlay", "p1,p2,n1"),
                Map.entry("ImageName", "SUPERSEDED"),
                Map.entry("Init", "p2"),
                Map.entry("Kernel.Args", ""),
                Map.entry("Resources[f]", "p1,n1"),
                Map.entry("Tags[t]", "p2"),
                Map.entry("NetDevs[default].Tags[DNS]", ""),
                Map.entry("Disks[/dev/vda].WipeTable", "")));
  }

  @Test
  void missingProfileIsSkipped() {
    assertThat(merged("nodes: {n1: {profiles: [nope], init: /i}}").node().init()).isEqualTo("/i");
  }

  @Test
  void aWholeSectionThatIsNullEndsWhatCameBefore() {
    Merge.Merged merged =
        merged(
            """
            nodeprofiles:
              p1: {network devices: {ib: {mtu: 1, tags: {x: y}}, eth: {mtu: 2}}}
              p2: {network devices: {eth: ~, lo: ~}, disks: {/dev/vda: {partitions: {a: {number: 1}}}}}
              p3: {network devices: {eth: {type: bond}}, filesystems: {d: {path: /}, e: {path: /e}}}
            nodes:
              n1: {profiles: [p1, p2, p3], network devices: {ib: ~, lan: }, disks: {/dev/vda: ~}, filesystems: {d: null}}
            """);
    assertThat(merged.devices()).containsExactly("eth", "lan");
    assertThat(merged.node().networkDevices()).containsOnlyKeys("eth", "lan");
    assertThat(merged.node().networkDevices().get("eth").mtu()).isEmpty();
    assertThat(merged.node().disks()).isEmpty();
    assertThat(merged.node().fileSystems()).containsOnlyKeys("e");
    assertThat(merged.fields().keySet())
        .extracting(FieldKey::display)
        .containsExactly("Profiles", "NetDevs[eth].Type", "FileSystems[e].Path");
  }
}
