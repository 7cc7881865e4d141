package org.wwj.image;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which drivers of one kernel serve which PCI cards: {@code modules.alias} as depmod wrote it, and
 * {@code modules.builtin.modinfo} for what is built in. A card is known by vendor and device only,
 * so a driver for some of its variants counts too.
 */
final class PciAliases {
  private static final Pattern ALIAS =
      Pattern.compile("pci:v0000([0-9A-F]{4})d(?:0000([0-9A-F]{4})|\\*)sv[^ ]*bc(?:02|\\*)sc[^ ]*");

  private final Map<String, Set<String>> drivers = new HashMap<>();

  /** Reads the lists below {@code lib/modules/RELEASE}. */
  PciAliases(ImageTree tree, String release) {
    String folder = "lib/modules/" + release + "/";
    for (String line : tree.lines(folder + "modules.alias")) {
      if (line.startsWith("alias pci:")) {
        String[] words = line.split(" ");
        add(words[1], words[words.length - 1]);
      }
    }
    for (String line : tree.lines(folder + "modules.builtin.modinfo")) {
      for (String item : line.split("\0")) {
        int key = item.indexOf(".alias=pci:");
        if (key > 0) {
          add(item.substring(key + ".alias=".length()), item.substring(0, key));
        }
      }
    }
  }

  private void add(String alias, String driver) {
    Matcher matcher = ALIAS.matcher(alias);
    if (matcher.matches()) {
      String device = matcher.group(2) == null ? "*" : matcher.group(2);
      drivers
          .computeIfAbsent(matcher.group(1) + ":" + device, key -> new LinkedHashSet<>())
          .add(KernelModules.name(driver));
    }
  }

  /** Names of the drivers of a card such as {@code 8086:1539}; none when there is none. */
  Set<String> drivers(String card) {
    String upper = card.toUpperCase(java.util.Locale.ROOT);
    Set<String> found = new LinkedHashSet<>();
    for (String key : List.of(upper, upper.substring(0, upper.indexOf(':')) + ":*")) {
      found.addAll(drivers.getOrDefault(key, Set.of()));
    }
    return found;
  }
}
