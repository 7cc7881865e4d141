package org.wwj.image;

import java.io.IOException;
import java.nio.file.Path;

/** A folder that is a root file system. */
public record FolderSource(String source, Path folder) implements ImageSource {
  @Override
  public String imageName() {
    return String.valueOf(folder.getFileName());
  }

  @Override
  public Origin fill(Path tree, Path scratch, ImportProgress progress) throws IOException {
    Path from = folder.toRealPath();
    if (tree.toRealPath().startsWith(from)) {
      throw new ImageException(
          from + " holds the images themselves; mount it elsewhere alone, as with mount --bind");
    }
    progress.step("copying " + from);
    TreeCopy.copy(from, tree);
    return Origin.of(source);
  }
}
