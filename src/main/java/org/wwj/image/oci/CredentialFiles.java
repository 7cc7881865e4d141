package org.wwj.image.oci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wwj.image.ImageException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Logins that {@code podman login}, {@code skopeo login} and {@code docker login} have left
 * (containers-auth.json(5)): the files in order, in each the entry that names most of the image.
 */
final class CredentialFiles {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<Path> files;

  CredentialFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** Where they lie for this user. */
  static CredentialFiles usual(Map<String, String> environment, Path home, String user) {
    String only = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    if (!only.isEmpty()) {
      return new CredentialFiles(List.of(Path.of(only)));
    }
    List<Path> files = new ArrayList<>();
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isEmpty()) {
      files.add(Path.of(runtime, "containers/auth.json"));
    }
    if (user.equals("root")) {
      files.add(Path.of("/run/containers/0/auth.json"));
    }
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    files.add(
        (config.isEmpty() ? home.resolve(".config") : Path.of(config))
            .resolve("containers/auth.json"));
    String docker = environment.getOrDefault("DOCKER_CONFIG", "");
    files.add(
        (docker.isEmpty() ? home.resolve(".docker") : Path.of(docker)).resolve("config.json"));
    return new CredentialFiles(files);
  }

  /**
   * The login for an image; empty when there is none.
   *
   * @throws ImageException when a file is damaged or a helper fails
   */
  Optional<Login> find(Reference reference) {
    for (Path file : files) {
      Optional<Login> login = find(file, reference);
      if (login.isPresent()) {
        return login;
      }
    }
    return Optional.empty();
  }

  private static Optional<Login> find(Path file, Reference reference) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read: " + e.getMessage(), e);
    }
    try {
      return find(JSON.readTree(bytes), reference);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new ImageException(
          file + " is damaged; log in again, as with podman login " + reference.registry(), e);
    }
  }

  private static Optional<Login> find(JsonNode root, Reference reference) {
    JsonNode helpers = root.path("credHelpers");
    for (String key : keys(reference)) {
      String helper = text(helpers, key);
      if (!helper.isEmpty()) {
        return CredentialHelper.ask(helper, reference.registry());
      }
      for (Map.Entry<String, JsonNode> entry : root.path("auths").properties()) {
        if (plain(entry.getKey()).equals(key)) {
          Optional<Login> login = login(entry.getValue());
          if (login.isPresent()) {
            return login;
          }
        }
      }
    }
    String store = text(root, "credsStore");
    return store.isEmpty() ? Optional.empty() : CredentialHelper.ask(store, reference.registry());
  }

  /** From the image's whole name up to its registry. */
  private static List<String> keys(Reference reference) {
    List<String> keys = new ArrayList<>();
    String key = reference.registry() + "/" + reference.repository();
    while (!key.equals(reference.registry())) {
      keys.add(key);
      key = key.substring(0, key.lastIndexOf('/'));
    }
    keys.add(key);
    return keys;
  }

  /** Docker writes addresses where others write names. */
  private static String plain(String key) {
    String name = key.replaceFirst("^https?://", "").replaceFirst("/(v[12]/?)?$", "");
    return name.equals("index.docker.io") || name.equals("registry-1.docker.io")
        ? "docker.io"
        : name;
  }

  private static Optional<Login> login(JsonNode entry) {
    String auth = text(entry, "auth");
    if (!auth.isEmpty()) {
      String both = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
      int colon = both.indexOf(':');
      if (colon <= 0) {
        throw new IllegalArgumentException("no colon");
      }
      // Docker pads it with NULs where it has been rewritten by old versions.
      return Optional.of(
          new Login(both.substring(0, colon), both.substring(colon + 1).replaceFirst("\0+$", "")));
    }
    String user = text(entry, "username");
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of(new Login(user, text(entry, "password")));
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isString() ? value.asString() : "";
  }
}
