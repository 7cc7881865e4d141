package org.wwj.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.wwj.net.Prefix;

/**
 * Makes a wwj.conf of a warewulf.conf of any version: what wwj does not know or would understand
 * otherwise becomes a comment, and folders are wwj's own or point at Warewulf's.
 */
public final class OwnConfig {
  private static final Map<String, Set<String>> SECTIONS =
      Map.of(
          "warewulf", SiteConfigReader.SERVER,
          "dhcp", SiteConfigReader.DHCP,
          "tftp", Loaders.KEYS,
          "api", WarewulfKeysReader.API,
          "nfs", ServedFiles.NFS,
          "ssh", ServedFiles.SSH,
          "overlays", SiteConfigReader.OVERLAYS,
          "delivery", SiteConfigReader.DELIVERY,
          "wwclient", WarewulfKeysReader.CLIENT,
          "paths", SitePaths.KNOWN);

  /** What a Warewulf without a word about it serves as loaders. */
  private static final Map<String, String> IPXE =
      Map.of(
          "00:00", "undionly.kpxe",
          "00:07", "ipxe-snponly-x86_64.efi",
          "00:09", "ipxe-snponly-x86_64.efi",
          "00:0b", "arm64-efi/snponly.efi");

  private static final List<String> FOLDERS =
      List.of(
          "sysconfdir",
          "localstatedir",
          "cachedir",
          "datadir",
          "wwoverlaydir",
          "wwchrootdir",
          "wwprovisiondir");

  private final DraftMap root;
  private final Changes changes;

  private OwnConfig(String file, DraftMap root) {
    this.root = root;
    this.changes = new Changes(file);
  }

  /**
   * The text of the wwj.conf.
   *
   * @param file name of the warewulf.conf, for the changes
   * @param text of it
   * @param address the server's address
   * @param paths what section {@code paths:} shall say, by key
   */
  public static Upgraded of(String file, String text, Prefix address, Map<String, String> paths) {
    YamlDraft draft = YamlDraft.read(file, text);
    OwnConfig own = new OwnConfig(file, draft.root());
    ConfigUpgrade.apply(own.root, own.changes);
    own.known();
    own.differently();
    own.address(address);
    own.paths(paths);
    // Mounts live on in nodes.conf, which is migrated with it.
    List<Upgraded.Change> told =
        own.changes.all().stream()
            .filter(change -> !change.rule().equals(ConfigUpgrade.NFS_MOUNTS))
            .toList();
    return new Upgraded(
        "# Taken over from " + file + " by wwj migrate.\n" + draft.checked(file), told);
  }

  private void known() {
    for (DraftEntry entry : root.entries()) {
      if (!SiteConfigReader.TOP.contains(entry.key())) {
        unknown(entry, "");
        continue;
      }
      Set<String> keys = SECTIONS.getOrDefault(entry.key(), Set.of());
      if (!keys.isEmpty()) {
        for (DraftEntry inner : entry.map().map(DraftMap::entries).orElse(List.of())) {
          if (!keys.contains(inner.key())) {
            unknown(inner, " in section '" + entry.key() + "'");
          }
        }
      }
    }
    root
        .map("nfs")
        .flatMap(nfs -> nfs.find("export paths"))
        .map(DraftEntry::maps)
        .orElse(List.of())
        .stream()
        .flatMap(export -> export.entries().stream())
        .filter(entry -> !ServedFiles.EXPORT.contains(entry.key()))
        .forEach(entry -> unknown(entry, " in 'export paths'"));
  }

  private void unknown(DraftEntry entry, String where) {
    changes.lost(entry, "unknown keys", "unknown key '" + entry.key() + "'" + where);
  }

  /** Keys that wwj has too, but with another meaning. */
  private void differently() {
    root.map("warewulf")
        .flatMap(server -> server.find("secure"))
        .filter(entry -> entry.text().filter(OwnConfig::isNo).isPresent())
        .ifPresent(entry ->
            changes.lost(
                entry,
                "secure: false",
                "wwj gives overlays only to a machine that boots; privileged ports play no part"));
    root.map("dhcp")
        .flatMap(dhcp -> dhcp.find("template"))
        .filter(entry -> !entry.text().filter(WarewulfKeysReader.TEMPLATES::contains).isPresent())
        .ifPresent(entry ->
            changes.lost(entry, "dhcp template", "wwj answers from nodes.conf, without templates"));
    root.map("ssh")
        .flatMap(ssh -> ssh.find("key types"))
        .filter(
            entry -> !entry.list().orElse(List.of("")).stream().allMatch(ServedFiles::isKeyType))
        .ifPresent(entry -> changes.lost(entry, "ssh key types", "it names unknown types of keys"));
    root.map("tftp")
        .flatMap(tftp -> tftp.find("ipxe"))
        .filter(entry -> isDefault(entry.plain()))
        .ifPresent(entry -> {
          entry.remove();
          changes.carried(
              entry.line(), "tftp ipxe left out: the loaders that this host's package has");
        });
  }

  private static boolean isNo(String word) {
    try {
      return !Section.parseFlag(word);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isDefault(Object ipxe) {
    if (!(ipxe instanceof Map<?, ?> map)) {
      return false;
    }
    Map<String, Object> lower = new TreeMap<>();
    map.forEach((key, value) -> lower.put(String.valueOf(key).toLowerCase(Locale.ROOT), value));
    return lower.equals(IPXE);
  }

  private void address(Prefix address) {
    boolean whole =
        root.find("ipaddr")
            .flatMap(DraftEntry::text)
            .filter(text -> text.indexOf('/') > 0 || root.find("netmask").isPresent())
            .isPresent();
    if (!whole) {
      DraftEntry entry = root.put("ipaddr", address.toString());
      changes.carried(
          entry.line(), "ipaddr written whole", "ipaddr is this host's own, " + address);
    }
  }

  private void paths(Map<String, String> paths) {
    DraftMap section = root.within("paths");
    for (String key : FOLDERS) {
      section
          .find(key)
          .ifPresent(entry -> {
            String old = entry.text().orElse("");
            if (!old.equals(paths.get(key))) {
              entry.remove();
              changes.carried(
                  entry.line(), "paths: Warewulf's folders", "paths: " + key + " was " + old);
            }
          });
    }
    section
        .find("ipxesource")
        .filter(entry -> !Files.isDirectory(Path.of(entry.text().orElse(""))))
        .ifPresent(entry ->
            changes.lost(
                entry, "ipxesource", "this host has no such folder; its package's is used"));
    paths.forEach((key, value) -> {
      if (!section.find(key).flatMap(DraftEntry::text).filter(value::equals).isPresent()) {
        section.put(key, value);
      }
    });
    if (section.isEmpty()) {
      root.find("paths").ifPresent(DraftEntry::remove);
    }
  }
}
