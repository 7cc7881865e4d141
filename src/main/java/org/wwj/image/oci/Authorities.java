package org.wwj.image.oci;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wwj.image.ImageException;

/**
 * Whose certificates a registry may show: those of the system's list, of the folders where podman
 * and Docker look for one registry (containers-certs.d(5)), and of a file the admin names.
 *
 * @param folders those folders
 * @param systems files of the system's list; the first that is there counts
 */
record Authorities(List<Path> folders, List<Path> systems) {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

  /** Keeps copies. */
  Authorities {
    folders = List.copyOf(folders);
    systems = List.copyOf(systems);
  }

  /** Where they lie on Debian, EL and SUSE. */
  static Authorities usual(Path home) {
    return new Authorities(
        List.of(
            home.resolve(".config/containers/certs.d"),
            Path.of("/etc/containers/certs.d"),
            Path.of("/etc/docker/certs.d")),
        List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
            Path.of("/etc/ssl/ca-bundle.pem")));
  }

  /**
   * All of them for one registry, as PEM; empty when Java's own list is all there is.
   *
   * @param own a file that the admin names; empty for none
   */
  String pem(String registry, String own) {
    List<String> found = new ArrayList<>();
    if (!own.isEmpty()) {
      List<String> certificates = certificates(Path.of(own));
      if (certificates.isEmpty()) {
        throw new ImageException(
            own + " holds no certificate; --ca takes a file of BEGIN CERTIFICATE blocks");
      }
      found.addAll(certificates);
    }
    for (Path folder : folders) {
      for (Path file : files(folder.resolve(registry))) {
        found.addAll(certificates(file));
      }
    }
    for (Path system : systems) {
      if (Files.isRegularFile(system)) {
        found.addAll(certificates(system));
        break;
      }
    }
    return String.join("\n", found);
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".crt")).sorted().toList();
    } catch (IOException e) {
      throw new ImageException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }

  private static List<String> certificates(Path file) {
    try {
      Matcher matcher =
          CERTIFICATE.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      return matcher.results().map(result -> result.group()).toList();
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
