package org.wwj.image.oci;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wwj.image.ImageException;

/**
 * The name of an image in a registry (distribution reference grammar; short names are Docker's).
 *
 * @param registry host, or host:port
 * @param repository path in it
 * @param tag empty when a digest says all
 * @param digest {@code sha256:…}, empty when there is none
 */
record Reference(String registry, String repository, String tag, String digest) {
  private static final int MAX_LENGTH = 1024;
  private static final int MAX_REPOSITORY = 255;
  private static final String DOCKER = "docker.io";

  private static final Pattern HOST =
      Pattern.compile("(?:\\[[0-9a-fA-F:.]+]|[A-Za-z0-9][A-Za-z0-9._-]*)(?::([0-9]{1,5}))?");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /**
   * Reads a name without its scheme, such as {@code rockylinux:9} or {@code
   * registry.example:5000/hpc/compute@sha256:…}.
   *
   * @throws ImageException saying what is wrong with it
   */
  static Reference parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new ImageException("an image's name of " + text.length() + " letters is too long");
    }
    int at = text.indexOf('@');
    String digest = at < 0 ? "" : text.substring(at + 1);
    String name = at < 0 ? text : text.substring(0, at);
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = host ? first : DOCKER;
    String path = host ? name.substring(slash + 1) : name;
    int colon = path.lastIndexOf(':');
    String tag = colon < 0 ? "" : path.substring(colon + 1);
    String repository = colon < 0 ? path : path.substring(0, colon);
    if (registry.equals("index.docker.io") || registry.equals("registry-1.docker.io")) {
      registry = DOCKER;
    }
    if (registry.equals(DOCKER) && !repository.contains("/")) {
      repository = "library/" + repository;
    }
    if (colon < 0 && at < 0) {
      tag = "latest";
    }
    return checked(text, registry, repository, tag, digest, colon >= 0, at >= 0);
  }

  private static Reference checked(
      String text,
      String registry,
      String repository,
      String tag,
      String digest,
      boolean tagged,
      boolean fixed) {
    if (text.contains("@") && !fixed(digest) && text.indexOf('@') < text.indexOf('/')) {
      throw refused(text, "a password does not belong in it: use --username and --password");
    }
    Matcher host = HOST.matcher(registry);
    if (!host.matches() || !port(host.group(1))) {
      throw refused(text, "'" + registry + "' is no registry's HOST or HOST:PORT");
    }
    if (!REPOSITORY.matcher(repository).matches() || repository.length() > MAX_REPOSITORY) {
      boolean upper = !repository.equals(repository.toLowerCase(Locale.ROOT));
      throw refused(
          text,
          "'"
              + repository
              + "' is no repository's name"
              + (upper ? ": they have small letters only" : ""));
    }
    if (tagged && !TAG.matcher(tag).matches()) {
      throw refused(text, "'" + tag + "' is no tag");
    }
    if (fixed && !fixed(digest)) {
      throw refused(text, "after the @ stands sha256: and 64 hexadecimal digits");
    }
    return new Reference(registry, repository, tag, digest);
  }

  private static boolean fixed(String digest) {
    return DIGEST.matcher(digest).matches();
  }

  private static boolean port(@Nullable String port) {
    return port == null || (Integer.parseInt(port) > 0 && Integer.parseInt(port) < 65536);
  }

  private static ImageException refused(String text, String why) {
    return new ImageException(
        "'"
            + text
            + "' names no image: "
            + why
            + "; write docker://REGISTRY/REPOSITORY:TAG or docker://REGISTRY/REPOSITORY@sha256:…");
  }

  /** What its manifest is asked for by. */
  String wanted() {
    return digest.isEmpty() ? tag : digest;
  }

  /** The last part of its name with the tag, as Warewulf names images. */
  String baseName() {
    String last = repository.substring(repository.lastIndexOf('/') + 1);
    return tag.isEmpty() || implied() ? last : last + ":" + tag;
  }

  /** A tag beside a digest decides nothing. */
  private boolean implied() {
    return !digest.isEmpty();
  }

  @Override
  public String toString() {
    return registry
        + "/"
        + repository
        + (tag.isEmpty() ? "" : ":" + tag)
        + (digest.isEmpty() ? "" : "@" + digest);
  }
}
