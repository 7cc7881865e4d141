package org.wwj.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Request;
import org.wwj.delivery.Source;
import org.wwj.delivery.Transfer;

/** What the core gave for a request, ready to be sent from an event loop. */
sealed interface Fetched {
  /** Bytes in memory. */
  record Memory(Answer.Bytes bytes) implements Fetched {}

  /** A file, open; whoever takes this releases it. */
  record File(Answer.FileSlice slice, OpenFile file) implements Fetched {}

  /** Nothing, for a reason of the core's. */
  record Refused(Answer.Refusal refusal) implements Fetched {}

  /** Nothing, since the core or the disk failed. */
  record Failed(Throwable cause) implements Fetched {}

  /** Lets go of it without sending. */
  default void drop() {
    switch (this) {
      case Memory memory -> memory.bytes.listener().ended(Transfer.End.ABORTED);
      case File file -> {
        file.file.release();
        file.slice.listener().ended(Transfer.End.ABORTED);
      }
      case Refused refused -> {}
      case Failed failed -> {}
    }
  }

  /** Where requests are taken: the core first, then the file, on the thread that found it. */
  record Counter(Source source, OpenFiles files) {
    /** Fetches the answer; {@code then} runs on this or some other thread, exactly once. */
    void fetch(Request request, Consumer<Fetched> then) {
      CompletionStage<Answer> stage;
      try {
        stage = source.answer(request);
      } catch (RuntimeException e) {
        stage = CompletableFuture.failedFuture(e);
      }
      stage.whenComplete((answer, failure) -> take(answer, failure, then));
    }

    private void take(
        @Nullable Answer answer, @Nullable Throwable failure, Consumer<Fetched> then) {
      switch (answer) {
        case null ->
            then.accept(new Failed(failure == null ? new IOException("no answer") : failure));
        case Answer.Refusal refusal -> then.accept(new Refused(refusal));
        case Answer.Bytes bytes -> then.accept(new Memory(bytes));
        case Answer.FileSlice slice -> then.accept(open(slice));
      }
    }

    private Fetched open(Answer.FileSlice slice) {
      try {
        OpenFile file = files.acquire(slice.file());
        if (slice.offset() + slice.size() <= file.size()) {
          return new File(slice, file);
        }
        long size = file.size();
        file.release();
        throw new IOException(slice.file() + " has only " + size + " bytes; build it again");
      } catch (IOException e) {
        slice.listener().ended(Transfer.End.ABORTED);
        return new Failed(e);
      }
    }
  }
}
