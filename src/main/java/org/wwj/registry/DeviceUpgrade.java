package org.wwj.registry;

import java.util.List;
import java.util.Optional;
import org.wwj.config.Changes;
import org.wwj.config.DraftEntry;
import org.wwj.config.DraftMap;
import org.wwj.net.Prefix;

/** Old keys of one network device. */
final class DeviceUpgrade {
  private final DraftMap device;
  private final Changes changes;

  DeviceUpgrade(DraftMap device, Changes changes) {
    this.device = device;
    this.changes = changes;
  }

  /** Upgrades it in place; true when it says that the node boots by it. */
  boolean run() {
    boolean boots = false;
    for (String key : List.of("primary", "default")) {
      Optional<DraftEntry> entry = device.find(key);
      if (entry.isPresent()) {
        boots |= Values.isYes(entry.get().text().orElse(""));
        entry.get().remove();
        changes.carried(entry.get().line(), key + " -> primary network");
      }
    }
    device.find("ipcidr").ifPresent(this::cidr);
    device
        .find("ipaddr")
        .filter(entry -> entry.text().orElse("").indexOf('/') > 0)
        .ifPresent(this::cidr);
    device.find("ip6addr").ifPresent(this::ip6addr);
    device.find("prefix").ifPresent(this::prefix);
    DefinitionUpgrade.tagsdel(device, changes);
    return boots;
  }

  /** {@code 10.0.0.11/24} to {@code ipaddr} and {@code netmask}; what they say already counts. */
  private void cidr(DraftEntry entry) {
    String rule = "ipcidr -> ipaddr, netmask";
    String text = entry.text().orElse("");
    Prefix prefix;
    try {
      prefix = Prefix.parse(text);
    } catch (IllegalArgumentException e) {
      if (entry.isEmpty()) {
        entry.remove();
        changes.carried(entry.line(), rule);
      } else {
        changes.lost(entry, rule, String.valueOf(e.getMessage()));
      }
      return;
    }
    if (entry.key().equals("ipaddr") || absent("ipaddr")) {
      if (!entry.key().equals("ipaddr")) {
        device.find("ipaddr").ifPresent(DraftEntry::remove);
        entry.rename("ipaddr");
      }
      entry.set(prefix.address().getHostAddress());
    } else {
      entry.remove();
    }
    if (absent("netmask")) {
      device.put("netmask", prefix.netmask().getHostAddress());
    }
    changes.carried(entry.line(), rule);
  }

  private void ip6addr(DraftEntry entry) {
    String rule = "ip6addr -> ipaddr6";
    if (entry.isEmpty()) {
      entry.remove();
    } else if (!absent("ipaddr6")) {
      changes.lost(entry, rule, "'ipaddr6' is there as well, and counts");
      return;
    } else {
      device.find("ipaddr6").ifPresent(DraftEntry::remove);
      String text = entry.text().orElse("");
      int slash = text.indexOf('/');
      entry.rename("ipaddr6");
      if (slash > 0 && absent("prefixlen6")) {
        entry.set(text.substring(0, slash));
        device.put("prefixlen6", text.substring(slash + 1));
      }
    }
    changes.carried(entry.line(), rule);
  }

  /** A netmask, or a prefix length of one of the two addresses. */
  private void prefix(DraftEntry entry) {
    String text = entry.text().orElse("").replaceFirst("^/", "");
    String rule = "prefix -> netmask";
    if (entry.isEmpty()) {
      entry.remove();
      changes.carried(entry.line(), rule);
      return;
    }
    Optional<String> netmask = netmask(text);
    if (netmask.isPresent() && absent("netmask")) {
      device.find("netmask").ifPresent(DraftEntry::remove);
      entry.rename("netmask");
      entry.set(netmask.get());
      changes.carried(entry.line(), rule);
    } else if (netmask.isPresent()
        && device.find("netmask").flatMap(DraftEntry::text).equals(netmask)) {
      entry.remove();
      changes.carried(entry.line(), rule);
    } else if (text.matches("\\d{1,3}") && !absent("ipaddr6") && absent("prefixlen6")) {
      device.find("prefixlen6").ifPresent(DraftEntry::remove);
      entry.rename("prefixlen6");
      changes.carried(entry.line(), "prefix -> prefixlen6");
    } else {
      changes.lost(entry, rule, "'netmask' and 'prefixlen6' say what a prefix is");
    }
  }

  private static Optional<String> netmask(String text) {
    try {
      Prefix prefix = Prefix.parse("0.0.0.0/" + text);
      return Optional.of(prefix.netmask().getHostAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean absent(String key) {
    return device.find(key).filter(entry -> !entry.isEmpty()).isEmpty();
  }
}
