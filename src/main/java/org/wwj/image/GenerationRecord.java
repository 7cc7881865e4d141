package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside a generation's files about them, for people.
 *
 * @param generation which
 * @param manifest what it is, null when it cannot be read
 * @param built when
 * @param packages how many its tree had, -1 when that is not known
 * @param source what the image was imported from, empty when unknown
 * @param sourceDigest the digest of that, empty when it has none
 * @param bytes of all its files
 */
public record GenerationRecord(
    Generation generation,
    @Nullable Manifest manifest,
    Instant built,
    int packages,
    String source,
    String sourceDigest,
    long bytes) {
  /** Where the image came from, as its import wrote it: lines of a word and a value. */
  static final String ORIGIN = "origin";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Reads what there is; what is damaged is for an {@link Inspector} to tell. */
  public static GenerationRecord of(Generation generation) {
    Path folder = generation.folder();
    List<String> packages = lines(folder.resolve(Packages.NAME));
    List<String> origin = lines(folder.resolve(ORIGIN));
    return new GenerationRecord(
        generation,
        manifest(generation),
        built(generation),
        Files.exists(folder.resolve(Packages.NAME)) ? packages.size() : -1,
        word(origin, "source "),
        word(origin, "digest "),
        bytes(folder));
  }

  private static @Nullable Manifest manifest(Generation generation) {
    try {
      return Manifest.read(generation.manifest());
    } catch (ImageException e) {
      return null;
    }
  }

  /** The name of a generation begins with the second that it was built in. */
  private static Instant built(Generation generation) {
    try {
      return TIME.parse(generation.id().split("-", 2)[0], Instant::from);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  static String time(Instant built) {
    return TIME.format(built);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String word(List<String> lines, String key) {
    Optional<String> line = lines.stream().filter(l -> l.startsWith(key)).findFirst();
    return line.map(l -> l.substring(key.length())).orElse("");
  }

  private static long bytes(Path folder) {
    long sum = 0;
    try {
      for (Path file : new ArrayList<>(Folders.files(folder))) {
        sum += Files.size(file);
      }
    } catch (IOException e) {
      return sum; // it is being removed
    }
    return sum;
  }
}
