package org.wwj.image;

import java.nio.file.Path;

/**
 * One immutable build of an image: a folder that holds all a node needs.
 *
 * @param image name of the image
 * @param id name of the folder: time of the build and the first digits of the manifest's digest
 * @param folder where it lies
 */
public record Generation(String image, String id, Path folder) {
  /** The root file system. */
  public Path squashfs() {
    return folder.resolve("root.squashfs");
  }

  /** The kernel. */
  public Path kernel() {
    return folder.resolve("vmlinuz");
  }

  /** Our stage-1 initramfs. */
  public Path stage1() {
    return folder.resolve("stage1.img");
  }

  /** The whole tree as a compressed newc archive; exists only for images built for that method. */
  public Path initrd() {
    return folder.resolve("root.cpio.gz");
  }

  /** The image's own dracut initramfs, when it has one. */
  public Path dracut() {
    return folder.resolve("initramfs.img");
  }

  /** What this generation is and its list of chunks, in lines a shell can read. */
  public Path manifest() {
    return folder.resolve("manifest");
  }
}
