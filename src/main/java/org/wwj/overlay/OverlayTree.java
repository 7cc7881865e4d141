package org.wwj.overlay;

import java.util.SortedMap;

/**
 * All files of one overlay, the site's covering the distribution's one by one.
 *
 * @param name the overlay's name
 * @param files by their path on the node
 * @param stamp what changes when any of them does
 */
record OverlayTree(String name, SortedMap<String, TreeFile> files, String stamp) {}
