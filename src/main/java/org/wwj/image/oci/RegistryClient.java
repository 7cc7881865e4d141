package org.wwj.image.oci;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import land.oras.ContainerRef;
import land.oras.auth.AuthProvider;
import land.oras.auth.HttpClient;
import land.oras.auth.NoAuthProvider;
import land.oras.auth.Scopes;
import land.oras.auth.UsernamePasswordProvider;
import org.wwj.archive.Digest;
import org.wwj.image.ImageException;

/**
 * One image's registry (OCI distribution-spec), through the ORAS SDK: it knows addresses, tokens
 * and redirects. What fails for good is an {@link ImageException}, what may work at the next try an
 * {@link IOException}.
 */
final class RegistryClient implements Content {
  private static final int TRIES = 3;
  private static final int OK = 200;
  private static final int PARTIAL = 206;

  private final Reference reference;
  private final Access access;
  private final RegistryWords words;
  private final ContainerRef place;
  private final HttpClient client;
  private final AuthProvider auth;
  private final Map<String, byte[]> known = new LinkedHashMap<>();

  /**
   * A client for the registry of that image.
   *
   * @throws ImageException when credentials or certificates cannot be read
   */
  RegistryClient(Reference reference, Access access) {
    this.reference = reference;
    this.access = access;
    Optional<Login> login = access.login(reference);
    this.words = new RegistryWords(reference, access.plain(), login.isPresent());
    this.auth =
        login.isPresent()
            ? new UsernamePasswordProvider(login.get().user(), login.get().password())
            : new NoAuthProvider();
    this.place = ContainerRef.parse(address(reference, access.plain()));
    HttpClient.Builder builder = HttpClient.Builder.builder();
    String authorities = access.plain() ? "" : access.authorities(reference);
    this.client =
        authorities.isEmpty() ? builder.build() : builder.withCaContent(authorities).build();
  }

  /** The SDK takes a first word for a host only by its dot or colon. */
  private static String address(Reference reference, boolean plain) {
    String registry = reference.registry();
    boolean host = registry.contains(".") || registry.contains(":");
    String port = plain ? ":80" : ":443";
    return new Reference(
            host ? registry : registry + port,
            reference.repository(),
            reference.tag().isEmpty() ? "latest" : reference.tag(),
            reference.digest())
        .toString();
  }

  /**
   * The manifest or index that the image's name stands for now.
   *
   * @throws ImageException when the registry has none of that name
   */
  Descriptor root() throws IOException {
    Descriptor asked = Descriptor.of("", reference.digest(), -1);
    ContainerRef named =
        reference.digest().isEmpty() ? place : place.withDigest(reference.digest());
    Document document =
        patiently(() -> document(named.getManifestsPath(), ImageParts.MAX_MANIFEST, true));
    String digest =
        asked.digest().isEmpty() ? "sha256:" + Digest.of(document.bytes) : asked.digest();
    known.put(digest, document.bytes);
    return Descriptor.of(document.type, digest, -1);
  }

  @Override
  public byte[] read(Descriptor document, int most, boolean manifest) throws IOException {
    byte[] here = known.get(document.digest());
    if (here != null) {
      return here;
    }
    ContainerRef at = place.withDigest(document.digest());
    String path = manifest ? at.getManifestsPath() : at.getBlobsPath(null);
    return patiently(() -> document(path, most, manifest)).bytes;
  }

  private static final class Document {
    private final byte[] bytes;
    private final String type;

    Document(byte[] bytes, String type) {
      this.bytes = bytes;
      this.type = type;
    }
  }

  private Document document(String path, int most, boolean manifest) throws IOException {
    Map<String, String> headers = manifest ? Map.of("Accept", MediaTypes.ACCEPT) : Map.of();
    HttpClient.ResponseWrapper<InputStream> answer = get(path, headers);
    try (InputStream body = answer.response()) {
      if (answer.statusCode() != OK) {
        throw words.refused(answer.statusCode(), body.readNBytes(RegistryWords.MAX_BODY));
      }
      String type = answer.headers().getOrDefault("content-type", "");
      return new Document(body.readNBytes(most + 1), manifest ? type.split(";")[0].strip() : "");
    }
  }

  /**
   * A blob's bytes as they come.
   *
   * @param offset where they begin; 0 when the registry cannot begin elsewhere
   */
  record Blob(InputStream body, long offset) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /**
   * Asks for a blob from an offset on.
   *
   * @return the blob, which the caller closes
   */
  Blob blob(Descriptor blob, long offset) throws IOException {
    Map<String, String> headers = offset == 0 ? Map.of() : Map.of("Range", "bytes=" + offset + "-");
    HttpClient.ResponseWrapper<InputStream> answer =
        get(place.withDigest(blob.digest()).getBlobsPath(null), headers);
    if (answer.statusCode() == OK) {
      return new Blob(answer.response(), 0);
    }
    String range = answer.headers().getOrDefault("content-range", "");
    if (answer.statusCode() == PARTIAL && range.startsWith("bytes " + offset + "-")) {
      return new Blob(answer.response(), offset);
    }
    try (InputStream body = answer.response()) {
      if (answer.statusCode() != PARTIAL) {
        throw words.refused(answer.statusCode(), body.readNBytes(RegistryWords.MAX_BODY));
      }
    }
    return blob(blob, 0);
  }

  private HttpClient.ResponseWrapper<InputStream> get(String path, Map<String, String> headers)
      throws IOException {
    URI uri = URI.create((access.plain() ? "http://" : "https://") + path);
    try {
      return client.download(uri, headers, Scopes.of(place), auth);
    } catch (RuntimeException e) {
      throw words.failed(e);
    }
  }

  private interface Request<T> {
    T make() throws IOException;
  }

  private static <T> T patiently(Request<T> request) throws IOException {
    for (int tried = 1; ; tried++) {
      try {
        return request.make();
      } catch (IOException e) {
        if (tried == TRIES) {
          throw new ImageException(String.valueOf(e.getMessage()), e);
        }
        pause(tried);
      }
    }
  }

  /** Waits before the next try, longer each time. */
  static void pause(int tried) {
    try {
      Thread.sleep(Access.PAUSE.multipliedBy(1L << Math.min(tried - 1, 5)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    }
  }
}
