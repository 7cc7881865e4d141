package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Digest;
import org.wwj.image.sign.Signed;

/**
 * What a generation is, and the chunks of its root file system in order.
 *
 * <pre>
 *  format wwj-manifest 1
 *  image debian-12
 *  generation 20261123T051400Z-1f2e3d4c
 *  kernel-version 6.1.0-50-cloud-amd64
 *  size 73293824
 *  tree-size 274726912
 *  ram-squashfs 171966464
 *  ram-tmpfs 494927872
 *  ram-initrd 470810624
 *  sha256 9d5f…
 *  sha512 07e1…
 *  part SHA512 OFFSET SIZE
 *  chunk SHA256 OFFSET SIZE
 * </pre>
 *
 * @param image name of the image
 * @param generation name of the generation
 * @param kernelVersion version of its kernel
 * @param size bytes of {@code root.squashfs}
 * @param treeSize bytes of RAM that the unpacked tree takes
 * @param ram bytes of RAM that a machine needs at least, by root method; generations made before
 *     wwj worked that out lack these lines
 * @param sha256 digest of {@code root.squashfs}
 * @param sha512 its SHA-512 in hex, which nodes of few processors check
 * @param parts what the other nodes check, in order and without gaps; each ends where a chunk ends
 * @param chunks its pieces, in order and without gaps
 */
