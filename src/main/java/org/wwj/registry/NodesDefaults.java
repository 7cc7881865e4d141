package org.wwj.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.wwj.config.Changes;
import org.wwj.config.ConfigUpgrade;
import org.wwj.config.DraftEntry;
import org.wwj.config.DraftMap;

/** What Warewulf before 4.6 did for nodes without being told, written down (warewulf.md §2.5). */
final class NodesDefaults {
  private static final List<String> WWINIT =
      List.of(
          "wwinit",
          "wwclient",
          "fstab",
          "hostname",
          "ssh.host_keys",
          "issue",
          "resolv",
          "udev.netname",
          "systemd.netname",
          "ifcfg",
          "ifupdown",
          "NetworkManager",
          "wicked",
          "ignition");
  private static final List<String> GENERIC = List.of("hosts", "ssh.authorized_keys", "syncuser");
  private static final String DEFAULT = "default";
  private static final String ADDED = "add defaults";

  private final DraftMap root;
  private final Changes changes;

  NodesDefaults(DraftMap root, Changes changes) {
    this.root = root;
    this.changes = changes;
  }

  /** Puts the overlays that took their place into the lists that name an old one. */
  static void replaceOverlays(DraftMap definition, Changes changes) {
    replace(definition, "system overlay", "wwinit", WWINIT, changes);
    replace(definition, "runtime overlay", "generic", GENERIC, changes);
  }

  private static void replace(
      DraftMap definition, String key, String old, List<String> parts, Changes changes) {
    Optional<DraftEntry> entry = definition.find(key);
    List<String> overlays = entry.flatMap(DraftEntry::list).orElse(List.of());
    // A list that names other parts as well has been split before.
    boolean split = overlays.stream().anyMatch(name -> !name.equals(old) && parts.contains(name));
    if (entry.isEmpty() || !overlays.contains(old) || split) {
      return;
    }
    Set<String> replaced = new LinkedHashSet<>();
    overlays.forEach(name -> replaced.addAll(name.equals(old) ? parts : List.of(name)));
    entry.get().set(List.copyOf(replaced));
    changes.carried(entry.get().line(), "overlay " + old + " -> the overlays of today");
  }

  /** File systems that nodes mounted by warewulf.conf, as resource {@code fstab}. */
  void mounts(List<ConfigUpgrade.NfsMount> mounts) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (ConfigUpgrade.NfsMount mount : mounts) {
      lines.add(line(mount.path(), mount.options()));
    }
    fstab(lines, "nfs mounts -> resource fstab");
  }

  private static Map<String, Object> line(String path, String options) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("spec", "warewulf:" + path);
    line.put("file", path);
    line.put("vfstype", "nfs");
    if (!options.isEmpty()) {
      line.put("mntops", options);
    }
    return line;
  }

  private void fstab(List<Map<String, Object>> lines, String rule) {
    Optional<DraftEntry> fstab =
        root.map("nodeprofiles")
            .flatMap(all -> all.map(DEFAULT))
            .flatMap(profile -> profile.map("resources"))
            .flatMap(resources -> resources.find("fstab"));
    List<?> present =
        fstab.map(DraftEntry::plain).orElse("") instanceof List<?> list ? list : List.of();
    List<Map<String, Object>> missing =
        lines.stream()
            .filter(line -> present.stream().noneMatch(one -> mounts(one, line)))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    if (fstab.isPresent() && present.isEmpty() && !fstab.get().isEmpty()) {
      changes.noted(
          fstab.get().line(), rule, "resource 'fstab' is no list, so the NFS mounts are not in it");
      return;
    }
    DraftMap resources = root.within("nodeprofiles").within(DEFAULT).within("resources");
    if (present.isEmpty()) {
      resources.put("fstab", missing);
    } else {
      fstab.get().add(missing);
    }
    missing.forEach(line -> changes.carried(0, rule, rule + ": " + line.get("file")));
  }

  private static boolean mounts(Object one, Map<String, Object> line) {
    return one instanceof Map<?, ?> map && String.valueOf(line.get("file")).equals(map.get("file"));
  }

  /** Fills the profile {@code default} and gives it to nodes without any profile. */
  void add() {
    DraftMap profile = root.within("nodeprofiles").within(DEFAULT);
    fill(profile, "ipxe template", "default");
    fill(profile, "runtime overlay", GENERIC);
    fill(profile, "system overlay", WWINIT);
    fill(profile, "kernel", "args", List.of("quiet", "crashkernel=no", "net.ifnames=1"));
    fill(profile, "ipmi", "template", "ipmitool.tmpl");
    fill(profile, "init", "/sbin/init");
    fill(profile, "root", "initramfs");
    if (profile.map("resources").flatMap(all -> all.find("fstab")).isEmpty()) {
      fstab(
          List.of(line("/home", "defaults,nofail"), line("/opt", "defaults,noauto,nofail,ro")),
          ADDED);
    }
    for (DraftEntry node : root.map("nodes").map(DraftMap::entries).orElse(List.of())) {
      List<String> profiles =
          node.map()
              .flatMap(map -> map.find("profiles"))
              .flatMap(DraftEntry::list)
              .orElse(List.of());
      if (profiles.isEmpty()) {
        root.within("nodes").within(node.key()).put("profiles", List.of(DEFAULT));
        changes.carried(node.line(), ADDED, node.key() + " inherits from profile default");
      } else if (!profiles.contains(DEFAULT)) {
        changes.noted(
            node.line(),
            ADDED,
            node.key() + " has profiles, but not 'default'; look what it misses");
      }
    }
  }

  private void fill(DraftMap profile, String section, String key, Object value) {
    if (profile.map(section).flatMap(map -> map.find(key)).filter(e -> !e.isEmpty()).isEmpty()) {
      fill(profile.within(section), key, value);
    }
  }

  private void fill(DraftMap map, String key, Object value) {
    if (map.find(key).filter(entry -> !entry.isEmpty()).isEmpty()) {
      map.put(key, value);
      changes.carried(0, ADDED, "profile default: " + key);
    }
  }
}
