package org.wwj.image.oci;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How registries are spoken to.
 *
 * @param platform what the admin wants, empty for this server's
 * @param user whom to log in as; empty for what the credential files say
 * @param password of that user
 * @param plain whether by HTTP without TLS
 * @param ca a file of certificates to trust beside the usual ones; empty for none
 */
public record Access(String platform, String user, String password, boolean plain, String ca) {
  /** How long nothing may come before a connection is given up. */
  static final Duration STALL = Duration.ofSeconds(30);

  /** The first pause before a request is made again; each further one is twice as long. */
  static final Duration PAUSE = Duration.ofMillis(400);

  /** Nothing special. */
  public static Access usual() {
    return new Access("", "", "", false, "");
  }

  /** The login that is given, or the one in the credential files. */
  Optional<Login> login(Reference reference) {
    if (!user.isEmpty()) {
      return Optional.of(new Login(user, password));
    }
    return CredentialFiles.usual(System.getenv(), home(), System.getProperty("user.name", ""))
        .find(reference);
  }

  /** The certificates to trust, as PEM. */
  String authorities(Reference reference) {
    return Authorities.usual(home()).pem(reference.registry(), ca);
  }

  private static Path home() {
    Map<String, String> environment = System.getenv();
    return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/root")));
  }

  /** The platform to choose. */
  Platform wanted() {
    return platform.isEmpty() ? Platform.host() : Platform.parse(platform);
  }

  /** Says nothing of the password. */
  @Override
  public String toString() {
    return "platform " + platform + ", user " + user + (plain ? ", plain HTTP" : "");
  }
}
