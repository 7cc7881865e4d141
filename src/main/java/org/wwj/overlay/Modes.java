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
 * copy loses. Each line is {@code MODE [USER:GROUP] PATTERN}, the pattern a path below rootfs; a
 * later line wins. Users and groups are numbers, or names as the node knows them.
 */
record Modes(List<Rule> rules) {
  static final String FILE = "modes";
  static final Modes NONE = new Modes(List.of());

  private static final String WHO = "(\\d{1,9}|[A-Za-z_][A-Za-z0-9_.-]{0,31})";
  static final Pattern LINE =
      Pattern.compile("([0-7]{3,4})\\s+(?:" + WHO + ":" + WHO + "\\s+)?(\\S.*)");

  /** One line; without a user the owner stays as it is. */
  record Rule(int mode, String user, String group, PathMatcher paths) {
    Owner owner(Owner before) {
      if (user.isEmpty()) {
        return before;
      }
      return new Owner(id(user), id(group), name(user), name(group));
    }

    private static int id(String who) {
      return Character.isDigit(who.charAt(0)) ? Integer.parseInt(who) : 0;
    }

    private static String name(String who) {
      return Character.isDigit(who.charAt(0)) ? "" : who;
    }
  }

  static boolean isNumber(String word) {
    return word.matches("\\d{1,9}");
  }

  /** These rules and after them others, which win. */
  Modes and(Modes later) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(later.rules);
    return new Modes(List.copyOf(all));
  }

  /** Reads an overlay's rules; without the file there are none. */
  static Modes read(Path overlay) throws IOException {
    Path file = overlay.resolve(FILE);
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
          where + ": '" + line + "' is not MODE [USER:GROUP] PATH, like 0600 etc/secret.conf");
    }
    String pattern = matcher.group(4).replaceFirst("^/+", "");
    boolean owned = matcher.group(2) != null;
    try {
      return new Rule(
          Integer.parseInt(matcher.group(1), 8),
          owned ? matcher.group(2) : "",
          owned ? matcher.group(3) : "",
          FileSystems.getDefault().getPathMatcher("glob:" + pattern));
    } catch (IllegalArgumentException e) {
      throw new OverlayException(where + ": '" + pattern + "' is no pattern of paths", e);
    }
  }

  /**
   * The file with the mode and owner that the rules give to that path. A template is found by both
   * its names.
   */
  TreeFile apply(TreeFile file, String path) {
    TreeFile result = file;
    Path full = Path.of(path);
    Path output = Path.of(path.replaceFirst("\\.ww$", ""));
    for (Rule rule : rules) {
      if (rule.paths().matches(full) || rule.paths().matches(output)) {
        result = result.with(rule.mode(), rule.owner(result.owner()));
      }
    }
    return result;
  }
}
