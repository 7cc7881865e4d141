package org.wwj.image.oci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.wwj.image.FolderSource;
import org.wwj.image.ImageException;
import org.wwj.image.ImageSource;
import org.wwj.image.RecipeSource;
import org.wwj.image.RootfsArchive;

/**
 * What an image can be imported from, by the words an admin writes for it. What a file or a folder
 * is, its content tells and not its name.
 */
public final class Sources {
  private static final String RECIPE = "recipe:";

  private final List<Path> recipes;
  private final BlobCache cache;
  private final Access access;

  /**
   * Sources of one command.
   *
   * @param recipes folders of recipes, {@code NAME/build}; the first that has a recipe counts
   * @param cache the folder where layers from registries are kept
   */
  public Sources(List<Path> recipes, Path cache, Access access) {
    this.recipes = List.copyOf(recipes);
    this.cache = new BlobCache(cache, Clock.systemUTC());
    this.access = access;
  }

  /**
   * The source of that name; nothing of it is fetched yet.
   *
   * @throws ImageException saying what sources there are, when it is none
   */
  public ImageSource parse(String source) {
    int colon = source.indexOf(':');
    String scheme = colon < 0 ? "" : source.substring(0, colon);
    String rest = source.substring(colon + 1);
    boolean slashes = rest.startsWith("//");
    return switch (scheme) {
      case "recipe" -> new RecipeSource(source.substring(RECIPE.length()), recipes);
      case "docker" -> registry(source, rest);
      case "oci" -> slashes ? registry(source, rest) : named(source, rest, true);
      case "oci-archive", "docker-archive" -> named(source, rest, false);
      case "file" -> path(source, slashes ? rest.substring(2) : rest);
      case "docker-daemon" ->
          throw new ImageException(
              "wwj asks no Docker daemon; save the image and import the file: docker save "
                  + bare(rest)
                  + " -o image.tar && wwj image import image.tar NAME");
      case "containers-storage" ->
          throw new ImageException(
              "wwj does not read podman's store; save the image and import the file: podman save "
                  + bare(rest)
                  + " -o image.tar && wwj image import image.tar NAME");
      case "http", "https" ->
          throw new ImageException(
              "wwj imports from registries (docker://…) and files, not from web pages; fetch it"
                  + " first: curl -LO "
                  + source);
      default -> path(source, source);
    };
  }

  private static String bare(String rest) {
    return rest.startsWith("//") ? rest.substring(2) : rest;
  }

  private ImageSource registry(String source, String rest) {
    return new RegistrySource(source, Reference.parse(bare(rest)), access, cache);
  }

  /** {@code PATH} or {@code PATH:NAME}, as skopeo has it; a path that is there wins. */
  private ImageSource named(String source, String rest, boolean layout) {
    String path = rest;
    String wanted = "";
    int colon = rest.indexOf(':');
    if (colon > 0 && !Files.exists(Path.of(rest))) {
      path = rest.substring(0, colon);
      wanted = rest.substring(colon + 1);
    }
    Path place = existing(source, path);
    return layout && Files.isDirectory(place)
        ? new LayoutSource(
            source, String.valueOf(place.getFileName()), new Members.Folder(place), wanted, access)
        : new ContainerArchive(source, requireFile(place), wanted, access);
  }

  private static Path requireFile(Path place) {
    if (!Files.isRegularFile(place)) {
      throw new ImageException(place + " is no file; for a layout's folder write oci:" + place);
    }
    return place;
  }

  private ImageSource path(String source, String text) {
    Path path = existing(source, text);
    try {
      if (Files.isDirectory(path)) {
        return Files.isRegularFile(path.resolve("oci-layout"))
            ? new LayoutSource(
                source, String.valueOf(path.getFileName()), new Members.Folder(path), "", access)
            : new FolderSource(source, path);
      }
      return ContainerArchive.is(path)
          ? new ContainerArchive(source, path, "", access)
          : new RootfsArchive(source, path);
    } catch (IOException e) {
      throw new ImageException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Path existing(String source, String text) {
    try {
      Path path = Path.of(text).toAbsolutePath().normalize();
      if (!text.isEmpty() && (Files.isDirectory(path) || Files.isRegularFile(path))) {
        return path;
      }
      throw new ImageException(
          path
              + " is neither a folder nor a file; import a container image (docker://"
              + (source.contains("://") ? "REGISTRY/REPOSITORY:TAG" : source)
              + "), an archive of one, the folder or tar archive of a root file system, or"
              + " recipe:NAME");
    } catch (InvalidPathException e) {
      throw new ImageException("'" + source + "' names no file: " + e.getMessage(), e);
    }
  }
}
