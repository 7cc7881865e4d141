package org.wwj.image.oci;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.wwj.image.ImageException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that keeps logins for Docker and podman, {@code docker-credential-NAME}. */
final class CredentialHelper {
  private CredentialHelper() {}

  /** What it has for a registry; empty when it has nothing. */
  static Optional<Login> ask(String name, String registry) {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new ImageException("'" + name + "' is no name of a credential helper");
    }
    String program = "docker-credential-" + name;
    // Docker Hub is kept under the address that docker login has always used.
    String server = registry.equals("docker.io") ? "https://index.docker.io/v1/" : registry;
    try {
      Process process =
          new ProcessBuilder(program, "get").redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (OutputStream out = process.getOutputStream()) {
        out.write(server.getBytes(StandardCharsets.UTF_8));
      }
      byte[] answer = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        return Optional.empty();
      }
      JsonNode root = JsonMapper.builder().build().readTree(answer);
      String user = root.path("Username").asString("");
      return user.isEmpty()
          ? Optional.empty()
          : Optional.of(new Login(user, root.path("Secret").asString("")));
    } catch (IOException | JacksonException e) {
      throw new ImageException(
          program
              + ", which your login for "
              + registry
              + " asks for, does not answer: "
              + e.getMessage()
              + "; install it, or give --username",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    }
  }
}
