package org.wwj.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings a warewulf.conf of Warewulf 4.0 to 4.5 into the form of today (warewulf.md §2.6). */
public final class ConfigUpgrade {
  /** The rule by which mounts leave the settings, to live on in nodes.conf. */
  public static final String NFS_MOUNTS = "nfs mounts -> resource fstab of nodes.conf";

  private static final String MOUNTED_BY_FSTAB =
      "nodes mount by resource fstab of nodes.conf (wwj upgrade nodes --with-warewulfconf FILE)";

  private final Changes changes;
  private final DraftMap root;

  private ConfigUpgrade(DraftMap root, Changes changes) {
    this.root = root;
    this.changes = changes;
  }

  /**
   * One file system that nodes mount from the server.
   *
   * @param path where it lies on the server and is mounted on the nodes
   * @param options options of the mount, empty for its defaults
   */
  public record NfsMount(String path, String options) {}

  /**
   * The text in today's form; a text that is in it already comes back as it is.
   *
   * @param file name for the changes and errors
   * @throws ConfigException naming file and line of what cannot be read
   */
  public static Upgraded of(String file, String text) {
    YamlDraft draft = YamlDraft.read(file, text);
    Changes changes = new Changes(file);
    apply(draft.root(), changes);
    return changes.of(draft, text);
  }

  static void apply(DraftMap root, Changes changes) {
    new ConfigUpgrade(root, changes).run();
  }

  /**
   * What Warewulf before 4.6 made its nodes mount by {@code nfs:} in warewulf.conf.
   *
   * @throws ConfigException naming file and line of what cannot be read
   */
  public static List<NfsMount> mounts(String file, String text) {
    List<NfsMount> mounts = new ArrayList<>();
    Optional<DraftMap> nfs = YamlDraft.read(file, text).root().map("nfs");
    nfs.flatMap(map -> map.find("exports"))
        .flatMap(DraftEntry::list)
        .orElse(List.of())
        .forEach(path -> mounts.add(new NfsMount(path, "")));
    for (DraftMap export :
        nfs.flatMap(map -> map.find("export paths")).map(DraftEntry::maps).orElse(List.of())) {
      if (isYes(export, "mount")) {
        mounts.add(new NfsMount(word(export, "path"), word(export, "mount options")));
      }
    }
    return mounts;
  }

  private void run() {
    root.find("WW_INTERNAL")
        .ifPresent(entry ->
            changes.obsolete(entry, "WW_INTERNAL dropped", "files have no version any more"));
    root.find("ipv6net").ifPresent(this::ipv6net);
    root.find("container mounts").ifPresent(this::imageMounts);
    root.map("warewulf").ifPresent(this::server);
    root.map("nfs").ifPresent(this::nfs);
  }

  private void ipv6net(DraftEntry entry) {
    String text = entry.text().orElse("");
    int slash = text.indexOf('/');
    if (text.isEmpty()) {
      entry.remove();
      changes.carried(entry.line(), "ipv6net -> ipaddr6, prefixlen6");
    } else if (root.find("ipaddr6").filter(other -> !other.isEmpty()).isPresent()) {
      changes.lost(entry, "ipv6net", "'ipaddr6' says it");
    } else if (slash < 1) {
      changes.lost(entry, "ipv6net", "'" + text + "' has no prefix length, as in fd00::1/64");
    } else {
      root.find("ipaddr6").ifPresent(DraftEntry::remove);
      entry.rename("ipaddr6");
      entry.set(text.substring(0, slash));
      if (root.find("prefixlen6").filter(other -> !other.isEmpty()).isEmpty()) {
        root.put("prefixlen6", text.substring(slash + 1));
      }
      changes.carried(entry.line(), "ipv6net -> ipaddr6, prefixlen6");
    }
  }

  private void imageMounts(DraftEntry entry) {
    if (root.find("image mounts").isPresent()) {
      changes.lost(entry, "container mounts", "'image mounts' is there as well, and counts");
    } else {
      entry.rename("image mounts");
      changes.carried(entry.line(), "container mounts -> image mounts");
    }
  }

  private void server(DraftMap server) {
    server.find("syslog").ifPresent(entry -> gone(entry, "the server logs to standard output"));
    server
        .find("datastore")
        .ifPresent(entry -> {
          String folder = entry.text().orElse("");
          boolean named = root.map("paths").flatMap(map -> map.find("datadir")).isPresent();
          if (folder.startsWith("/") && !named) {
            root.within("paths").put("datadir", folder);
            entry.remove();
            changes.carried(entry.line(), "datastore -> paths: datadir");
          } else {
            gone(entry, "'paths: datadir' says where the data lies");
          }
        });
  }

  private void nfs(DraftMap nfs) {
    nfs.find("exports").ifPresent(entry -> exports(nfs, entry));
    for (DraftMap export : nfs.find("export paths").map(DraftEntry::maps).orElse(List.of())) {
      boolean mounted = isYes(export, "mount");
      for (String key : List.of("mount options", "mount")) {
        export
            .find(key)
            .ifPresent(entry -> {
              if (mounted) {
                changes.lost(entry, NFS_MOUNTS, MOUNTED_BY_FSTAB);
              } else {
                gone(entry, "nodes mount by resource fstab; this was not mounted");
              }
            });
      }
    }
  }

  private void exports(DraftMap nfs, DraftEntry entry) {
    List<Map<String, Object>> paths = new ArrayList<>();
    for (String path : entry.list().orElse(List.of())) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("path", path);
      paths.add(one);
    }
    if (nfs.find("export paths").isPresent() || (paths.isEmpty() && !entry.isEmpty())) {
      changes.lost(entry, "exports -> export paths", "'export paths' says it");
    } else if (paths.isEmpty()) {
      entry.remove();
      changes.carried(entry.line(), "exports -> export paths");
    } else {
      entry.rename("export paths");
      entry.set(paths);
      changes.carried(entry.line(), "exports -> export paths");
      changes.noted(
          entry.line(),
          NFS_MOUNTS,
          "nodes mounted these exports; wwj upgrade nodes --with-warewulfconf FILE-old writes that"
              + " into nodes.conf");
    }
  }

  /** What says nothing, or no, is simply left out; the rest becomes a comment. */
  private void gone(DraftEntry entry, String why) {
    String rule = entry.key() + " dropped";
    String text = entry.text().orElse("x");
    if (text.isEmpty()
        || isNo(text)
        || (entry.key().equals("mount options") && text.equals("defaults"))) {
      entry.remove();
      changes.carried(entry.line(), rule);
    } else {
      changes.lost(entry, rule, why);
    }
  }

  private static boolean isNo(String word) {
    try {
      return !Section.parseFlag(word);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isYes(DraftMap map, String key) {
    try {
      return Section.parseFlag(word(map, key));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String word(DraftMap map, String key) {
    return map.find(key).flatMap(DraftEntry::text).orElse("");
  }
}
