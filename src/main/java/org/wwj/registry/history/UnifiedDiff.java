package org.wwj.registry.history;

/** The difference of two texts as {@code diff -u} shows it. */
public final class UnifiedDiff {
  private UnifiedDiff() {}

  /**
   * The diff, with three lines around each change; empty when nothing differs.
   *
   * @param before name of the old text
   * @param after name of the new one
   */
  public static String of(String before, String after, String old, String now) {
    if (old.equals(now)) {
      return "";
    }
    String body = Patch.between(old, now).format("", old);
    return "--- " + before + "\n+++ " + after + "\n" + body.substring(body.indexOf("@@ "));
  }
}
