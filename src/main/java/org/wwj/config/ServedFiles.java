package org.wwj.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Sections {@code nfs:} and {@code ssh:}: what templates make files of. */
final class ServedFiles {
  private static final Set<String> NFS =
      Set.of(
          "enabled", "export paths", "ganesha exports", "systemd name", "mount options", "mount");
  private static final Set<String> EXPORT =
      Set.of("path", "export options", "mount options", "mount");
  private static final String EXPORT_OPTIONS = "rw,sync,no_subtree_check";
  private static final List<String> KEY_TYPES = List.of("ed25519", "ecdsa");

  private final Problems problems;

  ServedFiles(Problems problems) {
    this.problems = problems;
  }

  SiteConfig.Nfs nfs(Section section) {
    section.allow(NFS);
    List<SiteConfig.Nfs.Export> exports = new ArrayList<>();
    Yaml paths = section.value("export paths");
    if (paths != null && paths.target() instanceof Yaml.Sequence sequence) {
      for (Yaml item : sequence.items()) {
        Section export = Section.of("nfs: export paths", item, problems).allow(EXPORT);
        String path = export.text("path", "");
        if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
          problems.add(item.line(), "an export needs 'path', a path from /");
        }
        exports.add(new SiteConfig.Nfs.Export(path, export.text("export options", EXPORT_OPTIONS)));
      }
    } else if (paths != null && !(paths.target() instanceof Yaml.Text text && text.isNull())) {
      problems.add(paths.line(), "'export paths' takes a list of {path, export options}");
    }
    return new SiteConfig.Nfs(
        section.flag("enabled", true),
        List.copyOf(exports),
        section.text("systemd name", "nfs-server"));
  }

  /** Without {@code rsa}, whose keys are slow to make, unless the site asks for it. */
  SiteConfig.Ssh ssh(Section section) {
    section.allow(Set.of("key types"));
    if (!section.contains("key types")) {
      return new SiteConfig.Ssh(KEY_TYPES);
    }
    List<String> types = new ArrayList<>();
    for (String word : section.list("key types")) {
      String type = word.toLowerCase(Locale.ROOT);
      switch (type) {
        case "ed25519", "ecdsa", "rsa" -> types.add(type);
        case "dsa" -> {} // Warewulf's files name it; no sshd of today has it
        default ->
            problems.add(
                section.line("key types"),
                "key type '" + word + "' is not one of ed25519, ecdsa, rsa");
      }
    }
    return new SiteConfig.Ssh(types.stream().distinct().toList());
  }
}
