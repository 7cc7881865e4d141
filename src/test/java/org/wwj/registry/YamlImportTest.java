package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.wwj.registry.NodesEdit.Kind;

class YamlImportTest {
  private static final Path FILE = Path.of("in.yaml");

  private static String into(String nodes, String text) {
    NodesEdit edit = new NodesEdit();
    YamlImport.parse(FILE, text, Kind.NODE).into(edit, NodesFile.parse(Path.of("f"), nodes));
    return edit.apply(Path.of("f"), nodes);
  }

  @Test
  void namedFieldsChangeAndAllOthersStay() {
    assertThat(
            into(
                """
                nodes:
                  c1: # one
                    image name: a   # keep
                    init: /i
                    kernel: {args: [x]}
                    tags: {p: 1, q: 2}
                    ipmi: {ipaddr: 10.9.0.1}
                    network devices:
                      default: {ipaddr: 10.0.0.1, mtu: 9000}
                      ib: {mtu: 1}
                """,
                """
                c1:
                  image name: b
                  init: ''
                  root: ~
                  kernel: {args: [y, z]}
                  tags: {p: , q: ~, r: 3}
                  ipmi: ~
                  network devices: {default: {mtu: UNSET}, ib: ~, eth: {}, default2: {}}
                c2: {}
                c3: {profiles: [p], network devices: {default: {}}}
                """))
        .isEqualTo(
            """
            nodes:
              c1: # one
                image name: b   # keep
                kernel: {args: [y, z]}
                tags: {q: ~, r: 3}
                network devices:
                  default: {ipaddr: 10.0.0.1}
                  ib: ~
                  eth: {}
                  default2: {}
                root: ~
              c2: {}
              c3:
                profiles:
                - p
                network devices:
                  default: {}
            """);
  }

  @Test
  void anEmptyDeviceDoesNotEmptyTheOneThatIsThere() {
    String nodes =
        "nodes:\n  c1:\n    network devices: {ib: {mtu: 1}}\n    filesystems: {d: {path: /}}\n";
    assertThat(into(nodes, "c1: {network devices: {ib: {}}, filesystems: {d: {}}, disks: {}}\n"))
        .isEqualTo(nodes);
  }

  @Test
  void resourcesComeInWithTheirTypes() {
    String text =
        into(
            "nodes: {}\n",
            "c1: {resources: {fstab: [{file: /home, freq: 0, spec: '0'}, {file: /opt}], x: yes, y: {z: '1'}}}\n");
    NodesFile read = NodesFile.parse(FILE, text);
    NodesFile wanted =
        NodesFile.parse(
            FILE,
            "nodes: {c1: {resources: {fstab: [{file: /home, freq: 0, spec: '0'}, {file: /opt}], x: yes, y: {z: '1'}}}}");
    assertThat(NodesDiff.between(read, wanted).isEmpty()).isTrue();
    assertThat(into(text, "c1: {resources: {fstab: , y: ~}}\n"))
        .contains("x: yes")
        .contains("y: ~")
        .doesNotContain("fstab");
  }

  @Test
  void takesAWholeNodesConfToo() {
    assertThat(into("", "nodeprofiles: {p: {}}\nnodes: {c1: {init: /i}}\n"))
        .isEqualTo("nodes:\n  c1:\n    init: /i\n");
    assertThat(into("nodes: {}\n", "# nothing\n")).isEqualTo("nodes: {}\n");
  }

  @Test
  void mistakesNameTheLineOfTheInput() {
    assertThatThrownBy(() -> into("", "c1:\n  imge name: x\n"))
        .hasMessage("in.yaml:2: unknown key 'imge name'; did you mean 'image name'?");
    assertThatThrownBy(() -> into("", "c1:\n  network devices: {d: {ipaddr: 10.0}}\n"))
        .hasMessageStartingWith("in.yaml:2: 'ipaddr': '10.0' is not an IPv4 address");
    assertThatThrownBy(() -> into("", "- c1\n"))
        .hasMessageStartingWith("in.yaml:1: a map of nodes");
    assertThatThrownBy(() -> into("", "c1: {\n")).hasMessageStartingWith("in.yaml:");
  }
}
