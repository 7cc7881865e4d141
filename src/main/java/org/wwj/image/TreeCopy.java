package org.wwj.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Copies of whole trees, with all that belongs to their files. */
public final class TreeCopy {
  private TreeCopy() {}

  /**
   * Copies what a folder holds into another that is there: owners, modes, times, extended
   * attributes, hard links, devices and holes; blocks are shared where the file system can. What is
   * mounted in it is left out.
   *
   * @throws ImageException with the last words of {@code cp}
   */
  public static void copy(Path from, Path to) {
    Tool.run("cp", "-a", "-x", "--reflink=auto", from + "/.", to.toString());
  }

  /**
   * Unpacks a tar archive that wwj made into a folder, as root, with all that it holds.
   *
   * @throws ImageException with the last words of {@code tar}
   */
  public static void unpack(Path archive, Path folder) {
    List<String> command = new ArrayList<>(List.of("tar", "-x", "-p", "--same-owner"));
    command.addAll(List.of("--numeric-owner", "--xattrs", "--xattrs-include=*", "--acls"));
    command.addAll(List.of("-C", folder.toString(), "-f", archive.toString()));
    Tool.run(command);
  }

  /**
   * What a folder takes on the disk, in bytes; a file with many names counts once.
   *
   * @throws ImageException when it cannot be told
   */
  public static long sizeBytes(Path folder) {
    List<String> command = List.of("du", "-s", "-x", "-B1", folder.toString());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(Tool.output(command), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      if (line == null) {
        throw new ImageException("du told nothing of " + folder);
      }
      return Long.parseLong(line.split("\\s", 2)[0]);
    } catch (IOException | NumberFormatException e) {
      throw new ImageException("the size of " + folder + " cannot be told: " + e.getMessage(), e);
    }
  }

  /**
   * Deletes a tree, but nothing that is mounted in it.
   *
   * @throws ImageException with the last words of {@code rm}
   */
  public static void delete(Path folder) {
    // Not by our own hand: a mount left in a tree must not be emptied through it.
    Tool.run("rm", "-rf", "--one-file-system", folder.toString());
  }
}
