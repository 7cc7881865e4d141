package org.wwj.image.oci;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.wwj.image.ImageException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The documents of an image, read from bytes of unknown origin: what does not fit is refused, with
 * the image's name and what is wrong.
 *
 * @param image what to call it in errors
 */
record Documents(String image) {
  /** More layers than any tool makes: Docker stops at 127. */
  private static final int MAX_LAYERS = 1000;

  private static final int MAX_ENTRIES = 1000;

  /** 4 TiB; the sum over all layers fits a long. */
  private static final long MAX_SIZE = 1L << 42;

  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What a manifest or an index says. */
  sealed interface Document {}

  /** Images of several platforms. */
  record Index(List<Descriptor> entries) implements Document {}

  /** One image; its layers base first. */
  record Manifest(Descriptor config, List<Descriptor> layers) implements Document {}

  /**
   * The configuration as far as it matters here.
   *
   * @param diffIds digests of the layers without their compression
   */
  record Config(Platform platform, List<String> diffIds) {}

  /** An entry of a docker archive's manifest.json: names of members. */
  record Saved(String config, List<String> tags, List<String> layers) {}

  /**
   * Reads a manifest or an index.
   *
   * @param type what it came as, empty when that was not said
   */
  Document document(byte[] bytes, String type) {
    JsonNode root = tree(bytes, "manifest");
    String own = text(root, "mediaType");
    MediaTypes.refuseSchema1(own.isEmpty() ? type : own, image);
    if (root.path("schemaVersion").asInt(0) == 1) {
      MediaTypes.refuseSchema1("application/vnd.docker.distribution.manifest.v1+json", image);
    }
    boolean index = root.has("manifests");
    if (index == root.has("layers")) {
      throw bad("manifest", "has neither layers nor manifests, or both");
    }
    // A document that is read as one thing by some and as another by others is an old trick.
    String said = own.isEmpty() ? type : own;
    if (index ? MediaTypes.isManifest(said) : MediaTypes.isIndex(said)) {
      throw bad("manifest", "is not what it says it is, '" + said + "'");
    }
    return index ? index(root) : manifest(root);
  }

  private Index index(JsonNode root) {
    List<Descriptor> entries = new ArrayList<>();
    for (JsonNode entry : list(root, "manifests", MAX_ENTRIES)) {
      if (!text(entry, "artifactType").isEmpty()) {
        continue; // a signature or a list of parts, pushed beside the images
      }
      entries.add(descriptor(entry));
    }
    return new Index(List.copyOf(entries));
  }

  private Manifest manifest(JsonNode root) {
    JsonNode config = root.path("config");
    if (!config.isObject()) {
      throw bad("manifest", "has no config");
    }
    Descriptor pointer = descriptor(config);
    MediaTypes.requireConfig(pointer.mediaType(), image);
    List<Descriptor> layers = new ArrayList<>();
    for (JsonNode layer : list(root, "layers", MAX_LAYERS)) {
      Descriptor one = descriptor(layer);
      MediaTypes.requireLayer(one.mediaType(), image);
      layers.add(one);
    }
    if (layers.isEmpty()) {
      throw bad("manifest", "has no layers");
    }
    return new Manifest(pointer, List.copyOf(layers));
  }

  private Descriptor descriptor(JsonNode node) {
    String digest = text(node, "digest");
    if (!DIGEST.matcher(digest).matches()) {
      throw bad("manifest", "has the digest '" + digest + "'; wwj reads sha256 only");
    }
    JsonNode size = node.path("size");
    if (!size.isIntegralNumber()
        || !size.canConvertToLong()
        || size.asLong() < 0
        || size.asLong() > MAX_SIZE) {
      throw bad("manifest", "does not say how large " + digest + " is");
    }
    JsonNode platform = node.path("platform");
    Map<String, String> annotations = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.path("annotations").properties()) {
      annotations.put(entry.getKey(), entry.getValue().asString(""));
    }
    return new Descriptor(
        text(node, "mediaType"), digest, size.asLong(), platform(platform), annotations);
  }

  private static Platform platform(JsonNode node) {
    return new Platform(text(node, "os"), text(node, "architecture"), text(node, "variant"));
  }

  /**
   * Reads the configuration.
   *
   * @param layers how many layers the manifest has; there is a digest for each
   */
  Config config(byte[] bytes, int layers) {
    JsonNode root = tree(bytes, "configuration");
    List<String> diffIds = new ArrayList<>();
    for (JsonNode id : list(root.path("rootfs"), "diff_ids", MAX_LAYERS)) {
      String digest = id.asString("");
      if (!DIGEST.matcher(digest).matches()) {
        throw bad("configuration", "has the layer digest '" + digest + "'; wwj reads sha256 only");
      }
      diffIds.add(digest);
    }
    if (diffIds.size() != layers) {
      throw bad(
          "configuration", "tells of " + diffIds.size() + " layers, its manifest of " + layers);
    }
    return new Config(platform(root), List.copyOf(diffIds));
  }

  /** Reads a docker archive's manifest.json. */
  List<Saved> saved(byte[] bytes) {
    JsonNode root = tree(bytes, "manifest.json");
    if (!root.isArray() || root.size() > MAX_ENTRIES) {
      throw bad("manifest.json", "is no list of images");
    }
    List<Saved> all = new ArrayList<>();
    for (JsonNode entry : root) {
      String config = text(entry, "Config");
      List<String> layers = texts(entry, "Layers", MAX_LAYERS);
      if (config.isEmpty() || layers.isEmpty()) {
        throw bad("manifest.json", "has an image without configuration or layers");
      }
      all.add(new Saved(config, texts(entry, "RepoTags", MAX_ENTRIES), layers));
    }
    return List.copyOf(all);
  }

  private List<String> texts(JsonNode node, String key, int most) {
    List<String> texts = new ArrayList<>();
    if (!node.path(key).isMissingNode() && !node.path(key).isNull()) {
      list(node, key, most).forEach(item -> texts.add(item.asString("")));
    }
    return List.copyOf(texts);
  }

  private JsonNode list(JsonNode node, String key, int most) {
    JsonNode list = node.path(key);
    if (!list.isArray()) {
      throw bad("document", "has no list '" + key + "'");
    }
    if (list.size() > most) {
      throw bad(
          "document", "has " + list.size() + " " + key + "; more than " + most + " is no image");
    }
    return list;
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isString() ? value.asString() : "";
  }

  private JsonNode tree(byte[] bytes, String what) {
    try {
      JsonNode root = JSON.readTree(bytes);
      if (root == null || !root.isContainer()) {
        throw bad(what, "is no JSON document");
      }
      return root;
    } catch (JacksonException e) {
      throw new ImageException(
          "%s: its %s is no JSON document: %s".formatted(image, what, e.getOriginalMessage()), e);
    }
  }

  private ImageException bad(String what, String why) {
    return new ImageException(
        "%s: its %s %s; the image is damaged, push or save it again".formatted(image, what, why));
  }
}
