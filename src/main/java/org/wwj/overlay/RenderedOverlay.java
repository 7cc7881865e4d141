package org.wwj.overlay;

import java.util.List;
import org.wwj.archive.Entry;

/**
 * Overlays rendered for one node.
 *
 * @param entries by path, folders before what is in them
 * @param digest SHA-256 in hex over all of it; equal digests, equal archives
 */
public record RenderedOverlay(List<Entry> entries, String digest) {}
