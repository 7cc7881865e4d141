package org.wwj.delivery.mirror;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.wwj.archive.Digest;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Answer.Reason;
import org.wwj.delivery.Answer.Refusal;

/** The server that a mirror stands before. */
final class Upstream implements AutoCloseable {
  /** Bytes of the largest chunk that is taken; those that wwj makes have 4 MiB at most. */
  static final int MOST = 16 << 20;

  /** Within what stage-1 waits for a mirror. */
  private static final Duration PATIENCE = Duration.ofSeconds(18);

  /** Requests at a time: they share one link anyway. */
  private static final int AT_A_TIME = 8;

  private final URI from;
  private final HttpClient client;
  private final Semaphore turns = new Semaphore(AT_A_TIME);

  Upstream(URI from, Executor threads) {
    this.from = from;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(threads)
            .build();
  }

  /** It did not give what was asked for. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
      super(refusal.message());
      this.refusal = refusal;
    }

    /** What to say to who asked. */
    Refusal refusal() {
      return refusal;
    }
  }

  /** The chunk, with the right digest. Blocks. */
  byte[] chunk(Digest digest) throws RefusedException {
    byte[] content = get("/chunk/" + digest);
    if (!Digest.of(content).equals(digest)) {
      content = get("/chunk/" + digest); // a bit may have flipped on the way
    }
    if (!Digest.of(content).equals(digest)) {
      throw refused(
          Reason.BAD_GATEWAY,
          "%s gives something else as chunk %s: run wwj image verify there"
              .formatted(from, digest));
    }
    return content;
  }

  private byte[] get(String path) throws RefusedException {
    if (!turn()) {
      throw refused(Reason.BUSY, "too many chunks are waited for from " + from);
    }
    try {
      return once(path);
    } catch (IOException first) {
      try {
        return once(path); // a kept connection may have ended meanwhile
      } catch (IOException e) {
        throw refused(Reason.BAD_GATEWAY, "%s does not answer: %s".formatted(from, words(e)));
      }
    } finally {
      turns.release();
    }
  }

  private boolean turn() {
    try {
      return turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // this mirror stops
      return false;
    }
  }

  private static String words(IOException e) {
    String message = e.getMessage();
    return message != null && !message.isBlank()
        ? message
        : e instanceof ConnectException ? "no connection" : e.getClass().getSimpleName();
  }

  private byte[] once(String path) throws IOException, RefusedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(from + path)).build();
    CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(request, Upstream::bounded);
    HttpResponse<byte[]> response;
    try {
      response = coming.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      coming.cancel(true);
      throw refused(
          Reason.BAD_GATEWAY,
          "%s did not answer within %d s".formatted(from, PATIENCE.toSeconds()));
    } catch (InterruptedException e) {
      coming.cancel(true);
      Thread.currentThread().interrupt();
      throw refused(Reason.BUSY, "this mirror stops");
    }
    int status = response.statusCode();
    if (status == 200 && response.body().length > 0) {
      return response.body();
    }
    throw switch (status) {
      case 200 ->
          refused(
              Reason.BAD_GATEWAY,
              "%s gives no length for %s, or one above %d MiB".formatted(from, path, MOST >> 20));
      case 404 -> refused(Reason.NOT_FOUND, "%s has no %s".formatted(from, path));
      case 429, 503 ->
          new RefusedException(
              new Refusal(
                  Reason.BUSY,
                  "%s is busy".formatted(from),
                  Duration.ofSeconds(
                      response.headers().firstValueAsLong("Retry-After").orElse(1))));
      default ->
          refused(Reason.BAD_GATEWAY, "%s answered HTTP %d for %s".formatted(from, status, path));
    };
  }

  private static HttpResponse.BodySubscriber<byte[]> bounded(HttpResponse.ResponseInfo info) {
    long length = info.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE);
    return info.statusCode() == 200 && length <= MOST
        ? HttpResponse.BodySubscribers.ofByteArray()
        : HttpResponse.BodySubscribers.replacing(new byte[0]);
  }

  private static RefusedException refused(Answer.Reason reason, String message) {
    return new RefusedException(new Refusal(reason, message, null));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
