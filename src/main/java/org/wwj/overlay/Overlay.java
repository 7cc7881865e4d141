package org.wwj.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * One overlay as an admin sees it: its files, and by whose hand each is.
 *
 * @param layers those that have a part in it or lie hidden below it
 * @param opaque whether the site's hides the lower one as a whole
 * @param includes other overlays that it is also made of
 * @param files what nodes get, by path
 * @param below what the layers below the site's have
 */
public record Overlay(
    String name,
    Set<Layer> layers,
    boolean opaque,
    List<String> includes,
    SortedMap<String, OverlayFile> files,
    SortedMap<String, OverlayFile> below) {

  /** Whether the site has a part in it. */
  public boolean ofSite() {
    return layers.contains(Layer.SITE);
  }

  /** The lower layer that it has a part in; empty for the site's alone. */
  public Optional<Layer> lower() {
    return layers.stream().filter(layer -> layer != Layer.SITE).findFirst();
  }

  /** The file of a lower layer that one of the site's stands for: of its name, or its template. */
  public Optional<OverlayFile> covered(OverlayFile file) {
    if (file.layer() != Layer.SITE) {
      return Optional.empty();
    }
    OverlayFile same = below.get(file.path());
    if (same == null && !file.isFolder()) {
      same = below.get(file.counterpart());
    }
    return Optional.ofNullable(same);
  }

  /** The site's own files. */
  public List<OverlayFile> siteFiles() {
    return files.values().stream().filter(file -> file.layer() == Layer.SITE).toList();
  }

  /** Files that the site's stand for; a folder that both have is none. */
  public List<OverlayFile> coveredFiles() {
    List<OverlayFile> covered = new ArrayList<>();
    for (OverlayFile file : siteFiles()) {
      covered(file).filter(lower -> !(lower.isFolder() && file.isFolder())).ifPresent(covered::add);
    }
    return covered;
  }
}
