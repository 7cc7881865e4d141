package org.wwj.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.wwj.config.Changes;
import org.wwj.config.DraftEntry;
import org.wwj.config.DraftMap;

/** Old keys of one node or profile, and where they stand today. */
final class DefinitionUpgrade {
  private static final List<String> IPMI =
      List.of(
          "username",
          "password",
          "ipaddr",
          "gateway",
          "netmask",
          "port",
          "interface",
          "escapechar",
          "write");
  private static final List<String> KERNEL = List.of("version", "override", "args");
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+.*");

  private final DraftMap definition;
  private final boolean node;
  private final Changes changes;

  DefinitionUpgrade(DraftMap definition, boolean node, Changes changes) {
    this.definition = definition;
    this.node = node;
    this.changes = changes;
  }

  /**
   * Upgrades it in place.
   *
   * @param kernels from {@code kernel override} to the path in this definition's image
   */
  void run(Function<String, Optional<String>> kernels) {
    definition.find("container name").ifPresent(this::imageName);
    definition.find("disabled").ifPresent(this::disabled);
    if (!node) {
      for (String key : List.of("discoverable", "asset key")) {
        definition.find(key).ifPresent(entry -> nodesOnly(entry));
      }
    }
    nest("ipmi", IPMI);
    nest("kernel", KERNEL);
    definition.map("kernel").ifPresent(kernel -> kernel(kernel, kernels));
    definition.find("keys").ifPresent(this::keys);
    tagsdel(definition, changes);
    definition.map("ipmi").ifPresent(ipmi -> tagsdel(ipmi, changes));
    definition.map("network devices").ifPresent(this::devices);
    definition
        .find("ipxe template")
        .filter(entry -> entry.text().orElse("").equals("dracut"))
        .ifPresent(this::dracut);
  }

  private void imageName(DraftEntry entry) {
    Optional<DraftEntry> today = definition.find("image name");
    if (today.isPresent() && !today.get().isEmpty()) {
      changes.lost(entry, "container name", "'image name' is there as well, and counts");
    } else {
      today.ifPresent(DraftEntry::remove);
      entry.rename("image name");
      changes.carried(entry.line(), "container name -> image name");
    }
  }

  private void disabled(DraftEntry entry) {
    String word = entry.text().orElse("");
    if (Values.isYes(word)) {
      changes.lost(
          entry, "disabled", "no node is disabled any more; delete it, or take its hwaddr away");
    } else {
      entry.remove();
      changes.carried(entry.line(), "disabled dropped");
    }
  }

  private void nodesOnly(DraftEntry entry) {
    if (entry.isEmpty() || entry.text().filter(word -> !word.isEmpty() && !isNo(word)).isEmpty()) {
      entry.remove();
      changes.carried(entry.line(), entry.key() + " of profiles dropped");
    } else {
      changes.lost(entry, entry.key() + " of profiles", "only a node has '" + entry.key() + "'");
    }
  }

