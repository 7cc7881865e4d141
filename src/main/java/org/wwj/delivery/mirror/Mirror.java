package org.wwj.delivery.mirror;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.wwj.archive.Digest;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Answer.Reason;
import org.wwj.delivery.Answer.Refusal;
import org.wwj.delivery.Request;
import org.wwj.delivery.Source;
import org.wwj.delivery.Transfer;
import org.wwj.ops.Log;

/**
 * Gives chunks by digest, {@code /chunk/SHA256}, from its cache, and fetches those it lacks from
 * the server it stands before: each once, however many ask at that moment. Nobody gets a chunk
 * before its digest is right.
 */
public final class Mirror implements Source, AutoCloseable {
  private static final String CHUNK = "/chunk/";

  private final Upstream upstream;
  private final ChunkCache cache;
  private final ExecutorService threads;
  private final Map<Digest, CompletableFuture<Optional<Answer>>> flights =
      new ConcurrentHashMap<>();
  private final AtomicLong given = new AtomicLong();
  private final AtomicLong fetched = new AtomicLong();

  private Mirror(Upstream upstream, ChunkCache cache, ExecutorService threads) {
    this.upstream = upstream;
    this.cache = cache;
    this.threads = threads;
  }

  /**
   * A mirror with its cache opened.
   *
   * @param from the server, without a slash at the end
   * @param limit bytes that the cache may take
   * @param threads for what blocks
   * @throws MirrorException when the cache cannot be used
   */
  public static Mirror open(URI from, Path cache, long limit, ExecutorService threads) {
    ChunkCache chunks = ChunkCache.open(cache, limit);
    Log.info("mirror-cache", "folder", cache, "chunks", chunks.chunks(), "bytes", chunks.bytes());
    return new Mirror(new Upstream(from, threads), chunks, threads);
  }

  @Override
  public CompletionStage<Answer> answer(Request request) {
    return CompletableFuture.supplyAsync(() -> decide(request.path()), threads);
  }

  private Answer decide(String path) {
    if (path.equals("/status")) {
      return status();
    }
    String name = path.startsWith(CHUNK) ? path.substring(CHUNK.length()) : "";
    if (!Digest.matches(name)) {
      return new Refusal(
          Reason.NOT_FOUND, "a mirror has nothing but /chunk/SHA256 and /status", null);
    }
    Digest digest = new Digest(name);
    // What came a moment ago may be gone again where the cache is too small.
    for (int tries = 0; tries < 3; tries++) {
      Optional<ChunkCache.Lease> lease = cache.lease(digest);
      if (lease.isPresent()) {
        return given(lease.get());
      }
      Optional<Answer> other = fetch(digest);
      if (other.isPresent()) {
        return other.get();
      }
    }
    return new Refusal(Reason.BUSY, "the cache of this mirror is too small: raise --size", null);
  }

  private Answer given(ChunkCache.Lease lease) {
    given.incrementAndGet();
    return new Answer.FileSlice(
        lease.file(),
        0,
        lease.size(),
        "application/octet-stream",
        lease.digest().hex(),
        true,
        new Transfer.Listener() {
          @Override
          public void sent(long bytes) {}

          @Override
          public void ended(Transfer.End end) {
            cache.release(lease);
          }
        });
  }

  /** Nothing when the chunk is in the cache then, else what to answer. */
  private Optional<Answer> fetch(Digest digest) {
    CompletableFuture<Optional<Answer>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Answer>> running = flights.putIfAbsent(digest, mine);
    if (running != null) {
      return running.join();
    }
    Optional<Answer> outcome =
        Optional.of(new Refusal(Reason.ERROR, "this mirror failed; its log says why", null));
    try {
      outcome = cache.contains(digest) ? Optional.empty() : fetchNow(digest);
    } finally {
      flights.remove(digest, mine);
      mine.complete(outcome);
    }
    return outcome;
  }

  private Optional<Answer> fetchNow(Digest digest) {
    byte[] content;
    try {
      content = upstream.chunk(digest);
    } catch (Upstream.RefusedException e) {
      Log.warn("mirror-refused", "chunk", digest, "reason", e.refusal().message());
      return Optional.of(e.refusal());
    }
    fetched.incrementAndGet();
    try {
      cache.put(digest, content);
      return Optional.empty();
    } catch (IOException e) {
      Log.warn("mirror-cache-full", "cause", e, "fix", "make room on its disk, or lower --size");
      return Optional.of(
          new Answer.Bytes(
              content, "application/octet-stream", digest.hex(), true, Transfer.Listener.NONE));
    }
  }

  private Answer status() {
    byte[] text =
        "{\"chunks\":%d,\"bytes\":%d,\"given\":%d,\"fetched\":%d}\n"
            .formatted(cache.chunks(), cache.bytes(), given.get(), fetched.get())
            .getBytes(StandardCharsets.US_ASCII);
    return new Answer.Bytes(
        text, "application/json", Digest.of(text).hex(), false, Transfer.Listener.NONE);
  }

  @Override
  public void close() {
    upstream.close();
    cache.close();
  }
}
