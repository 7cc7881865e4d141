package org.wwj.image;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.wwj.archive.Digest;

/**
 * What differs between two generations of an image.
 *
 * @param before the one
 * @param after the other
 * @param packages whose version is another, by name and architecture; empty when there are none
 * @param packagesKnown whether both have a list of packages
 * @param files whose path, mode, owner, size or time is another
 * @param filesKnown whether both have an index of files
 * @param bytes of the other's root file system
 * @param shared bytes of those that the one has as well
 */
public record GenerationDiff(
    Manifest before,
    Manifest after,
    List<Change> packages,
    boolean packagesKnown,
    List<Change> files,
    boolean filesKnown,
    long bytes,
    long shared) {
  /** The lists cannot change later. */
  public GenerationDiff {
    packages = List.copyOf(packages);
    files = List.copyOf(files);
  }

  /**
   * A thing that is in one of them only, or is another.
   *
   * @param name path of a file, or {@code NAME.ARCHITECTURE} of a package
   * @param before what it was, empty when it was not
   * @param after what it is, empty when it is not
   */
  public record Change(String name, String before, String after) {
    /** Whether it came. */
    public boolean added() {
      return before.isEmpty();
    }

    /** Whether it went. */
    public boolean removed() {
      return after.isEmpty();
    }
  }

  /**
   * Compares what lies in the folders of two generations.
   *
   * @throws ImageException when a file of one of them cannot be read
   */
  public static GenerationDiff of(Generation before, Generation after) {
    Manifest old = Manifest.read(before.manifest());
    Manifest now = Manifest.read(after.manifest());
    List<String> oldPackages = Packages.read(before.folder().resolve(Packages.NAME));
    List<String> newPackages = Packages.read(after.folder().resolve(Packages.NAME));
    Map<String, String> oldFiles = TreeIndex.read(before.folder().resolve(TreeIndex.NAME));
    Map<String, String> newFiles = TreeIndex.read(after.folder().resolve(TreeIndex.NAME));
    boolean packagesKnown = !oldPackages.isEmpty() && !newPackages.isEmpty();
    boolean filesKnown = !oldFiles.isEmpty() && !newFiles.isEmpty();
    return new GenerationDiff(
        old,
        now,
        packagesKnown
            ? changes(Packages.versions(oldPackages), Packages.versions(newPackages))
            : List.of(),
        packagesKnown,
        filesKnown ? changes(oldFiles, newFiles) : List.of(),
        filesKnown,
        now.size(),
        shared(old, now));
  }

  static List<Change> changes(Map<String, String> before, Map<String, String> after) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      String old = before.getOrDefault(name, "");
      String now = after.getOrDefault(name, "");
      if (!old.equals(now)) {
        changes.add(new Change(name, old, now));
      }
    }
    return changes;
  }

  /** Bytes of chunks that a node or a mirror with the one would not have to fetch for the other. */
  static long shared(Manifest before, Manifest after) {
    Set<Digest> there = new HashSet<>();
    before.chunks().forEach(chunk -> there.add(chunk.digest()));
    Map<Digest, Integer> counted = new TreeMap<>(java.util.Comparator.comparing(Digest::hex));
    long shared = 0;
    for (Chunk chunk : after.chunks()) {
      if (there.contains(chunk.digest()) || counted.containsKey(chunk.digest())) {
        shared += chunk.size();
      }
      counted.put(chunk.digest(), chunk.size());
    }
    return shared;
  }

  /** Bytes that would have to travel. */
  public long travels() {
    return bytes - shared;
  }
}
