package org.wwj.image.oci;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import land.oras.exception.OrasException;
import org.jspecify.annotations.Nullable;
import org.wwj.image.ImageException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a registry's failure means, and what to do about it.
 *
 * @param reference the image that was asked for
 * @param plain whether TLS was left out
 * @param known whether there was a login
 */
record RegistryWords(Reference reference, boolean plain, boolean known) {
  /** No error that a registry words is longer. */
  static final int MAX_BODY = 1 << 16;

  private static final int MAX_WORDS = 300;

  /**
   * An answer that is no success.
   *
   * @return one that may go away by itself
   * @throws ImageException for one that will not
   */
  IOException refused(int status, byte[] body) {
    String said = "(" + status + said(body) + ")";
    if (status == 429 || status >= 500) {
      return new IOException(
          reference
              + " cannot be had now: its registry is in trouble "
              + said
              + "; try again later");
    }
    if (status == 401 || status == 403) {
      throw denied(said, null);
    }
    if (status == 404) {
      throw new ImageException(
          "registry %s has no %s %s; look at what it has: skopeo list-tags docker://%s/%s"
              .formatted(
                  reference.registry(),
                  name(),
                  said,
                  reference.registry(),
                  reference.repository()));
    }
    if (status == 400 && plain && said.contains("HTTPS server")) {
      throw new ImageException(
          "registry " + reference.registry() + " speaks HTTPS; leave out --nohttps");
    }
    if (status == 416) {
      return new IOException(reference.registry() + " has other bytes than it had before");
    }
    throw new ImageException(
        "registry %s answers %s when asked for %s; is it a registry?"
            .formatted(reference.registry(), said, name()));
  }

  private String name() {
    return reference.repository()
        + (reference.digest().isEmpty() ? ":" + reference.tag() : "@" + reference.digest());
  }

  private ImageException denied(String said, @Nullable Throwable cause) {
    String fix =
        known
            ? "the login is wrong, may not read it, or there is no such image"
            : "give --username and --password, or log in once: podman login "
                + reference.registry();
    String message =
        "registry %s does not give %s %s; %s".formatted(reference.registry(), name(), said, fix);
    return cause == null ? new ImageException(message) : new ImageException(message, cause);
  }

  /**
   * A request that found no answer.
   *
   * @return a failure that may go away by itself
   * @throws ImageException for one that will not
   */
  IOException failed(RuntimeException e) {
    if (e instanceof OrasException known
        && (known.getStatusCode() == 401 || known.getStatusCode() == 403)) {
      throw denied("(" + known.getStatusCode() + ")", e);
    }
    String registry = reference.registry();
    for (Throwable cause : causes(e)) {
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        return new IOException("registry " + registry + " does not answer");
      }
      if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
        throw new ImageException(
            "registry %s is not known by that name; see the spelling, and DNS on this server"
                .formatted(registry),
            e);
      }
      if (cause instanceof SSLException) {
        throw tls(cause, e);
      }
    }
    for (Throwable cause : causes(e)) {
      if (cause instanceof ConnectException) {
        return new IOException(
            "registry %s accepts no connection; is its port right, and is it running? (%s)"
                .formatted(registry, cause.getMessage()),
            e);
      }
      if (cause instanceof IOException) {
        return new IOException(
            "the connection to registry %s broke: %s".formatted(registry, cause.getMessage()), e);
      }
    }
    throw new ImageException(
        "registry %s answers what is no registry's answer: %s".formatted(registry, e.getMessage()),
        e);
  }

  private ImageException tls(Throwable cause, RuntimeException e) {
    String registry = reference.registry();
    String message = String.valueOf(cause.getMessage());
    if (message.contains("nrecognized SSL message")) {
      return new ImageException(
          "registry %s does not speak HTTPS; if it is meant to speak plain HTTP, add --nohttps"
              .formatted(registry),
          e);
    }
    if (cause instanceof SSLHandshakeException && message.contains("PKIX")) {
      return new ImageException(
          "registry %s shows a certificate of an authority that this server does not know; put the"
                  .formatted(registry)
              + " authority's into /etc/containers/certs.d/%s/ca.crt, or name its file with --ca"
                  .formatted(registry),
          e);
    }
    return new ImageException(
        "no safe connection to registry %s: %s".formatted(registry, message), e);
  }

  private static List<Throwable> causes(Throwable e) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable at = e; at != null && causes.size() < 20; at = at.getCause()) {
      causes.add(at);
    }
    return causes;
  }

  /** The registry's own words, if it has some: distribution-spec, "Error Codes". */
  private static String said(byte[] body) {
    String text;
    try {
      JsonNode first = JsonMapper.builder().build().readTree(body).path("errors").path(0);
      text = (first.path("code").asString("") + " " + first.path("message").asString("")).strip();
    } catch (JacksonException e) {
      text = new String(body, StandardCharsets.UTF_8).strip();
      text = text.startsWith("<") ? "" : text.lines().findFirst().orElse("");
    }
    text = text.replaceAll("\\p{Cntrl}", " ");
    return text.isEmpty() ? "" : " " + text.substring(0, Math.min(text.length(), MAX_WORDS));
  }
}
