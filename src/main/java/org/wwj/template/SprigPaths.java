package org.wwj.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Sprig's functions on slash-separated paths. */
final class SprigPaths {
  private SprigPaths() {}

  static void addTo(Map<String, Function> all) {
    for (String os : new String[] {"base", "osBase"}) {
      SprigStrings.each(all, os, SprigPaths::base);
    }
    for (String os : new String[] {"dir", "osDir"}) {
      SprigStrings.each(all, os, SprigPaths::dir);
    }
    for (String os : new String[] {"clean", "osClean"}) {
      SprigStrings.each(all, os, SprigPaths::clean);
    }
    for (String os : new String[] {"ext", "osExt"}) {
      SprigStrings.each(all, os, SprigPaths::extension);
    }
    for (String os : new String[] {"isAbs", "osIsAbs"}) {
      all.put(os, Function.of(a -> Sprig.text(a, 0).startsWith("/"), Function.Type.STRING));
    }
  }

  static String base(String path) {
    if (path.isEmpty()) {
      return ".";
    }
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return end == 0 ? "/" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
  }

  private static String dir(String path) {
    return clean(path.substring(0, path.lastIndexOf('/') + 1));
  }

  private static String extension(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot);
  }

  private static String clean(String path) {
    boolean rooted = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      boolean up = part.equals("..");
      if (up && !parts.isEmpty() && !parts.peekLast().equals("..")) {
        parts.removeLast();
      } else if (!up || !rooted) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return rooted ? "/" + joined : joined.isEmpty() ? "." : joined;
  }
}
