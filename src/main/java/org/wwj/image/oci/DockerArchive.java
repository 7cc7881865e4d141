package org.wwj.image.oci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.archive.Digest;
import org.wwj.image.ImageException;
import org.wwj.image.ImageSource;
import org.wwj.image.ImportProgress;
import org.wwj.image.Origin;
import org.wwj.image.layer.Layer;

/**
 * An image as {@code docker save} and {@code podman save} write it: manifest.json names the members
 * of the archive that are configuration and layers.
 *
 * @param source what the admin wrote
 * @param archive the file the admin named
 * @param members its files
 * @param wanted which of its images, by its tag; empty for the only one
 */
record DockerArchive(String source, Path archive, Members members, String wanted, Access access)
    implements ImageSource {
  static final String MANIFEST = "manifest.json";
  private static final int MAX_DOCUMENT = 8 << 20;
  private static final Pattern HEX = Pattern.compile("(?:^|[/:])([0-9a-f]{64})(?:\\.json)?$");

  @Override
  public String imageName() {
    return String.valueOf(archive.getFileName());
  }

  @Override
  public Origin fill(Path tree, Path scratch, ImportProgress progress) throws IOException {
    Documents documents = new Documents(source);
    Documents.Saved image = choose(documents.saved(bytes(MANIFEST)));
    byte[] configuration = bytes(image.config());
    Matcher hex = HEX.matcher(image.config());
    String digest = Digest.of(configuration).hex();
    if (hex.find() && !hex.group(1).equals(digest)) {
      throw new ImageException(
          source + ": its configuration " + image.config() + " is damaged; save the image again");
    }
    Documents.Config config = documents.config(configuration, image.layers().size());
    requirePlatform(config.platform());
    List<Slice> slices = new ArrayList<>();
    for (String layer : image.layers()) {
      slices.add(slice(layer));
    }
    ImageParts parts =
        new ImageParts(
            "sha256:" + digest,
            "",
            config.platform(),
            descriptors(slices, config),
            config.diffIds());
    LayoutSource.tell(progress, parts);
    Future<Digest> whole;
    try (Pipeline pipeline = new Pipeline()) {
      for (int i = 0; i < slices.size(); i++) {
        // Layers have no digest here but the one of their content, which is checked as they unpack.
        Slice slice = slices.get(i);
        String diffId = config.diffIds().get(i);
        pipeline.add(
            "layer " + i,
            () -> {
              progress.received(slice.size());
              return new Layer(diffId, slice::open, diffId, slice.size());
            });
      }
      whole = pipeline.beside(() -> Digest.of(archive));
      LayoutSource.unpack(pipeline, tree, progress);
      return new Origin(
          source,
          image.tags().isEmpty() ? "" : image.tags().getFirst(),
          "sha256:" + Pipeline.await(whole),
          "",
          config.platform().toString(),
          Instant.now());
    }
  }

  private static List<Descriptor> descriptors(List<Slice> slices, Documents.Config config) {
    List<Descriptor> layers = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      layers.add(Descriptor.of("", config.diffIds().get(i), slices.get(i).size()));
    }
    return layers;
  }

  private void requirePlatform(Platform platform) {
    Platform asked = access.wanted();
    boolean other = !platform.architecture().equals(asked.architecture());
    if (!access.platform().isEmpty() && !platform.unknown() && other) {
      throw new ImageException(
          source
              + " is for "
              + platform
              + " only, not for "
              + asked
              + "; leave out --platform to import it");
    }
  }

  private Documents.Saved choose(List<Documents.Saved> images) {
    if (wanted.isEmpty() && images.size() == 1) {
      return images.getFirst();
    }
    List<String> tags = new ArrayList<>();
    for (Documents.Saved image : images) {
      if (!wanted.isEmpty() && image.tags().contains(wanted)) {
        return image;
      }
      tags.addAll(image.tags());
    }
    String have = tags.isEmpty() ? images.size() + " without tags" : String.join(", ", tags);
    throw new ImageException(
        wanted.isEmpty()
            ? "%s holds several images, %s; choose one: docker-archive:PATH:TAG"
                .formatted(source, have)
            : "%s has no image '%s'; it has %s".formatted(source, wanted, have));
  }

  private byte[] bytes(String name) throws IOException {
    Slice slice = slice(name);
    if (slice.size() > MAX_DOCUMENT) {
      throw new ImageException(source + ": its " + name + " is larger than any image's");
    }
    try (InputStream in = slice.open()) {
      return in.readAllBytes();
    }
  }

  private Slice slice(String name) throws IOException {
    return members
        .find(name)
        .orElseThrow(() ->
            new ImageException(
                source + " lacks its member " + name + "; it is incomplete, save the image again"));
  }
}
