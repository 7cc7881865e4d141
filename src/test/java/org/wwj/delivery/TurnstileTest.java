package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.wwj.delivery.Answer.FileSlice;
import org.wwj.delivery.Answer.Refusal;
import org.wwj.net.MacAddress;

/** One place: the first node has it, the others wait. */
class TurnstileTest {
  private static final InetSocketAddress SOMEWHERE = new InetSocketAddress("10.0.0.9", 9);

  private static final long SIZE = 1 << 30;

  private long now = 1_000_000_000_000L;
  private final Map<MacAddress, Integer> priorities = new HashMap<>();
  private final List<Transfer.End> ends = new ArrayList<>();
  private final Admission admission = new Admission(() -> 1, () -> 0, () -> now);
  private final Turnstile turnstile =
      new Turnstile(
          request -> CompletableFuture.completedFuture(image()),
          admission,
          mac -> priorities.getOrDefault(mac, 0),
          mac -> List.of("http://10.0.0.77/chunk/"),
          () -> now);

  private FileSlice image() {
    Transfer.Listener listener =
        new Transfer.Listener() {
          @Override
          public void sent(long bytes) {}

          @Override
          public void ended(Transfer.End end) {
            ends.add(end);
          }
        };
    return new FileSlice(Path.of("image"), 0, SIZE, "a/b", "tag", false, listener);
  }

  private static MacAddress mac(int node) {
    return MacAddress.parse("52:54:00:00:00:%02x".formatted(node));
  }

  private CompletableFuture<Answer> ask(Request.Protocol protocol, Request.Part part, String path) {
    return ask(protocol, part, 0, path);
  }

  private CompletableFuture<Answer> ask(
      Request.Protocol protocol, Request.Part part, long from, String path) {
    Map<String, String> query = path.endsWith("?waits=1") ? Map.of("waits", "1") : Map.of();
    return turnstile
        .answer(new Request(protocol, path.replaceFirst("\\?.*", ""), query, part, from, SOMEWHERE))
        .toCompletableFuture();
  }

  private CompletableFuture<Answer> ipxe(int node) {
    return ask(Request.Protocol.HTTP, Request.Part.WHOLE, path(node));
  }

  private CompletableFuture<Answer> stage1(int node) {
    return ask(Request.Protocol.HTTP, Request.Part.WHOLE, path(node) + "?waits=1");
  }

  private static String path(int node) {
    return "/image/" + mac(node).toString().replace(':', '-');
  }

  /** Time in which that one moves, a MiB a second. */
  private void pass(int seconds, FileSlice moving) {
    for (int second = 0; second < seconds; second++) {
      now += 1_000_000_000;
      moving.listener().sent(1 << 20);
      admission.turns();
      turnstile.look();
    }
  }

  private static FileSlice slice(CompletableFuture<Answer> answer) {
    assertThat(answer).isCompleted();
    assertThat(answer.join()).isInstanceOf(FileSlice.class);
    return (FileSlice) answer.join();
  }

  private static Refusal busy(CompletableFuture<Answer> answer) {
    assertThat(answer).isCompleted();
    assertThat(answer.join()).isInstanceOf(Refusal.class);
    Refusal refusal = (Refusal) answer.join();
    assertThat(refusal.reason()).isEqualTo(Answer.Reason.BUSY);
    return refusal;
  }

  private static void complete(FileSlice slice) {
    slice.listener().ended(Transfer.End.COMPLETE);
  }

  @Test
  void ipxeIsHeldUntilItsTurnAndThenSent() {
    FileSlice first = slice(ipxe(1));
    CompletableFuture<Answer> second = ipxe(2);
    CompletableFuture<Answer> third = ipxe(3);
    pass(49, first);
    assertThat(second).isNotDone();
    complete(first);
    FileSlice image = slice(second);
    assertThat(third).isNotDone();
    complete(image);
    slice(third);
    assertThat(ends).containsExactly(Transfer.End.COMPLETE, Transfer.End.COMPLETE);
  }

  @Test
  void whoIsHeldForLongIsToldToComeBackBeforeItsConnectionIsTakenForDead() {
    FileSlice first = slice(ipxe(1));
    CompletableFuture<Answer> second = ipxe(2);
    pass(49, first);
    assertThat(second).isNotDone();
    pass(1, first);
    assertThat(busy(second).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(ends).containsExactly(Transfer.End.ABORTED);
  }

  @Test
  void keepsItsPlaceWhileItComesBack() {
    FileSlice first = slice(ipxe(1));
    CompletableFuture<Answer> second = ipxe(2);
    CompletableFuture<Answer> third = ipxe(3);
    pass(50, first);
    busy(second);
    busy(third);
    pass(1, first);
    third = ipxe(3);
    second = ipxe(2);
    complete(first);
    slice(second);
    assertThat(third).isNotDone();
  }

  @Test
  void stage1IsToldAtOnceAndThenHeldForTenSeconds() {
    FileSlice first = slice(stage1(1));
    assertThat(busy(stage1(2)).message()).contains("1").contains("again in");
    CompletableFuture<Answer> again = stage1(2);
    assertThat(again).isNotDone();
    pass(9, first);
    assertThat(again).isNotDone();
    pass(1, first);
    busy(again);
  }

  /** How long it takes is not known yet, so others may well give it chunks before. */
  @Test
  void onlyStage1IsToldWhoGivesItChunks() {
    FileSlice first = slice(stage1(1));
    assertThat(busy(stage1(2)).message()).contains("; from http://10.0.0.77/chunk/");
    CompletableFuture<Answer> ipxe = ipxe(3);
    pass(50, first);
    assertThat(busy(ipxe).message()).doesNotContain("from");
  }

  @Test
  void anOlderConnectionOfTheSameMachineIsLetGo() {
    FileSlice first = slice(ipxe(1));
    CompletableFuture<Answer> old = ipxe(2);
    CompletableFuture<Answer> young = ipxe(2);
    busy(old);
    assertThat(young).isNotDone();
    complete(first);
    slice(young);
  }

  @Test
  void aHigherPriorityIsCalledFirst() {
    priorities.put(mac(3), 7);
    FileSlice first = slice(ipxe(1));
    CompletableFuture<Answer> second = ipxe(2);
    CompletableFuture<Answer> third = ipxe(3);
    complete(first);
    slice(third);
    assertThat(second).isNotDone();
  }

  @Test
  void whoHasBegunGoesOnAtOnce() {
    slice(ipxe(1));
    slice(ask(Request.Protocol.HTTP, Request.Part.REST, path(2)));
  }

  @Test
  void whoHasBegunLacksOnlyTheRest() {
    FileSlice rest =
        slice(ask(Request.Protocol.HTTP, Request.Part.REST, SIZE - (10 << 20), path(1)));
    pass(1, rest);
    assertThat(busy(stage1(2)).message()).startsWith("waits: ");
    pass(4, rest);
    assertThat(admission.turn(mac(2)).eta()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void allElsePasses() {
    slice(ipxe(1));
    slice(ask(Request.Protocol.HTTP, Request.Part.HEAD, path(2)));
    slice(ask(Request.Protocol.HTTP, Request.Part.WHOLE, path(2).replace("/image", "/kernel")));
    slice(ask(Request.Protocol.HTTP, Request.Part.WHOLE, path(2).replace("/image", "/system")));
    slice(ask(Request.Protocol.TFTP, Request.Part.WHOLE, path(2)));
  }
}
