package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.delivery.Answer.FileSlice;
import org.wwj.delivery.Request.Part;

class TurnstileEndsTest {
  private static final int SIZE = 1000;

  private final Admission admission = new Admission(() -> 1, () -> 0, () -> 0);
  private final Turnstile turnstile =
      new Turnstile(
          _ ->
              CompletableFuture.completedFuture(
                  new FileSlice(
                      Path.of("image"), 0, SIZE, "x/y", "v1", false, Transfer.Listener.NONE)),
          admission,
          _ -> 0,
          _ -> List.of(),
          () -> 0);

  private CompletableFuture<Answer> ask(int node, Part part) {
    Request request =
        new Request(
            Request.Protocol.HTTP,
            "/image/52-54-00-00-00-0" + node,
            Map.of(),
            part,
            part == Part.REST ? 1 : 0,
            new InetSocketAddress("127.0.0.1", 40_000));
    return turnstile.answer(request).toCompletableFuture();
  }

  private Transfer.Listener sent(int node, Part part) {
    CompletableFuture<Answer> answer = ask(node, part);
    assertThat(answer).as("it is its turn").isCompleted();
    return ((FileSlice) answer.join()).listener();
  }

  /** What had left of its last transfer, and whether it has its image by that. */
  @ParameterizedTest
  @CsvSource({
    "WHOLE, 1000, COMPLETE, true",
    "REST, 100, COMPLETE, true",
    "REST, 100, ABORTED, false",
    "PIECE, 100, COMPLETE, false",
    "WHOLE, 100, COMPLETE, false",
  })
  void whoHasItsImageQueuesAgainAndWhoWasCutOffGoesOn(
      Part part, int bytes, Transfer.End end, boolean queues) {
    Transfer.Listener transfer = sent(1, part);
    transfer.sent(bytes);
    transfer.ended(end);
    sent(2, Part.WHOLE);
    assertThat(ask(1, Part.WHOLE).isDone()).isNotEqualTo(queues);
  }

  @Test
  void whoHasAPieceOrTheBeginningGoesOnAtOnce() {
    sent(1, Part.WHOLE);
    sent(2, Part.REST);
    sent(3, Part.PIECE);
    assertThat(ask(4, Part.WHOLE)).isNotCompleted();
  }
}