public record Manifest(
    String image,
    String generation,
    String kernelVersion,
    long size,
    long treeSize,
    Ram ram,
    Digest sha256,
    String sha512,
    List<Part> parts,
    List<Chunk> chunks) {
  private static final String FORMAT = "wwj-manifest 1";
  private static final List<String> KEYS =
      List.of(
          "format",
          "image",
          "generation",
          "kernel-version",
          "size",
          "tree-size",
          "ram-squashfs",
          "ram-tmpfs",
          "ram-initrd",
          "sha256",
          "sha512");
  private static final int RAM = KEYS.indexOf("ram-squashfs");
  private static final Pattern WORD = Pattern.compile("[\\w\\-.:+~]{1,200}");
  private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

  /** A manifest whose chunks cover the whole file. */
  public Manifest {
    parts = List.copyOf(parts);
    chunks = List.copyOf(chunks);
    Set<Long> ends = new HashSet<>();
    long end = 0;
    for (Chunk chunk : chunks) {
      if (chunk.offset() != end || chunk.size() <= 0) {
        throw new ImageException("manifest: chunk at " + chunk.offset() + " should be at " + end);
      }
      end += chunk.size();
      ends.add(end);
    }
    if (end != size) {
      throw new ImageException("manifest: chunks end at " + end + ", the image at " + size);
    }
    end = 0;
    for (Part part : parts) {
      if (part.offset() != end || part.size() <= 0 || !ends.contains(end + part.size())) {
        throw new ImageException("manifest: part at " + part.offset() + " is no run of chunks");
      }
      end += part.size();
    }
    if (end != size) {
      throw new ImageException("manifest: parts end at " + end + ", the image at " + size);
    }
  }

  /** Reads a generation's manifest; its signature is looked at by an {@link Inspector}. */
  public static Manifest read(Path file) {
    try {
      return parse(Signed.parse(Files.readString(file, StandardCharsets.ISO_8859_1)).body());
    } catch (IOException e) {
      throw new ImageException(
          file + " cannot be read (" + e + "); build the image again with --force", e);
    } catch (ImageException e) {
      throw new ImageException(
          file + ": " + e.getMessage() + "; build the image again with --force", e);
    }
  }

  /**
   * Parses the canonical text, and nothing but it.
   *
   * @throws ImageException naming the line
   */
  public static Manifest parse(String text) {
    if (!text.endsWith("\n")) {
      throw new ImageException("manifest: the last line is cut off");
    }
    String[] lines = text.split("\n");
    boolean old = lines.length > RAM && !lines[RAM].startsWith(KEYS.get(RAM));
    List<String> keys = new ArrayList<>(KEYS);
    if (old) {
      keys.removeIf(key -> key.startsWith("ram-"));
    }
    if (lines.length < keys.size()) {
      throw new ImageException("manifest: only " + lines.length + " lines");
    }
    Map<String, String> head = new HashMap<>();
    for (int line = 0; line < keys.size(); line++) {
      String key = keys.get(line);
      if (!lines[line].startsWith(key + " ")) {
        throw bad(line, "not the line '" + key + " …'");
      }
      head.put(key, lines[line].substring(key.length() + 1));
    }
    if (!FORMAT.equals(head.get("format"))) {
      throw bad(0, "not format " + FORMAT);
    }
    int i = keys.size();
    List<Part> parts = new ArrayList<>();
    for (; i < lines.length && lines[i].startsWith("part "); i++) {
      parts.add(part(lines[i], i));
    }
    List<Chunk> chunks = new ArrayList<>();
    for (; i < lines.length; i++) {
      chunks.add(chunk(lines[i], i));
    }
    return new Manifest(
        word(head, "image"),
        word(head, "generation"),
        word(head, "kernel-version"),
        number(head.get("size"), KEYS.indexOf("size")),
        number(head.get("tree-size"), KEYS.indexOf("tree-size")),
        old ? Ram.UNKNOWN : ram(head),
        digest(head.get("sha256"), keys.indexOf("sha256")),
        sha512(head.get("sha512"), keys.indexOf("sha512")),
        parts,
        chunks);
  }

  /** The canonical text. */
  public String format() {
    StringBuilder text = new StringBuilder(200);
    text.append("format ").append(FORMAT);
    text.append("\nimage ").append(image);
    text.append("\ngeneration ").append(generation);
    text.append("\nkernel-version ").append(kernelVersion);
    return text.append('\n').append(content()).toString();
  }

  /** The lines that say what the file is made of: the same for each generation with that file. */
  String content() {
    StringBuilder text = new StringBuilder((chunks.size() + parts.size()) * 96 + 200);
    text.append("size ").append(size);
    text.append("\ntree-size ").append(treeSize);
    if (!ram.equals(Ram.UNKNOWN)) {
      text.append("\nram-squashfs ").append(ram.squashfs());
      text.append("\nram-tmpfs ").append(ram.tmpfs());
      text.append("\nram-initrd ").append(ram.initrd());
    }
    text.append("\nsha256 ").append(sha256);
    text.append("\nsha512 ").append(sha512).append('\n');
    for (Part part : parts) {
      text.append("part ").append(part.sha512()).append(' ').append(part.offset());
      text.append(' ').append(part.size()).append('\n');
    }
    for (Chunk chunk : chunks) {
      text.append("chunk ").append(chunk.digest()).append(' ').append(chunk.offset());
      text.append(' ').append(chunk.size()).append('\n');
    }
    return text.toString();
  }

  private static Ram ram(Map<String, String> head) {
    Ram ram =
        new Ram(
            number(head.get("ram-squashfs"), RAM),
            number(head.get("ram-tmpfs"), RAM + 1),
            number(head.get("ram-initrd"), RAM + 2));
    if (ram.equals(Ram.UNKNOWN)) {
      throw bad(RAM, "nobody needs no RAM"); // there is one way to say that it is not known
    }
    return ram;
  }

  private static Part part(String line, int index) {
    String[] words = line.split(" ", -1);
    if (words.length != 4 || !SHA512.matcher(words[1]).matches()) {
      throw bad(index, "not the line 'part SHA512 OFFSET SIZE'");
    }
    return new Part(words[1], number(words[2], index), number(words[3], index));
  }

  private static Chunk chunk(String line, int index) {
    String[] words = line.split(" ", -1);
    if (words.length != 4 || !words[0].equals("chunk")) {
      throw bad(index, "not the line 'chunk SHA256 OFFSET SIZE'");
    }
    long size = number(words[3], index);
    if (size == 0 || size > Chunker.MAX) {
      throw bad(index, "chunk of " + size + " bytes");
    }
    return new Chunk(digest(words[1], index), number(words[2], index), (int) size);
  }

  private static String word(Map<String, String> head, String key) {
    String value = head.getOrDefault(key, "");
    if (!WORD.matcher(value).matches()) {
      throw bad(KEYS.indexOf(key), "bad " + key);
    }
    return value;
  }

  private static long number(@Nullable String text, int index) {
    if (text == null || !NUMBER.matcher(text).matches()) {
      throw bad(index, "not a number");
    }
    return Long.parseLong(text);
  }

  private static Digest digest(@Nullable String text, int index) {
    if (text == null || !Digest.matches(text)) {
      throw bad(index, "not a SHA-256 digest");
    }
    return new Digest(text);
  }

  private static String sha512(@Nullable String text, int index) {
    if (text == null || !SHA512.matcher(text).matches()) {
      throw bad(index, "not a SHA-512 digest");
    }
    return text;
  }

  private static ImageException bad(int index, String what) {
    return new ImageException("manifest line " + (index + 1) + ": " + what);
  }
}
