package org.wwj.image.oci;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.wwj.archive.Compression;
import org.wwj.archive.Digest;

/** An OCI layout that a test makes, image by image. */
final class TestImage {
  private static final String OCI = "application/vnd.oci.image.";

  private final Path layout;
  private final List<String> index = new ArrayList<>();

  /** A layout in that folder, empty at first. */
  TestImage(Path layout) {
    this.layout = layout;
    try {
      Files.createDirectories(layout.resolve("blobs/sha256"));
      Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path layout() {
    return layout;
  }

  /** A layer of files with their contents, compressed that way. */
  record TestLayer(byte[] blob, String type, String diffId) {
    static TestLayer of(Compression compression, Map<String, byte[]> files) {
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(plain)) {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
          entry.setSize(file.getValue().length);
          entry.setModTime(0);
          entry.setMode(0100755);
          tar.putArchiveEntry(entry);
          tar.write(file.getValue());
          tar.closeArchiveEntry();
        }
        tar.finish();
        try (OutputStream out = compression.compress(packed, 1)) {
          plain.writeTo(out);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      String suffix =
          switch (compression) {
            case NONE -> "";
            case GZIP -> "+gzip";
            case ZSTD -> "+zstd";
          };
      return new TestLayer(
          packed.toByteArray(),
          OCI + "layer.v1.tar" + suffix,
          "sha256:" + Digest.of(plain.toByteArray()));
    }

    /** A layer of one file of random bytes, so that it does not shrink. */
    static TestLayer random(String name, int size, long seed) {
      byte[] bytes = new byte[size];
      new Random(seed).nextBytes(bytes);
      return of(Compression.GZIP, Map.of(name, bytes));
    }

    static TestLayer text(Compression compression, String... namesAndContents) {
      Map<String, byte[]> files = new LinkedHashMap<>();
      for (int i = 0; i < namesAndContents.length; i += 2) {
        files.put(namesAndContents[i], namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
      }
      return of(compression, files);
    }
  }

  /** Puts a blob there; answers its descriptor's JSON without the closing brace. */
  String blob(String type, byte[] bytes) {
    Digest digest = Digest.of(bytes);
    try {
      Files.write(layout.resolve("blobs/sha256/" + digest.hex()), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d"
        .formatted(type, digest.hex(), bytes.length);
  }

  /** Puts an image there; answers its manifest's descriptor, closed. */
  String image(String platform, TestLayer... layers) {
    String[] words = platform.split("/");
    String diffIds =
        List.of(layers).stream()
            .map(layer -> '"' + layer.diffId() + '"')
            .collect(Collectors.joining(","));
    String config =
        "{\"os\":\"%s\",\"architecture\":\"%s\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]},\"config\":{}}"
            .formatted(words[0], words[1], diffIds);
    String pointers =
        List.of(layers).stream()
            .map(layer -> blob(layer.type(), layer.blob()) + "}")
            .collect(Collectors.joining(","));
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%smanifest.v1+json\",\"config\":%s},\"layers\":[%s]}"
            .formatted(OCI, blob(OCI + "config.v1+json", bytes(config)), pointers);
    return blob(OCI + "manifest.v1+json", bytes(manifest))
        + ",\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"%s}}"
            .formatted(
                words[0], words[1], words.length > 2 ? ",\"variant\":\"" + words[2] + "\"" : "");
  }

  /** Puts an index there; answers its descriptor, closed. */
  String index(String... entries) {
    String text =
        "{\"schemaVersion\":2,\"mediaType\":\"%sindex.v1+json\",\"manifests\":[%s]}"
            .formatted(OCI, String.join(",", entries));
    return blob(OCI + "index.v1+json", bytes(text)) + "}";
  }

  /** Gives a descriptor a name in the layout. */
  TestImage name(String name, String descriptor) {
    String open = descriptor.substring(0, descriptor.length() - 1);
    index.add(open + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + name + "\"}}");
    try {
      Files.writeString(
          layout.resolve("index.json"),
          "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", index) + "]}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The digest that a descriptor names. */
  static String digest(String descriptor) {
    int at = descriptor.indexOf("sha256:");
    return descriptor.substring(at, at + 71);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
