package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.wwj.config.SiteConfig;
import org.wwj.ops.Log;
import org.wwj.template.GoString;
import org.wwj.template.TemplateException;

/**
 * The server's files that templates may read. The server runs as root, so this is what keeps a
 * template from carrying off what is nobody's business:
 *
 * <ul>
 *   <li>a name without a leading slash is a file below the settings' folder, which it cannot leave;
 *   <li>any other plain file may be read but those of the kernel ({@code /proc}, {@code /sys},
 *       {@code /dev}), wwj's own keys and the site's secrets, also by way of a link;
 *   <li>secrets have a function of their own, which sees to it that they stay secret.
 * </ul>
 *
 * @param root where the server's root is; elsewhere only in tests
 * @param config the settings' folder
 * @param state the site's state, with {@code keys} and {@code secrets}
 */
record HostFiles(Path root, Path config, Path state) {
  private static final List<String> KERNEL = List.of("/proc", "/sys", "/dev");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final long MAX_BYTES = 8 << 20;

  static HostFiles of(Path root, SiteConfig config) {
    Path folder = config.file().toAbsolutePath().getParent();
    return new HostFiles(
        root, folder == null ? Path.of("/") : folder, config.paths().localstatedir());
  }

  Path keys() {
    return state.resolve("keys");
  }

  Path secrets() {
    return state.resolve("secrets");
  }

  /** The text of a file; empty when there is none. */
  Optional<String> text(String name, Reads reads) {
    Path file = allowed(name);
    reads.note(file);
    return content(file);
  }

  /**
   * The file that a name stands for, which need not exist.
   *
   * @throws TemplateException when a template may not read it
   */
  Path allowed(String name) {
    Path file;
    try {
      file =
          name.startsWith("/")
              ? root.resolve(name.replaceFirst("^/+", "")).normalize()
              : config.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw new TemplateException("'" + name + "' is no name for a file");
    }
    if (!name.startsWith("/") && !file.startsWith(config)) {
      throw new TemplateException(
          "'%s' leads out of %s; write the whole path, from /".formatted(name, config));
    }
    refuse(name, file);
    try {
      refuse(name, file.toRealPath());
    } catch (IOException e) {
      // absent, so there is nothing to keep
    }
    return file;
  }

  private void refuse(String name, Path file) {
    for (Path own : List.of(keys(), secrets())) {
      if (file.startsWith(own) || file.startsWith(real(own))) {
        throw new TemplateException(
            "'%s' is one of wwj's own keys or of the site's secrets; secrets are read by  Secret \"NAME\""
                .formatted(name));
      }
    }
    if (KERNEL.stream().anyMatch(folder -> file.startsWith(folder))) {
      throw new TemplateException("'" + name + "' is no file to include but the kernel's");
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }

  private static Optional<String> content(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (!Files.isRegularFile(file)) {
        throw new TemplateException(file + " is no plain file");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new TemplateException(file + " is larger than " + (MAX_BYTES >> 20) + " MiB");
      }
      return Optional.of(GoString.decode(Files.readAllBytes(file)));
    } catch (AccessDeniedException e) {
      Log.warn("include-unreadable", "file", file, "taken-as", "absent");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * One of the site's secrets, to the byte.
   *
   * @throws TemplateException when it is not there, with what to do
   */
  String secret(String name, Reads reads) {
    Path file = secrets().resolve(name);
    if (!SECRET.matcher(name).matches()) {
      throw new TemplateException("'" + name + "' is no name for a secret");
    }
    reads.note(file);
    return content(file)
        .orElseThrow(() ->
            new TemplateException(
                "the site has no secret %1$s; put it there:  install -D -m 0600 FILE %2$s"
                    .formatted(name, file)));
  }
}
