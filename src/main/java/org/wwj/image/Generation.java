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

  /** The kernel that nodes boot which ask for no other one. */
  public Path kernel() {
    return kernel("");
  }

  /** One of its kernels by {@link BuiltKernels#find the name} it has here. */
  public Path kernel(String name) {
    return folder.resolve("vmlinuz" + dashed(name));
  }

  /** Which kernels it has. */
  public Path kernels() {
    return folder.resolve("kernels");
  }

  /** Our stage-1 initramfs. */
  public Path stage1() {
    return stage1("");
  }

  /** Our stage-1 initramfs with the modules of one of its kernels. */
  public Path stage1(String kernel) {
    return folder.resolve("stage1" + dashed(kernel) + ".img");
  }

  /** The whole tree as a compressed newc archive; exists only for images built for that method. */
  public Path initrd() {
    return folder.resolve("root.cpio.gz");
  }

  /** The image's own dracut initramfs, when it has one. */
  public Path dracut() {
    return dracut("");
  }

  /** The image's own dracut initramfs for one of its kernels. */
  public Path dracut(String kernel) {
    return folder.resolve("initramfs" + dashed(kernel) + ".img");
  }

  private static String dashed(String kernel) {
    return kernel.isEmpty() ? "" : "-" + kernel;
  }

  /** What this generation is and its list of chunks, in lines a shell can read. */
  public Path manifest() {
    return folder.resolve("manifest");
  }
}
