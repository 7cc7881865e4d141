package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.config.ConfigException;

class NodesFileTest {
  static final String EVERYTHING =
      """
      WW_INTERNAL: 45
      nodeprofiles:
        default:
          comment: all
          system overlay: [hosts]
      nodes:
        c1:
          discoverable: yes
          asset key: "0012"
          profiles: [default]
          comment: x
          cluster name: c
          image name: i
          ipxe template: default
          runtime overlay: [a]
          system overlay: [b]
          kernel: {version: "6.1", args: [quiet]}
          ipmi:
            {username: u, password: p, ipaddr: 10.1.0.1, gateway: 10.1.0.254, netmask: 255.0.0.0, port: 623,
             interface: lanplus, escapechar: "~", write: true, template: ipmitool.tmpl, tags: {vlan: 4}}
          init: /sbin/init
          root: tmpfs
          network devices:
            default:
              {type: ethernet, onboot: no, device: eth0, hwaddr: 52-54-00-00-00-0A, ipaddr: 10.0.0.11,
               netmask: 255.255.255.0, gateway: 10.0.0.1, ipaddr6: fd00::1, prefixlen6: 64,
               gateway6: fd00::2, mtu: 9000, tags: {DNS: 10.0.0.1}}
          tags: {t: v}
          primary network: default
          disks:
            /dev/vda: {wipe_table: true, partitions: {root: {number: 1, size_mib: 100, start_mib: 0,
              type_guid: g, guid: h, wipe_partition_entry: no, should_exist: true, resize: false}}}
          filesystems:
            /dev/vda1: {format: ext4, path: /, wipe_filesystem: true, label: l, uuid: u, options: [a],
              mount_options: rw}
          resources: {fstab: [{file: /home}]}
      """;

  private static NodesFile parse(String text) {
    return NodesFile.parse(Path.of("nodes.conf"), text);
  }

  @Test
  void readsEveryFieldOfTheTable() {
    Node node = new Merge(parse(EVERYTHING)).node("c1").node();
    assertThat(node.discoverable()).isTrue();
    assertThat(node.assetKey()).isEqualTo("0012");
    assertThat(node.kernel()).hasToString("Kernel[version=6.1, args=[quiet]]");
    assertThat(node.ipmi().tags()).containsEntry("vlan", "4");
    assertThat(node.ipmi().escapechar()).isEqualTo("~");
    NetDevice device = node.networkDevices().get("default");
    assertThat(device.hwaddr()).isEqualTo("52:54:00:00:00:0a");
    assertThat(device.onboot()).isEqualTo("false");
    assertThat(device.mtu()).isEqualTo("9000");
    assertThat(node.disks().get("/dev/vda").partitions().get("root").wipePartitionEntry())
        .isFalse();
    assertThat(node.fileSystems().get("/dev/vda1").mountOptions()).isEqualTo("rw");
    for (Field field : Field.values()) {
      assertThat(parse(EVERYTHING).nodes().get("c1").settings().keySet())
          .as(field.name())
          .anyMatch(key -> key.field() == field);
    }
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nodez: {}                                             | 1 | did you mean 'nodes'?
          nodes:;  c1:;    image nam: x                         | 3 | did you mean 'image name'?
          nodes:;  c1:;    container name: x                    | 3 | is Warewulf 4.x's old form; run wwj upgrade nodes
          nodes:;  c1: {network devices: {d: {default: true}}}  | 2 | is Warewulf 4.x's old form; run wwj upgrade nodes
          nodes:;  c1: {network devices: {d: {ipadr: 1}}}       | 2 | did you mean 'ipaddr'?
          nodes:;  c1: {network devices: {d: {ipaddr: 1.2.3}}}  | 2 | not an IPv4 address
          nodes:;  c1: {network devices: {d: {hwaddr: 52:54}}}  | 2 | not a hardware address
          nodes:;  c1: {network devices: {d: {onboot: maybe}}}  | 2 | neither yes nor no
          nodes:;  c1: {runtime overlay: hosts}                 | 2 | write  runtime overlay: [hosts]
          nodes:;  c1: {tags: [a]}                              | 2 | takes a map
          nodes:;  c1: {tags: {a: [b]}}                         | 2 | takes one word
          nodes:;  c1: [a]                                      | 2 | takes a map
          nodes:;  c1: {};  c1: {}                              | 3 | twice
          nodeprofiles:;  p: {discoverable: yes}                | 2 | unknown key 'discoverable'
          """)
  void namesTheLineOfEveryMistake(String text, int line, String message) {
    assertThatThrownBy(() -> parse(text.replace(';', '\n')))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("nodes.conf:" + line + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void emptyFileHoldsNoNode() {
    assertThat(parse("").nodes()).isEmpty();
    assertThat(parse("nodes:\nnodeprofiles: {}\n").nodes()).isEmpty();
    assertThat(parse("nodes: {c1: , c2: ~}").nodes()).containsOnlyKeys("c1", "c2");
  }

  @Test
  void mutatedFilesGiveNodesOrMistakesWithALine() {
    Random random = new Random(5);
    int refused = 0;
    for (int round = 0; round < 5000; round++) {
      StringBuilder text = new StringBuilder(EVERYTHING);
      for (int i = 0; i < 3; i++) {
        int at = random.nextInt(text.length());
        text.replace(
            at, Math.min(text.length(), at + random.nextInt(12)), random.nextBoolean() ? "" : "~");
      }
      try {
        new Merge(parse(text.toString())).nodes();
      } catch (ConfigException e) {
        assertThat(e.getMessage()).matches("(?s)nodes\\.conf:\\d+: .+");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }
}
