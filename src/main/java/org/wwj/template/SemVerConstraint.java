package org.wwj.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a constraint such as {@code ~1.2}.
 *
 * @param operator without one, a tilde where the version is not complete
 * @param anyMinor the minor version is missing or an {@code x}
 * @param anyPatch only the patch version is
 * @param any some part of the version is
 */
record SemVerConstraint(
    String operator, SemVer version, boolean anyMinor, boolean anyPatch, boolean any) {
  private static final String NUMBER = "[0-9|xX*]++";
  private static final String WORDS = "[0-9A-Za-z-]++(?:\\.[0-9A-Za-z-]++)*+";
  private static final String VERSION =
      "v?+(NUMBER)(?:\\.(NUMBER))?+(?:\\.(NUMBER))?+(-(?:WORDS))?+(?:\\+(?:WORDS))?+"
          .replace("NUMBER", NUMBER)
          .replace("WORDS", WORDS);
  private static final Pattern ONE = Pattern.compile("(!=|>=|=>|<=|=<|~>|[=><~^]|)\\s*+" + VERSION);
  private static final Pattern RANGE =
      Pattern.compile("(VERSION)\\s++-\\s++(VERSION)\\s*+".replace("VERSION", VERSION));

  /**
   * Alternatives, of which one has to hold with all its comparisons.
   *
   * @throws TemplateException with the message of the library behind sprig
   */
  static List<List<SemVerConstraint>> parse(String text) {
    List<List<SemVerConstraint>> alternatives = new ArrayList<>();
    for (String part : withoutRanges(text).split("\\|\\|", -1)) {
      alternatives.add(comparisons(part));
    }
    return alternatives;
  }

  /** {@code 1.2 - 1.4} says the same as {@code >= 1.2, <= 1.4}. */
  private static String withoutRanges(String text) {
    StringBuilder out = new StringBuilder();
    Matcher range = RANGE.matcher(text);
    while (range.find()) {
      range.appendReplacement(
          out, Matcher.quoteReplacement(">= " + range.group(1) + ", <= " + range.group(6)));
    }
    return range.appendTail(out).toString();
  }

  private static List<SemVerConstraint> comparisons(String part) {
    List<SemVerConstraint> all = new ArrayList<>();
    Matcher one = ONE.matcher(part);
    int at = spaces(part, 0);
    while (all.isEmpty() || at < part.length()) {
      if (!one.region(at, part.length()).lookingAt()) {
        throw new TemplateException("improper constraint: " + part);
      }
      all.add(of(one));
      int end = spaces(part, one.end());
      boolean comma = end < part.length() && part.charAt(end) == ',';
      if (end == one.end() && !comma && end < part.length()) {
        throw new TemplateException("improper constraint: " + part);
      }
      at = comma ? spaces(part, end + 1) : end;
      if (comma && at == part.length()) {
        throw new TemplateException("improper constraint: " + part);
      }
    }
    return all;
  }

  private static int spaces(String text, int from) {
    int end = from;
    while (end < text.length() && " \t\n\f\r".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static SemVerConstraint of(Matcher one) {
    String pre = one.group(5) == null ? "" : one.group(5);
    String major = one.group(2);
    String minor = one.group(3);
    String patch = one.group(4);
    boolean anyMajor = isAny(major);
    boolean anyMinor = !anyMajor && isAny(minor);
    boolean anyPatch = !anyMajor && !anyMinor && isAny(patch);
    String numbers =
        anyMajor
            ? "0.0.0"
            : anyMinor ? major + ".0.0" : major + "." + minor + "." + (anyPatch ? "0" : patch);
    try {
      return new SemVerConstraint(
          one.group(1),
          SemVer.parse(numbers + pre),
          anyMinor,
          anyPatch,
          anyMajor || anyMinor || anyPatch);
    } catch (TemplateException e) {
      throw new TemplateException("constraint Parser Error", e);
    }
  }

  private static boolean isAny(@Nullable String number) {
    return number == null || number.equals("x") || number.equals("X") || number.equals("*");
  }

  boolean allows(SemVer v) {
    boolean unasked = !v.pre().isEmpty() && version.pre().isEmpty();
    if (operator.equals("!=")) {
      return differs(v, unasked);
    }
    if (unasked) {
      return false;
    }
    return switch (operator) {
      case ">" -> above(v);
      case "<" -> v.compare(version) < 0;
      case ">=", "=>" -> v.compare(version) >= 0;
      case "<=", "=<" -> !any ? v.compare(version) <= 0 : atMost(v);
      case "~", "~>" -> tilde(v);
      case "^" -> caret(v);
      default -> any ? tilde(v) : v.compare(version) == 0;
    };
  }

  private boolean sameMajor(SemVer v) {
    return v.major() == version.major();
  }

  private boolean sameMinor(SemVer v) {
    return v.minor() == version.minor();
  }

  private boolean differs(SemVer v, boolean unasked) {
    if (!any) {
      return v.compare(version) != 0;
    }
    if (unasked) {
      return false;
    }
    if (!sameMajor(v) || (!sameMinor(v) && !anyMinor)) {
      return true;
    }
    if (anyMinor) {
      return false;
    }
    if (anyPatch) {
      boolean pre = !v.pre().isEmpty() || !version.pre().isEmpty();
      return pre && SemVer.comparePre(v.pre(), version.pre()) != 0;
    }
    return v.patch() != version.patch() || v.compare(version) != 0;
  }

  private boolean above(SemVer v) {
    int major = Long.compareUnsigned(v.major(), version.major());
    if (!any || (major == 0 && !anyMinor && !anyPatch)) {
      return v.compare(version) > 0;
    }
    if (major != 0 || anyMinor) {
      return major > 0;
    }
    return Long.compareUnsigned(v.minor(), version.minor()) > 0;
  }

  private boolean atMost(SemVer v) {
    int major = Long.compareUnsigned(v.major(), version.major());
    boolean minorAbove = Long.compareUnsigned(v.minor(), version.minor()) > 0;
    return major < 0 || (major == 0 && (anyMinor || !minorAbove));
  }

  private boolean tilde(SemVer v) {
    if (v.compare(version) < 0) {
      return false;
    }
    boolean zero = version.major() == 0 && version.minor() == 0 && version.patch() == 0;
    if (zero && !anyMinor && !anyPatch) {
      return true; // ~0.0.0 and * hold for all
    }
    return sameMajor(v) && (sameMinor(v) || anyMinor);
  }

  private boolean caret(SemVer v) {
    if (v.compare(version) < 0 || !sameMajor(v)) {
      return false;
    }
    if (version.major() != 0 || anyMinor) {
      return true;
    }
    if (!sameMinor(v)) {
      return false;
    }
    return version.minor() != 0 || anyPatch || v.patch() == version.patch();
  }
}
