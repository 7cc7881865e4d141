package org.wwj.image;

import org.wwj.archive.Digest;

/**
 * One content-defined piece of an image's root file system.
 *
 * @param digest digest of its bytes, which is its name
 * @param offset first byte within {@code root.squashfs}
 * @param size number of bytes
 */
public record Chunk(Digest digest, long offset, int size) {}