  private static boolean isNo(String word) {
    try {
      return Values.check(Field.Type.FLAG, word).equals("false");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** {@code ipmi username: x} to {@code username: x} in section {@code ipmi:}. */
  private void nest(String section, List<String> names) {
    // What stays as a comment stays here: it must not move along above what moves.
    List<Runnable> comments = new ArrayList<>();
    for (DraftEntry entry : definition.entries()) {
      String prefix = section + " ";
      String name = entry.key().startsWith(prefix) ? entry.key().substring(prefix.length()) : "";
      if (!names.contains(name)) {
        continue;
      }
      String rule = prefix + "keys -> section " + section;
      definition.find(section).filter(DraftEntry::isEmpty).ifPresent(DraftEntry::remove);
      Optional<DraftMap> map = definition.map(section);
      if (entry.isEmpty()) {
        entry.remove();
      } else if (map.isEmpty() && definition.find(section).isPresent()) {
        comments.add(() -> changes.lost(entry, rule, "'" + section + "' is no map to put it into"));
        continue;
      } else if (map.isEmpty()) {
        entry.wrapIn(section, name);
      } else {
        Optional<DraftEntry> today = map.get().find(name);
        if (today.isPresent() && !today.get().isEmpty()) {
          comments.add(() ->
              changes.lost(entry, rule, "'" + name + "' in section '" + section + "' counts"));
          continue;
        }
        today.ifPresent(DraftEntry::remove);
        entry.moveTo(map.get(), name);
      }
      changes.carried(entry.line(), rule);
    }
    comments.forEach(Runnable::run);
  }

  private void kernel(DraftMap kernel, Function<String, Optional<String>> kernels) {
    Optional<DraftEntry> override = kernel.find("override");
    if (override.isEmpty()) {
      return;
    }
    DraftEntry entry = override.get();
    String wish = entry.text().orElse("");
    Optional<DraftEntry> version = kernel.find("version").filter(v -> !v.isEmpty());
    Optional<String> path = wish.isEmpty() ? Optional.empty() : kernels.apply(wish);
    if (entry.isEmpty()) {
      entry.remove();
      changes.carried(entry.line(), "kernel override -> version");
    } else if (path.isPresent()) {
      version.ifPresent(v ->
          changes.lost(v, "kernel version", "kernel override named the kernel: " + path.get()));
      version(kernel, entry, path.get());
      changes.carried(entry.line(), "kernel override -> version");
    } else if (version.isEmpty() && VERSION.matcher(wish).matches()) {
      version(kernel, entry, wish);
      changes.carried(
          entry.line(),
          "kernel override -> version",
          "no image at hand has a kernel " + wish + "; it is taken as the version to look for");
    } else {
      changes.lost(
          entry, "kernel override", "'" + wish + "' is no version, and in no image at hand");
    }
  }

  private static void version(DraftMap kernel, DraftEntry override, String value) {
    kernel.find("version").ifPresent(DraftEntry::remove);
    override.rename("version");
    if (!override.text().orElse("").equals(value)) {
      override.set(value);
    }
  }

  private void keys(DraftEntry keys) {
    Optional<DraftEntry> tags = definition.find("tags").filter(entry -> !entry.isEmpty());
    if (keys.map().isEmpty() && !keys.isEmpty()) {
      changes.lost(keys, "keys -> tags", "'keys' takes a map");
    } else if (keys.isEmpty()) {
      keys.remove();
      changes.carried(keys.line(), "keys -> tags");
    } else if (tags.isEmpty()) {
      definition.find("tags").ifPresent(DraftEntry::remove);
      keys.rename("tags");
      changes.carried(keys.line(), "keys -> tags");
    } else if (tags.get().map().isEmpty()) {
      changes.lost(keys, "keys -> tags", "'tags' is no map to put them into");
    } else {
      DraftMap target = tags.get().map().get();
      List<DraftEntry> doubled = new ArrayList<>();
      for (DraftEntry key : keys.map().map(DraftMap::entries).orElse(List.of())) {
        if (target.find(key.key()).isPresent()) {
          doubled.add(key);
        } else {
          key.moveTo(target, key.key());
          changes.carried(key.line(), "keys -> tags");
        }
      }
      if (doubled.isEmpty()) {
        keys.remove();
      } else {
        changes.lost(keys, "keys -> tags", "the tags of these names count");
      }
    }
  }

  /** A list of tags to take away, as a command once left it in the file. */
  static void tagsdel(DraftMap map, Changes changes) {
    map.find("tagsdel")
        .ifPresent(entry -> {
          List<String> names = entry.list().orElse(List.of());
          Optional<DraftMap> tags = map.map("tags");
          names.forEach(name -> tags.flatMap(all -> all.find(name)).ifPresent(DraftEntry::remove));
          entry.remove();
          changes.carried(entry.line(), "tagsdel applied");
        });
  }

  private void devices(DraftMap devices) {
    String primary = "";
    for (DraftEntry device : devices.entries()) {
      if (device.map().isPresent()) {
        boolean boots = new DeviceUpgrade(device.map().get(), changes).run();
        primary = boots && primary.isEmpty() ? device.key() : primary;
      }
    }
    if (!primary.isEmpty()
        && definition.find("primary network").filter(entry -> !entry.isEmpty()).isEmpty()) {
      definition.put("primary network", primary);
    }
  }

  private void dracut(DraftEntry template) {
    template.set("default");
    if (definition.map("tags").flatMap(tags -> tags.find("IPXEMenuEntry")).isEmpty()) {
      definition.within("tags").put("IPXEMenuEntry", "dracut");
    }
    changes.carried(template.line(), "ipxe template dracut -> tag IPXEMenuEntry");
  }
}
