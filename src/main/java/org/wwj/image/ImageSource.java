package org.wwj.image;

import java.io.IOException;
import java.nio.file.Path;

/** Where a root file system comes from: a registry, an archive, a folder, a recipe. */
public interface ImageSource {
  /** The name an image gets that is imported without one; it may be none that is allowed. */
  String imageName();

  /**
   * Brings the root file system into an empty folder.
   *
   * @param tree the folder that becomes the image's root
   * @param scratch a folder for what is needed meanwhile; it is there, and deleted afterwards
   * @return what was imported
   * @throws ImageException saying why it cannot be
   * @throws IOException from the disk
   */
  Origin fill(Path tree, Path scratch, ImportProgress progress) throws IOException;
}
