package org.wwj.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Sections {@code nfs:} and {@code ssh:}: what templates make files of. */
final class ServedFiles {
  static final Set<String> NFS = Set.of("enabled", "export paths", "exports", "systemd name");
  static final Set<String> EXPORT = Set.of("path", "export options", "mount options", "mount");
  static final Set<String> SSH = Set.of("key types");
  private static final String EXPORT_OPTIONS = "rw,sync,no_subtree_check";
  private static final List<String> KEY_TYPES = List.of("ed25519", "ecdsa", "rsa");
  private static final String DSA = "dsa"; // Warewulf's files name it; no sshd of today has it

  private final Problems problems;

  ServedFiles(Problems problems) {
    this.problems = problems;
  }

  /** Both {@code export paths} and the plain list {@code exports} of Warewulf's files of old. */
  SiteConfig.Nfs nfs(Section section) {
    section.allow(NFS);
    List<SiteConfig.Nfs.Export> exports = new ArrayList<>();
    for (String path : section.list("exports")) {
      export(section.line("exports"), path, EXPORT_OPTIONS, exports);
    }
    Yaml paths = section.value("export paths");
    if (paths != null && paths.target() instanceof Yaml.Sequence sequence) {
      for (Yaml item : sequence.items()) {
        Section export = Section.of("nfs: export paths", item, problems).allow(EXPORT);
        export.flag("mount", false);
        String options = export.text("export options", EXPORT_OPTIONS);
        export(item.line(), export.text("path", ""), options, exports);
      }
    } else if (paths != null && !(paths.target() instanceof Yaml.Text text && text.isNull())) {
      problems.add(paths.line(), "'export paths' takes a list of {path, export options}");
    }
    return new SiteConfig.Nfs(
        section.flag("enabled", true),
        List.copyOf(exports),
        section.text("systemd name", "nfs-server"));
  }

  private void export(int line, String path, String options, List<SiteConfig.Nfs.Export> exports) {
    if (path.startsWith("/") && path.chars().noneMatch(Character::isISOControl)) {
      exports.add(new SiteConfig.Nfs.Export(path, options));
    } else {
      problems.unknown(line, "an export needs 'path', a path from /");
    }
  }

  /** Without {@code rsa}, whose keys are slow to make, unless the site asks for it. */
  SiteConfig.Ssh ssh(Section section) {
    section.allow(SSH);
    if (!section.contains("key types")) {
      return new SiteConfig.Ssh(List.of("ed25519", "ecdsa"));
    }
    List<String> types = new ArrayList<>();
    for (String word : section.list("key types")) {
      String type = word.toLowerCase(Locale.ROOT);
      if (KEY_TYPES.contains(type)) {
        types.add(type);
      } else if (!isKeyType(word)) {
        problems.unknown(
            section.line("key types"),
            "key type '%s' is not one of %s%s"
                .formatted(word, String.join(", ", KEY_TYPES), Spelling.hint(type, KEY_TYPES)));
      }
    }
    return new SiteConfig.Ssh(types.stream().distinct().toList());
  }

  /** Whether {@code ssh: key types} may name it. */
  static boolean isKeyType(String word) {
    String type = word.toLowerCase(Locale.ROOT);
    return KEY_TYPES.contains(type) || type.equals(DSA);
  }
}
