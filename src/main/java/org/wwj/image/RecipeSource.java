package org.wwj.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recipe: a program {@code NAME/build} that makes a root file system in the folder it is given.
 *
 * @param folders where recipes are looked for; the first that has it counts
 */
public record RecipeSource(String name, List<Path> folders) implements ImageSource {
  /** A recipe of that name. */
  public RecipeSource {
    ImageStore.requireName(name);
    folders = List.copyOf(folders);
  }

  @Override
  public String imageName() {
    return name;
  }

  @Override
  public Origin fill(Path tree, Path scratch, ImportProgress progress) throws IOException {
    Path build = build();
    progress.step("running " + build);
    Tool.show(List.of("bash", build.toString(), tree.toString()));
    return Origin.of("recipe:" + name);
  }

  private Path build() {
    for (Path folder : folders) {
      Path build = folder.resolve(name).resolve("build");
      if (Files.isRegularFile(build)) {
        return build;
      }
    }
    List<String> known = new ArrayList<>();
    folders.forEach(folder -> known.addAll(new ImageTree(folder).names("", "*")));
    throw new ImageException("no recipe '" + name + "'; there are: " + String.join(", ", known));
  }
}
