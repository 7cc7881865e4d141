package org.wwj.image.oci;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.wwj.image.ImageException;

/**
 * What an image runs on, in the words of Go and so of OCI.
 *
 * @param os {@code linux}
 * @param architecture {@code amd64}, {@code arm64}
 * @param variant such as {@code v7}; empty for an architecture's usual one
 */
record Platform(String os, String architecture, String variant) {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** A platform in the usual words. */
  Platform {
    os = os.toLowerCase(Locale.ROOT);
    architecture = architecture.toLowerCase(Locale.ROOT);
    variant = variant.toLowerCase(Locale.ROOT);
    if (architecture.equals("armhf") && variant.isEmpty()) {
      variant = "v7";
    }
    architecture =
        switch (architecture) {
          case "x86_64", "x86-64" -> "amd64";
          case "aarch64" -> "arm64";
          case "armhf" -> "arm";
          case "i386", "i486", "i586", "i686" -> "386";
          default -> architecture;
        };
    boolean usual =
        (architecture.equals("arm64") && (variant.equals("v8") || variant.equals("8")))
            || (architecture.equals("amd64") && variant.equals("v1"));
    variant = usual ? "" : variant;
  }

  /** This server's. */
  static Platform host() {
    return new Platform("linux", System.getProperty("os.arch", "amd64"), "");
  }

  /**
   * Reads {@code arm64}, {@code x86_64}, {@code linux/arm/v7}.
   *
   * @throws ImageException when it is none of these
   */
  static Platform parse(String text) {
    String[] words = text.split("/", -1);
    boolean good = words.length <= 3;
    for (String word : words) {
      good &= WORD.matcher(word).matches();
    }
    if (!good) {
      throw new ImageException(
          "'" + text + "' is no platform; write amd64, arm64 or linux/ARCHITECTURE[/VARIANT]");
    }
    boolean os = words.length == 3 || (words.length == 2 && isOs(words[0]));
    int architecture = os ? 1 : 0;
    return new Platform(
        os ? words[0] : "linux",
        words[architecture],
        words.length > architecture + 1 ? words[architecture + 1] : "");
  }

  private static boolean isOs(String word) {
    return List.of("linux", "windows", "darwin", "freebsd").contains(word.toLowerCase(Locale.ROOT));
  }

  /** Whether an index leaves it open, as it does for what is no image: signatures, attestations. */
  boolean unknown() {
    return architecture.isEmpty() || architecture.equals("unknown");
  }

  /**
   * The one of an index's entries that is for this platform.
   *
   * @param image what to call it in errors
   * @throws ImageException listing what there is, when none or several fit
   */
  Descriptor choose(List<Descriptor> entries, String image) {
    List<Descriptor> same =
        entries.stream()
            .filter(entry -> entry.platform().os.equals(os))
            .filter(entry -> entry.platform().architecture.equals(architecture))
            .toList();
    for (Descriptor entry : same) {
      if (entry.platform().variant.equals(variant)) {
        return entry;
      }
    }
    if (same.size() == 1 && variant.isEmpty()) {
      return same.getFirst();
    }
    if (entries.size() == 1 && entries.getFirst().platform().unknown()) {
      return entries.getFirst();
    }
    throw new ImageException(
        image
            + " is not there for "
            + this
            + (same.isEmpty() ? "" : " without more words")
            + "; it is for "
            + names(entries)
            + ": choose one of them with --platform");
  }

  private static String names(Collection<Descriptor> entries) {
    TreeSet<String> names = new TreeSet<>();
    for (Descriptor entry : entries) {
      if (!entry.platform().unknown()) {
        names.add(entry.platform().toString());
      }
    }
    return names.isEmpty() ? "nothing that it names" : String.join(", ", names);
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
