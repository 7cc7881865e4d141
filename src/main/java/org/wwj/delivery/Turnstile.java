package org.wwj.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.Turn;
import org.wwj.delivery.Answer.FileSlice;
import org.wwj.delivery.Answer.Refusal;
import org.wwj.net.MacAddress;

/**
 * Lets whole images through one node after the other, as {@link Admission} decides; all else passes
 * at once. Who is far from its turn is told when to come back. Others are held: the answer just
 * comes later, so that a slot is taken the moment it is free, whatever was forecast. No thread
 * waits for that.
 *
 * <p>Stage-1 says {@code waits=1}: it shows where it stands, so it is told at once when it has
 * come, and now and then, and also who else gives it chunks meanwhile. Nobody reads that of others,
 * and some may take it for an error, though iPXE and curl with retries come back as told; they are
 * held for longer.
 */
public final class Turnstile implements Source {
  /** The longest that stage-1 is held: it takes 20 s without a byte for a dead connection. */
  private static final Duration HELD = Duration.ofSeconds(10);

  /** The longest that others are held; iPXE sends keep-alives all along. */
  private static final Duration HELD_OTHERS = Duration.ofSeconds(50);

  /** Who waits no longer than this is told of nobody else. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Source inner;
  private final Admission admission;
  private final ToIntFunction<MacAddress> priority;
  private final Function<MacAddress, List<String>> peers;
  private final LongSupplier clock;
  private final Map<MacAddress, Held> held = new HashMap<>();

  /**
   * A turnstile before a source.
   *
   * @param priority of the node with a MAC, see {@link org.wwj.boot.BootTags}
   * @param peers URLs of nodes that give that node chunks meanwhile
   * @param clock nanoseconds, never jumping
   */
  public Turnstile(
      Source inner,
      Admission admission,
      ToIntFunction<MacAddress> priority,
      Function<MacAddress, List<String>> peers,
      LongSupplier clock) {
    this.inner = inner;
    this.admission = admission;
    this.priority = priority;
    this.peers = peers;
    this.clock = clock;
  }

  /** A request that is answered when its turn comes, or when it was held long enough. */
  private record Held(
      FileSlice image, Request request, long until, CompletableFuture<Answer> answer) {}

  /** Something to do outside of the lock. */
  private record Due(CompletableFuture<Answer> future, Answer answer) {
    void complete() {
      future.complete(answer);
    }
  }

  @Override
  public CompletionStage<Answer> answer(Request request) {
    MacAddress mac = queues(request);
    CompletionStage<Answer> answer = inner.answer(request);
    return mac == null ? answer : answer.thenCompose(given -> pass(request, mac, given));
  }

  /** Whose image is asked for, null when it is none or nothing of it is sent. */
  private static @Nullable MacAddress queues(Request request) {
    return request.protocol() == Request.Protocol.HTTP
            && request.part() != Request.Part.HEAD
            && Route.parse(request.path(), request.query()).orElse(null)
                instanceof Route.ForMachine(Route.Thing thing, MacAddress mac)
            && thing == Route.Thing.IMAGE
        ? mac
        : null;
  }

  private CompletionStage<Answer> pass(Request request, MacAddress mac, Answer given) {
    if (!(given instanceof FileSlice image)) {
      return CompletableFuture.completedFuture(given);
    }
    boolean begun = request.part() == Request.Part.PIECE || request.part() == Request.Part.REST;
    boolean rest = request.part() == Request.Part.REST;
    long lacks = rest ? Math.max(1, image.size() - request.from()) : image.size();
    Admission.Asker asker = new Admission.Asker(mac, lacks, priority.applyAsInt(mac), begun);
    Verdict verdict = admission.ask(asker);
    return switch (verdict) {
      case Verdict.Go(Place place) ->
          CompletableFuture.completedFuture(sent(image, request, place));
      case Verdict.Wait wait ->
          knows(request) && (wait.fresh() || !wait.near())
              ? CompletableFuture.completedFuture(
                  refused(image, wait.turn(), others(mac, wait.turn()), wait.again()))
              : hold(mac, image, request);
    };
  }

  /** Whether it is told where it stands, and comes back. */
  private static boolean knows(Request request) {
    return request.query().containsKey("waits");
  }

  private CompletionStage<Answer> hold(MacAddress mac, FileSlice image, Request request) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    long until = clock.getAsLong() + (knows(request) ? HELD : HELD_OTHERS).toNanos();
    Held before;
    synchronized (held) {
      before = held.put(mac, new Held(image, request, until, answer));
    }
    admission.stays(mac);
    if (before != null) { // an older connection of the same machine, which is dead by now
      before.answer.complete(
          refused(before.image, admission.turn(mac), List.of(), Admission.SHORT));
    }
    advance();
    return answer;
  }

  /** Answers those whose turn has come and those held for long enough. Called now and then. */
  public void look() {
    advance();
    long now = clock.getAsLong();
    Map<MacAddress, Held> over = new HashMap<>();
    synchronized (held) {
      Iterator<Map.Entry<MacAddress, Held>> all = held.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<MacAddress, Held> one = all.next();
        if (one.getValue().until - now <= 0) {
          all.remove();
          over.put(one.getKey(), one.getValue());
        }
      }
    }
    List<Due> due = new ArrayList<>();
    over.forEach((mac, one) -> due.add(over(mac, one)));
    due.forEach(Due::complete);
  }

  /** Answers those whose turn has come; a thousand others are not looked at for that. */
  private void advance() {
    List<Place> called = admission.call();
    List<Due> due = new ArrayList<>();
    synchronized (held) {
      for (Place place : called) {
        Held one = held.remove(place.mac);
        if (one == null) { // told to come back a moment ago; then it goes on
          admission.ended(place, Transfer.End.ABORTED);
        } else {
          due.add(new Due(one.answer, sent(one.image, one.request, place)));
        }
      }
    }
    due.forEach(Due::complete);
  }

  /** It was held for long enough. */
  private Due over(MacAddress mac, Held one) {
    admission.leaves(mac, Admission.SHORT);
    Turn.Waiting turn = admission.turn(mac);
    List<String> others = knows(one.request) ? others(mac, turn) : List.of();
    return new Due(one.answer, refused(one.image, turn, others, Admission.SHORT));
  }

  /** Who else gives it chunks; nobody where it is going to be its turn before that pays off. */
  private List<String> others(MacAddress mac, Turn.Waiting turn) {
    return turn.eta() != null && turn.eta().compareTo(SOON) < 0 ? List.of() : peers.apply(mac);
  }

  private static Refusal refused(
      FileSlice image, Turn.Waiting turn, List<String> peers, Duration again) {
    image.listener().ended(Transfer.End.ABORTED);
    String from = peers.isEmpty() ? "" : "; from " + String.join(",", peers);
    // Stage-1 reads this where it sees nothing but the first line of the answer.
    String words =
        "waits: " + turn.announcement() + from + "; again in " + again.toSeconds() + " s";
    return new Refusal(Answer.Reason.BUSY, words, again);
  }

  private FileSlice sent(FileSlice image, Request request, Place place) {
    Transfer.Listener told = image.listener();
    return image.told(
        new Transfer.Listener() {
          @Override
          public void sent(long bytes) {
            place.sent(bytes);
            told.sent(bytes);
          }

          @Override
          public void ended(Transfer.End end) {
            told.ended(end);
            if (end == Transfer.End.COMPLETE && request.part() == Request.Part.REST) {
              place.finish();
            }
            admission.ended(place, end);
            advance();
          }
        },
        admission.few());
  }
}
