package org.wwj.cli;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.Finding.Severity;
import org.wwj.config.SiteConfig;
import org.wwj.net.Prefix;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NetDevice;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Traced;

/** Each address belongs to one machine and lies where packets can reach it. */
final class AddressRules {
  private final SiteConfig config;
  private final NodesFile file;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<String, String> hwaddrs = new HashMap<>();
  private final Map<String, String> addresses = new HashMap<>();

  AddressRules(SiteConfig config, NodesFile file) {
    this.config = config;
    this.file = file;
  }

  List<Mistake> mistakes() {
    return mistakes;
  }

  void node(Merge.Merged merged) {
    String name = merged.node().name();
    boolean mac = false;
    boolean address = false;
    for (NetDevice device : merged.node().networkDevices().values()) {
      mac |= !device.hwaddr().isEmpty();
      address |= device.ipaddr() != null;
      device(merged, device);
    }
    String bmc = merged.node().ipmi().ipaddr();
    if (!bmc.isEmpty()) {
      claim(addresses, merged, FieldKey.of(Field.IPMI_IPADDR), "ipmi ipaddr", bmc, name + " (BMC)");
    }
    primary(merged);
    Set<String> whom = Set.of(name);
    if (!mac && !merged.node().discoverable()) {
      String fix = "no hwaddr is set, so no machine boots as it; wwj node set NAME --hwaddr …";
      mistakes.add(new Mistake(Severity.WARNING, "node " + name, line(name), fix, whom));
    }
    if (!address) {
      String fix = "no ipaddr is set; wwj node set NAME --ipaddr …";
      mistakes.add(new Mistake(Severity.WARNING, "node " + name, line(name), fix, whom));
    }
  }

  private void device(Merge.Merged merged, NetDevice device) {
    String owner = merged.node().name() + " (" + device.name() + ")";
    if (!device.hwaddr().isEmpty()) {
      FieldKey key = FieldKey.of(Field.NET_HWADDR, device.name());
      claim(hwaddrs, merged, key, "hwaddr", device.hwaddr(), owner);
    }
    Inet4Address address = device.ipaddr();
    if (address == null) {
      return;
    }
    FieldKey key = FieldKey.of(Field.NET_IPADDR, device.name());
    String shown = address.getHostAddress();
    claim(addresses, merged, key, "ipaddr", shown, owner);
    String it = "ipaddr " + shown + " of " + owner;
    if (address.equals(config.address().address())) {
      error(merged, key, it + " is the server's own");
    }
    if (inDynamicRange(address)) {
      error(merged, key, it + " is inside the dynamic range; move it or the range");
    }
    network(merged, device, address, owner);
  }

  private void claim(
      Map<String, String> taken,
      Merge.Merged merged,
      FieldKey key,
      String field,
      String value,
      String owner) {
    String other = taken.putIfAbsent(value, owner);
    if (other != null) {
      error(
          merged,
          key,
          "%s %s of %s belongs to %s already; give each its own"
              .formatted(field, value, owner, other));
    }
  }

  private void network(Merge.Merged merged, NetDevice device, Inet4Address address, String owner) {
    FieldKey key = FieldKey.of(Field.NET_IPADDR, device.name());
    String it = "ipaddr " + address.getHostAddress() + " of " + owner;
    Optional<Prefix> prefix;
    try {
      prefix = device.prefix();
    } catch (IllegalArgumentException e) {
      error(
          merged,
          FieldKey.of(Field.NET_NETMASK, device.name()),
          e.getMessage() + " (" + owner + ")");
      return;
    }
    Prefix provisioning = config.address();
    boolean outside =
        device.name().equals(merged.node().primaryNetwork()) && !provisioning.contains(address);
    Prefix own = prefix.orElse(provisioning);
    @Nullable Inet4Address gateway = device.gateway();
    if (outside) {
      String text = it + " is outside the provisioning network " + network(provisioning);
      if (gateway == null) {
        error(merged, key, text + ", and no gateway leads to the server");
      } else {
        warning(merged, key, text + "; a relay has to pass its DHCP on");
      }
    }
    if (own.length() < 31
        && (address.equals(own.network()) || address.equals(own.broadcast()))
        && (prefix.isPresent() || provisioning.contains(address))) {
      error(merged, key, it + " is no host's address in its network " + network(own));
    }
    if (gateway != null && prefix.isPresent() && !own.contains(gateway)) {
      error(
          merged,
          FieldKey.of(Field.NET_GATEWAY, device.name()),
          "gateway %s of %s is not in its network %s"
              .formatted(gateway.getHostAddress(), owner, network(own)));
    }
  }

  private void primary(Merge.Merged merged) {
    FieldKey key = FieldKey.of(Field.PRIMARY_NETWORK);
    Traced traced = merged.fields().get(key);
    if (traced != null
        && traced.value() instanceof Value.Text(var primary)
        && !merged.node().networkDevices().containsKey(primary)) {
      mistakes.add(
          new Mistake(
              Severity.ERROR,
              "node " + merged.node().name(),
              line(merged, key),
              "primary network '%s' is no network device".formatted(primary),
              Set.of(merged.node().name())));
    }
  }

  private boolean inDynamicRange(Inet4Address address) {
    @Nullable Inet4Address start = config.dhcp().rangeStart();
    @Nullable Inet4Address end = config.dhcp().rangeEnd();
    return start != null
        && end != null
        && Integer.compareUnsigned(Prefix.toInt(start), Prefix.toInt(address)) <= 0
        && Integer.compareUnsigned(Prefix.toInt(address), Prefix.toInt(end)) <= 0;
  }

  private static String network(Prefix prefix) {
    return prefix.network().getHostAddress() + "/" + prefix.length();
  }

  private void error(Merge.Merged merged, FieldKey key, String text) {
    add(Severity.ERROR, merged, key, text);
  }

  private void warning(Merge.Merged merged, FieldKey key, String text) {
    add(Severity.WARNING, merged, key, text);
  }

  private void add(Severity severity, Merge.Merged merged, FieldKey key, String text) {
    String by = "node " + merged.node().name();
    mistakes.add(new Mistake(severity, by, line(merged, key), text, Set.of()));
  }

  /** The line of the last who set a field, else of the node. */
  private int line(Merge.Merged merged, FieldKey key) {
    Traced traced = merged.fields().get(key);
    return traced != null ? traced.chain().getLast().line() : line(merged.node().name());
  }

  private int line(String node) {
    Definition definition = file.nodes().get(node);
    return definition == null ? 1 : definition.line();
  }
}
