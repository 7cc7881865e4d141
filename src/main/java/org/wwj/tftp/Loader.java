package org.wwj.tftp;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Request;
import org.wwj.delivery.Source;
import org.wwj.delivery.Transfer;
import org.wwj.ops.Log;

/** From a request to blocks in memory: asks the core, and reads the file away from event loops. */
final class Loader {
  private final Source source;
  private final BlockCache cache;
  private final long maxFileBytes;
  private final Executor workers;

  /** What became of a request. */
  sealed interface Result {
    /** The file is there; the taker closes the lease and tells the listener of the end. */
    record Found(BlockCache.Lease lease, Transfer.Listener listener) implements Result {}

    /** There is nothing to send but this. */
    record Refused(TftpPacket.ErrorMessage error) implements Result {}
  }

  /** A loader that reads files on the given workers. */
  Loader(Source source, BlockCache cache, long maxFileBytes, Executor workers) {
    this.source = source;
    this.cache = cache;
    this.maxFileBytes = maxFileBytes;
    this.workers = workers;
  }

  /**
   * Looks for a file. The result comes once, on any thread: on the caller's before this returns
   * when the file is in memory and the core need not wait for its answer.
   */
  void load(Request request, int blockSize, boolean netascii, Consumer<Result> taker) {
    CompletionStage<Answer> stage = source.answer(request);
    stage.whenComplete((@Nullable Answer answer, @Nullable Throwable failure) -> {
      switch (answer) {
        case Answer.Artifact artifact -> {
          BlockCache.Lease held = cache.held(artifact, blockSize, netascii);
          if (held != null) {
            taker.accept(new Result.Found(held, artifact.listener()));
          } else {
            workers.execute(() -> taker.accept(read(request, artifact, blockSize, netascii)));
          }
        }
        case Answer.Refusal refusal ->
            taker.accept(refused(code(refusal.reason()), refusal.message()));
        case null -> {
          if (failure != null) {
            Log.error("tftp-failed", failure, "file", request.path());
          }
          taker.accept(refused(ErrorCode.NOT_DEFINED, "the server failed; its log says why"));
        }
      }
    });
  }

  private Result read(Request request, Answer.Artifact artifact, int blockSize, boolean netascii) {
    Result result = lease(request, artifact, blockSize, netascii);
    if (result instanceof Result.Refused) {
      artifact.listener().ended(Transfer.End.ABORTED);
    }
    return result;
  }

  private Result lease(Request request, Answer.Artifact artifact, int blockSize, boolean netascii) {
    if (artifact.size() > maxFileBytes) {
      return refused(
          ErrorCode.NOT_DEFINED,
          "file has %d MiB, TFTP carries %d MiB at most: fetch it by HTTP"
              .formatted(artifact.size() >> 20, maxFileBytes >> 20));
    }
    try {
      BlockCache.Lease lease = cache.lease(artifact, blockSize, netascii);
      if (lease != null) {
        return new Result.Found(lease, artifact.listener());
      }
      Log.warn(
          "tftp-memory",
          "file",
          request.path(),
          "advice",
          "files on their way fill the TFTP cache; give the JVM more direct memory");
      return refused(ErrorCode.NOT_DEFINED, "server is busy; ask again");
    } catch (IOException e) {
      Log.warn("tftp-unreadable", "file", request.path(), "cause", e);
      return refused(ErrorCode.NOT_DEFINED, "file cannot be read; the server's log says why");
    }
  }

  private static Result refused(ErrorCode code, String message) {
    return new Result.Refused(new TftpPacket.ErrorMessage(code, message));
  }

  private static ErrorCode code(Answer.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> ErrorCode.FILE_NOT_FOUND;
      case FORBIDDEN, UNAUTHORIZED -> ErrorCode.ACCESS_VIOLATION;
      case BAD_REQUEST, ERROR, BAD_GATEWAY, BUSY -> ErrorCode.NOT_DEFINED;
    };
  }
}
