package org.wwj.cli.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.image.ImageException;
import org.wwj.image.oci.Access;
import picocli.CommandLine.Option;

/**
 * How registries are spoken to: flags, and environment variables of wwj's and of Warewulf's names
 * for what is not given by flag.
 */
final class RegistryOptions {
  private static final Set<String> YES = Set.of("1", "t", "true", "y", "yes", "on");

  @Option(
      names = {"--platform", "--arch"},
      paramLabel = "PLATFORM",
      description =
          "Which platform's image: amd64, arm64, linux/arm/v7; default this server's (env"
              + " WWJ_OCI_PLATFORM).")
  private String platform = "";

  @Option(
      names = "--username",
      paramLabel = "USER",
      description =
          "Log in to the registry as that user (env WWJ_OCI_USERNAME); default what podman login"
              + " or docker login has left.")
  private String username = "";

  @Option(
      names = {"--password", "--passwd"},
      paramLabel = "PASSWORD",
      description =
          "That user's password; others on this server can see it, the environment's"
              + " WWJ_OCI_PASSWORD they cannot.")
  private @Nullable String password;

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  private boolean passwordStdin;

  @Option(
      names = "--nohttps",
      description = "Speak plain HTTP to the registry (env WWJ_OCI_NOHTTPS).")
  private boolean nohttps;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "Trust the certificates in that file too; those in /etc/containers/certs.d and"
              + " /etc/docker/certs.d are trusted anyway.")
  private String ca = "";

  /** What they come to. */
  Access access() {
    return access(System.getenv());
  }

  /** What they come to in that environment. */
  Access access(Map<String, String> environment) {
    String user = username.isEmpty() ? variable(environment, "USERNAME") : username;
    String secret = password == null ? variable(environment, "PASSWORD") : password;
    if (passwordStdin) {
      secret = firstLine();
    }
    if (user.isEmpty() && (password != null || passwordStdin)) {
      throw new ImageException("a password needs a user; add --username");
    }
    return new Access(
        platform.isEmpty() ? variable(environment, "PLATFORM") : platform,
        user,
        secret,
        nohttps || YES.contains(variable(environment, "NOHTTPS").toLowerCase(Locale.ROOT)),
        ca);
  }

  private static String variable(Map<String, String> environment, String name) {
    String own = environment.getOrDefault("WWJ_OCI_" + name, "");
    return own.isEmpty() ? environment.getOrDefault("WAREWULF_OCI_" + name, "") : own;
  }

  private static String firstLine() {
    try {
      @Nullable String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (line == null || line.isEmpty()) {
        throw new ImageException("standard input holds no password; leave out --password-stdin");
      }
      return line;
    } catch (IOException e) {
      throw new ImageException("the password cannot be read: " + e.getMessage(), e);
    }
  }
}
