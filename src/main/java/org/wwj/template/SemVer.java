package org.wwj.template;

import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Function.Type.VERSION;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A semantic version; minor and patch may be missing and a {@code v} may stand in front.
 *
 * @param original as it was written
 */
record SemVer(long major, long minor, long patch, String pre, String metadata, String original)
    implements Scalar {
  private static final String WORDS = "[0-9A-Za-z-]++(?:\\.[0-9A-Za-z-]++)*+";
  private static final Pattern FORM =
      Pattern.compile(
          "v?([0-9]++)(?:\\.([0-9]++))?+(?:\\.([0-9]++))?+(?:-("
              + WORDS
              + "))?+(?:\\+("
              + WORDS
              + "))?+");

  /**
   * Reads one.
   *
   * @throws TemplateException with the message of the library behind sprig
   */
  static SemVer parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TemplateException("Invalid Semantic Version");
    }
    String pre = orEmpty(form.group(4));
    for (String part : pre.split("\\.")) {
      if (part.matches("0[0-9]+")) {
        throw new TemplateException("Version segment starts with 0");
      }
    }
    return new SemVer(
        segment(form.group(1)),
        segment(form.group(2)),
        segment(form.group(3)),
        pre,
        orEmpty(form.group(5)),
        text);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static long segment(@Nullable String digits) {
    try {
      return digits == null ? 0 : Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw new TemplateException(
          "Error parsing version segment: strconv.ParseUint: parsing "
              + GoString.quote(orEmpty(digits))
              + ": value out of range",
          e);
    }
  }

  int compare(SemVer other) {
    int order = Long.compareUnsigned(major, other.major);
    order = order == 0 ? Long.compareUnsigned(minor, other.minor) : order;
    order = order == 0 ? Long.compareUnsigned(patch, other.patch) : order;
    if (order != 0) {
      return order;
    }
    if (pre.isEmpty() || other.pre.isEmpty()) {
      return Boolean.compare(pre.isEmpty(), other.pre.isEmpty());
    }
    return comparePre(pre, other.pre);
  }

  static int comparePre(String first, String second) {
    String[] a = first.split("\\.", -1);
    String[] b = second.split("\\.", -1);
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order = comparePart(i < a.length ? a[i] : "", i < b.length ? b[i] : "");
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Numbers come before words, and what is missing before both. */
  private static int comparePart(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? -1 : 1;
    }
    boolean wordA = !a.matches("[0-9]{1,19}");
    boolean wordB = !b.matches("[0-9]{1,19}");
    if (wordA && wordB) {
      return a.compareTo(b) > 0 ? 1 : -1;
    }
    if (wordA != wordB) {
      // the library has it so: the word is the smaller one
      return wordB ? -1 : 1;
    }
    return Long.parseUnsignedLong(a) > Long.parseUnsignedLong(b) ? 1 : -1;
  }

  private SemVer next(long newMajor, long newMinor, long newPatch) {
    return named(newMajor, newMinor, newPatch, "", "");
  }

  private SemVer named(long newMajor, long newMinor, long newPatch, String newPre, String meta) {
    SemVer bare = new SemVer(newMajor, newMinor, newPatch, newPre, meta, "");
    String v = original.startsWith("v") ? "v" : "";
    return new SemVer(newMajor, newMinor, newPatch, newPre, meta, v + bare);
  }

  @Override
  public Object plain() {
    return this;
  }

  @Override
  public String typeName() {
    return "*semver.Version";
  }

  @Override
  public String kind() {
    return "ptr";
  }

  @Override
  public Object method(String name) {
    return switch (name) {
      case "Major" -> GoInt.uint64(major);
      case "Minor" -> GoInt.uint64(minor);
      case "Patch" -> GoInt.uint64(patch);
      case "Prerelease" -> pre;
      case "Metadata" -> metadata;
      case "Original" -> original;
      case "String" -> toString();
      case "IncMajor" -> next(major + 1, 0, 0);
      case "IncMinor" -> next(major, minor + 1, 0);
      case "IncPatch" -> next(major, minor, pre.isEmpty() ? patch + 1 : patch);
      case "SetPrerelease" -> Function.of(a -> checked((String) a.getFirst(), metadata), STRING);
      case "SetMetadata" -> Function.of(a -> checked(pre, (String) a.getFirst()), STRING);
      case "Compare" -> Function.of(a -> compare((SemVer) a.getFirst()), VERSION);
      case "Equal" -> Function.of(a -> compare((SemVer) a.getFirst()) == 0, VERSION);
      case "LessThan" -> Function.of(a -> compare((SemVer) a.getFirst()) < 0, VERSION);
      case "GreaterThan" -> Function.of(a -> compare((SemVer) a.getFirst()) > 0, VERSION);
      default -> Fields.NO_FIELD;
    };
  }

  private SemVer checked(String newPre, String newMetadata) {
    if (!newPre.matches("(?:" + WORDS + ")?+")) {
      throw new TemplateException("Invalid Prerelease string");
    }
    if (!newMetadata.matches("(?:" + WORDS + ")?+")) {
      throw new TemplateException("Invalid Metadata string");
    }
    return named(major, minor, patch, newPre, newMetadata);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(major)
        + "."
        + Long.toUnsignedString(minor)
        + "."
        + Long.toUnsignedString(patch)
        + (pre.isEmpty() ? "" : "-" + pre)
        + (metadata.isEmpty() ? "" : "+" + metadata);
  }
}
