package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.wwj.archive.Digest;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A container image as a site of scientific computing has it: a bootable Debian and four layers of
 * compilers, libraries and tools, about 1 GiB unpacked. Made once, as an OCI layout of gzip layers.
 *
 * @param folder where the layout and what it was made from lie
 */
record HpcLayers(Path folder) {
  private static final List<List<String>> PACKAGES =
      List.of(
          List.of("cpp-12", "gcc-12", "g++-12", "gfortran-12", "libgcc-12-dev", "libstdc++-12-dev"),
          List.of(
              "libpython3.11-stdlib",
              "libpython3.11-dev",
              "python3-numpy",
              "python3-scipy",
              "libopenblas0-pthread"),
          List.of("libllvm14", "libllvm15"),
          List.of("git", "gdb", "valgrind", "vim-runtime", "libicu72", "perl-modules-5.36"));
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  /** The layout, as skopeo's {@code oci:} takes it. */
  Path layout() {
    return folder.resolve("layout");
  }

  /** Makes what is not there yet. */
  HpcLayers make() {
    try {
      if (Files.exists(layout().resolve("index.json"))) {
        return this;
      }
      Command.run("rm", "-rf", folder.toString());
      Path blobs = Files.createDirectories(layout().resolve("blobs/sha256"));
      System.err.println("bench: making the image's layers ...");
      List<Path> trees = new ArrayList<>(List.of(Files.createDirectories(folder.resolve("0"))));
      Command.run("images/debian-12/build", trees.getFirst().toString());
      for (List<String> packages : PACKAGES) {
        trees.add(unpacked(packages, Files.createDirectory(folder.resolve("" + trees.size()))));
      }
      ArrayNode layers = JSON.createArrayNode();
      ArrayNode contents = JSON.createArrayNode();
      for (Path tree : trees) {
        Path tar = folder.resolve("layer.tar");
        String[] pack = {
          "tar",
          "-C",
          tree.toString(),
          "--xattrs",
          "--xattrs-include=*",
          "--numeric-owner",
          "--sort=name",
          "-cf",
          tar.toString(),
          "."
        };
        Command.run(pack);
        contents.add("sha256:" + Digest.of(tar));
        Command.run("pigz", "-6", "-n", "-f", tar.toString());
        layers.add(blob(folder.resolve("layer.tar.gz"), LAYER, blobs));
        Command.run("rm", "-rf", tree.toString());
      }
      index(layers, contents, blobs);
      return this;
    } catch (IOException e) {
      throw new IllegalStateException(folder.toString(), e);
    }
  }

  private static Path unpacked(List<String> packages, Path tree) throws IOException {
    Path debs = Files.createDirectory(tree.resolveSibling(tree.getFileName() + ".debs"));
    List<String> command = new ArrayList<>(List.of("apt-get", "download"));
    command.addAll(packages);
    // apt leaves its rights where it cannot keep them.
    Command.run("chmod", "777", debs.toString());
    Command.in(debs, command.toArray(String[]::new));
    try (Stream<Path> files = Files.list(debs)) {
      for (Path deb : files.sorted().toList()) {
        Command.run("dpkg-deb", "-x", deb.toString(), tree.toString());
      }
    }
    Command.run("rm", "-rf", debs.toString());
    return tree;
  }

  private void index(ArrayNode layers, ArrayNode contents, Path blobs) throws IOException {
    ObjectNode config = JSON.createObjectNode().put("architecture", "amd64").put("os", "linux");
    config.putObject("config");
    config.putObject("rootfs").put("type", "layers").set("diff_ids", contents);
    ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2);
    manifest.put("mediaType", "application/vnd.oci.image.manifest.v1+json");
    manifest.set("config", text(config, "application/vnd.oci.image.config.v1+json", blobs));
    manifest.set("layers", layers);
    ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
    ObjectNode entry = text(manifest, manifest.path("mediaType").asString(), blobs);
    entry.putObject("annotations").put("org.opencontainers.image.ref.name", "hpc");
    index.putArray("manifests").add(entry);
    Files.writeString(layout().resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(layout().resolve("index.json"), JSON.writeValueAsString(index));
  }

  private static ObjectNode text(ObjectNode json, String mediaType, Path blobs) throws IOException {
    Path file = Files.createTempFile(blobs, "json", "");
    Files.write(file, JSON.writeValueAsBytes(json));
    return blob(file, mediaType, blobs);
  }

  private static ObjectNode blob(Path file, String mediaType, Path blobs) throws IOException {
    String digest = Digest.of(file).hex();
    ObjectNode descriptor = JSON.createObjectNode().put("mediaType", mediaType);
    descriptor.put("digest", "sha256:" + digest).put("size", Files.size(file));
    Files.move(file, blobs.resolve(digest));
    return descriptor;
  }
}
