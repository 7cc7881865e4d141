package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.archive.Digest;
import org.wwj.image.sign.Signed;

/**
 * What lies in a generation's folder, so that a damaged or exchanged file shows:
 *
 * <pre>
 *  format wwj-files 1
 *  image debian-12
 *  generation 20261123T051400Z-1f2e3d4c
 *  file SHA256 SIZE NAME
 * </pre>
 *
 * It is the last file that is written, and signed as the manifest is.
 *
 * @param image name of the image when it was built
 * @param generation name of the generation
 * @param files by name, with slashes below the folder
 */
record FileList(String image, String generation, SortedMap<String, Entry> files) {
  /** Its own name in the folder. */
  static final String NAME = "files";

  private static final String FORMAT = "wwj-files 1";
  private static final Pattern WORD = Pattern.compile("[\\w\\-.:+~]{1,200}");
  private static final Pattern FILE =
      Pattern.compile(
          "file ([0-9a-f]{64}) (0|[1-9]\\d{0,17}) ([\\w+~][\\w.+~-]*(?:/[\\w+~][\\w.+~-]*)*)");

  /** A file's digest and its bytes. */
  record Entry(Digest sha256, long size) {}

  /**
   * Looks at all files of a folder but this list itself; digests that are known are not computed.
   */
  static FileList of(Path folder, String image, String generation, Map<Path, Digest> known)
      throws IOException {
    SortedMap<String, Entry> files = new TreeMap<>();
    for (Path file : Folders.files(folder)) {
      String name = folder.relativize(file).toString();
      if (!name.equals(NAME)) {
        Digest digest = known.containsKey(file) ? known.get(file) : Digest.of(file);
        files.put(name, new Entry(digest, Files.size(file)));
      }
    }
    return new FileList(image, generation, files);
  }

  /** Reads the file without its signature. */
  static FileList read(Path file) {
    try {
      return parse(Signed.parse(Files.readString(file, StandardCharsets.ISO_8859_1)).body());
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read (" + e + ")", e);
    } catch (ImageException e) {
      throw new ImageException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Parses the canonical text, and nothing but it.
   *
   * @throws ImageException naming the line
   */
  static FileList parse(String text) {
    if (!text.endsWith("\n")) {
      throw new ImageException("files: the last line is cut off");
    }
    String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
    if (lines.length < 3 || !lines[0].equals("format " + FORMAT)) {
      throw new ImageException("files line 1: not format " + FORMAT);
    }
    String image = word(lines, 1, "image ");
    String generation = word(lines, 2, "generation ");
    TreeMap<String, Entry> files = new TreeMap<>();
    for (int i = 3; i < lines.length; i++) {
      Matcher line = FILE.matcher(lines[i]);
      if (!line.matches() || (!files.isEmpty() && files.lastKey().compareTo(line.group(3)) >= 0)) {
        throw new ImageException(
            "files line " + (i + 1) + ": not the line 'file SHA256 SIZE NAME', sorted by name");
      }
      files.put(line.group(3), new Entry(new Digest(line.group(1)), Long.parseLong(line.group(2))));
    }
    return new FileList(image, generation, files);
  }

  private static String word(String[] lines, int index, String key) {
    String line = lines[index];
    if (!line.startsWith(key) || !WORD.matcher(line.substring(key.length())).matches()) {
      throw new ImageException("files line " + (index + 1) + ": not the line '" + key + "…'");
    }
    return line.substring(key.length());
  }

  /** The canonical text. */
  String format() {
    StringBuilder text = new StringBuilder(files.size() * 100 + 100);
    text.append("format ").append(FORMAT);
    text.append("\nimage ").append(image);
    text.append("\ngeneration ").append(generation).append('\n');
    files.forEach((name, file) ->
        text.append("file ")
            .append(file.sha256)
            .append(' ')
            .append(file.size)
            .append(' ')
            .append(name)
            .append('\n'));
    return text.toString();
  }
}
