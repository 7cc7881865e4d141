package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image was imported from, kept as lines of text in the file {@code origin} beside its
 * tree. What is not known is empty.
 *
 * @param source what the admin wrote
 * @param reference the image's whole name in its registry or archive
 * @param digest {@code sha256:…} of the manifest of this platform, or of the archive's file
 * @param index {@code sha256:…} of the index that the platform was chosen from
 * @param platform {@code linux/amd64}
 * @param imported when; whole seconds
 */
public record Origin(
    String source,
    String reference,
    String digest,
    String index,
    String platform,
    Instant imported) {
  /** The file's name. */
  static final String FILE = "origin";

  /** An origin whose texts are one line each. */
  public Origin {
    source = line(source);
    reference = line(reference);
    digest = line(digest);
    index = line(index);
    platform = line(platform);
    imported = imported.truncatedTo(ChronoUnit.SECONDS);
  }

  /** A source that has neither a name nor a digest of its own. */
  public static Origin of(String source) {
    return of(source, "");
  }

  /** A source of one file. */
  public static Origin of(String source, String digest) {
    return new Origin(source, "", digest, "", "", Instant.now());
  }

  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", "?").strip();
  }

  /** What is known, a line each: a word and a value. */
  public List<String> lines() {
    return format().lines().toList();
  }

  /** The text of the file. */
  String format() {
    StringBuilder text = new StringBuilder();
    add(text, "source", source);
    add(text, "reference", reference);
    add(text, "digest", digest);
    add(text, "index", index);
    add(text, "platform", platform);
    add(text, "imported", imported.toString());
    return text.toString();
  }

  private static void add(StringBuilder text, String key, String value) {
    if (!value.isEmpty()) {
      text.append(key).append(' ').append(value).append('\n');
    }
  }

  /** Reads the text of the file; lines that this version does not know are passed over. */
  static Origin parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        values.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return new Origin(
        values.getOrDefault("source", ""),
        values.getOrDefault("reference", ""),
        values.getOrDefault("digest", ""),
        values.getOrDefault("index", ""),
        values.getOrDefault("platform", ""),
        time(values.getOrDefault("imported", "")));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH; // somebody's own hand
    }
  }

  /** Writes the file. */
  void write(Path file) throws IOException {
    Files.writeString(file, format());
  }

  /** What the file says; empty for an image that has none, as those made by hand. */
  static Optional<Origin> read(Path file) {
    try {
      return Optional.of(parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
