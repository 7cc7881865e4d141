package org.wwj.overlay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An overlay's file {@code modes}, beside its {@code rootfs}: modes and owners that a clone or a
 * copy loses. Each line is {@code MODE [UID:GID] PATTERN}, the pattern a path below rootfs; a later
 * line wins.
 */
record Modes(List<Rule> rules) {
  private static final Pattern LINE =
      Pattern.compile("([0-7]{3,4})\\s+(?:(\\d{1,9}):(\\d{1,9})\\s+)?(\\S.*)");

  /** One line; a negative owner leaves the owner as it is. */
  record Rule(int mode, int uid, int gid, PathMatcher paths) {}

  /** Reads an overlay's rules; without the file there are none. */
  static Modes read(Path overlay) throws IOException {
    Path file = overlay.resolve("modes");
    List<Rule> rules = new ArrayList<>();
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).trim();
        if (!line.isEmpty() && !line.startsWith("#")) {
          rules.add(rule(line, file + ":" + (i + 1)));
        }
      }
    }
    return new Modes(List.copyOf(rules));
  }

  private static Rule rule(String line, String where) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new OverlayException(
          where + ": '" + line + "' is not MODE [UID:GID] PATH, like 0600 etc/secret.conf");
    }
    String pattern = matcher.group(4).replaceFirst("^/+", "");
    boolean owned = matcher.group(2) != null;
    try {
      return new Rule(
          Integer.parseInt(matcher.group(1), 8),
          owned ? Integer.parseInt(matcher.group(2)) : -1,
          owned ? Integer.parseInt(matcher.group(3)) : -1,
          FileSystems.getDefault().getPathMatcher("glob:" + pattern));
    } catch (IllegalArgumentException e) {
      throw new OverlayException(where + ": '" + pattern + "' is no pattern of paths", e);
    }
  }

  /** The file with the mode and owner its rule gives it. A template is found by both its names. */
  TreeFile apply(TreeFile file) {
    TreeFile result = file;
    Path path = Path.of(file.path());
    Path output = Path.of(file.path().replaceFirst("\\.ww$", ""));
    for (Rule rule : rules) {
      if (rule.paths().matches(path) || rule.paths().matches(output)) {
        result =
            new TreeFile(
                file.path(),
                file.source(),
                (file.mode() & ~07777) | rule.mode(),
                rule.uid() < 0 ? result.uid() : rule.uid(),
                rule.gid() < 0 ? result.gid() : rule.gid(),
                file.mtime(),
                file.stamp() + "/" + rule.mode() + "/" + rule.uid() + "/" + rule.gid());
      }
    }
    return result;
  }
}
