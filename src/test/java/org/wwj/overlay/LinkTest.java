package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;

class LinkTest {
  private static Link link(String device, String devices) {
    String text = "nodes:\n  c1:\n    network devices: {" + devices + "}\n";
    Node node = new Merge(NodesFile.parse(Path.of("nodes.conf"), text)).node("c1").node();
    return Link.of(node.networkDevices().get(device), node);
  }

  @Test
  void knowsKindsByTypeAndAddress() {
    String[][] cases = {
      {"{hwaddr: 52:54:00:00:00:01}", "ethernet"},
      {"{type: Ethernet}", "ethernet"},
      {"{type: bond-slave}", "ethernet"},
      {"{type: Bond}", "bond"},
      {"{type: VLAN}", "vlan"},
      {"{type: infiniband}", "infiniband"},
      {"{hwaddr: '80:00:02:08:fe:80:00:00:00:00:00:00:f4:52:14:03:00:7b:cb:a1'}", "infiniband"},
      {"{type: dummy}", "other"}
    };
    for (String[] each : cases) {
      assertThat(link("x", "x: " + each[0]).kind().word()).as(each[0]).isEqualTo(each[1]);
    }
  }

  @Test
  void findsThePortsOfABondByDeviceAndByName() {
    String devices =
        "first: {type: bond, device: bond0, tags: {mode: 802.3ad, other: x}},"
            + " a: {device: en1, tags: {master: bond0}}, b: {device: en2, tags: {MASTER: first}},"
            + " c: {device: en3}";
    assertThat(link("first", devices).ports()).containsExactly("a", "b");
    assertThat(link("first", devices).bond()).containsOnlyKeys("mode");
    assertThat(link("a", devices).master()).isEqualTo("bond0");
    assertThat(link("b", devices).master()).isEqualTo("bond0");
    assertThat(link("c", devices).master()).isEmpty();
  }

  @Test
  void namesWhatHasNoNameOfItsOwn() {
    assertThat(link("bond7", "bond7: {type: bond}").interfaceName()).isEqualTo("bond7");
    assertThat(link("x", "x: {hwaddr: 52:54:00:00:00:01}").interfaceName()).isEmpty();
    assertThat(link("a b/c", "'a b/c': {device: en1}").fileName()).isEqualTo("a_b_c");
  }

  @Test
  void readsVlansFromTagsOrTheirName() {
    Link tagged =
        link("x", "x: {type: vlan, device: lab, tags: {vlan_id: 42, parent_device: en1}}");
    assertThat(List.of(tagged.parent(), tagged.vlanId())).containsExactly("en1", "42");
    Link dotted = link("x", "x: {type: vlan, device: bond0.30}");
    assertThat(List.of(dotted.parent(), dotted.vlanId())).containsExactly("bond0", "30");
    Link card = link("x", "x: {device: en1.5}");
    assertThat(List.of(card.parent(), card.vlanId())).containsExactly("", "");
  }

  @Test
  void readsNumberedTagsInOrder() {
    Link link =
        link(
            "x",
            "x: {tags: {DNS: '1.1.1.1, 2.2.2.2', DNS2: 3.3.3.3, DNS10: 4.4.4.4, DNSX: no, DNS1: 1.1.1.1,"
                + " SEARCH: a.b c.d, DNSSEARCH: e.f, route2: '10.2.0.0/16,10.0.0.2,7',"
                + " route1: '10.1.0.0/16, 10.0.0.1', route: nonsense}}");
    assertThat(link.dns()).containsExactly("1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4");
    assertThat(link.search()).containsExactly("e.f", "a.b", "c.d");
    assertThat(link.routes())
        .containsExactly(
            new Link.Route("10.1.0.0/16", "10.0.0.1", ""),
            new Link.Route("10.2.0.0/16", "10.0.0.2", "7"));
  }
}
