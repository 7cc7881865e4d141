package org.wwj.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML so that every mistake is told with file and line: duplicate keys, a second document,
 * foreign tags, recursion, and documents that grow beyond reason by size, depth or aliases.
 */
public final class StrictYaml {
  /** The largest file read, in bytes: fifty times a nodes.conf of ten thousand nodes. */
  static final int MAX_BYTES = 64 << 20;

  private static final char REPLACEMENT = '\uFFFD';

  private StrictYaml() {}

  /**
   * Reads a file's text.
   *
   * @throws ConfigException when it is missing, unreadable, too large or not UTF-8
   */
  public static String text(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(file + ": larger than " + (MAX_BYTES >> 20) + " MiB");
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": no such file", e);
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    // It may stand there itself, or for bytes that are not UTF-8.
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    try {
      return decoder.decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      String before = new String(bytes, 0, firstBad(bytes), StandardCharsets.ISO_8859_1);
      throw new ConfigException(
          file + ":" + lineAt(before, before.length()) + ": not UTF-8; save the file as UTF-8", e);
    }
  }

  private static int firstBad(byte[] bytes) {
    String lenient = new String(bytes, StandardCharsets.UTF_8);
    int bad = lenient.indexOf(REPLACEMENT);
    return bad < 0 ? 0 : lenient.substring(0, bad).getBytes(StandardCharsets.UTF_8).length;
  }

  /** The line of an offset, counted from 1. */
  static int lineAt(String text, int offset) {
    return 1
        + (int)
            text.substring(0, Math.min(offset, text.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
  }

  /**
   * The document in a text, or null when it holds none (empty, or only comments).
   *
   * @param file name for errors
   * @throws ConfigException naming file and line
   */
  public static @Nullable Yaml parse(String file, String text) {
    Yaml plain = YamlLines.document(text);
    return plain != null ? plain : new YamlComposer(file, text).document();
  }
}
