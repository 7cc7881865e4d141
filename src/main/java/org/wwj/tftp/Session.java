package org.wwj.tftp;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Transfer;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/**
 * One read request from its arrival to the end of its transfer: a {@link Sender} with a wire and a
 * timer. For use on its event loop only.
 */
final class Session {
  /**
   * Silence after which a request that was already being answered comes from a client that started
   * again and uses its old port, as some ROMs do, and is no late copy.
   */
  private static final long RESTART_AFTER = TimeUnit.SECONDS.toNanos(1);

  private final InetSocketAddress peer;
  private final TftpPacket.ReadRequest request;
  private final Negotiation negotiation;
  private final EventLoop loop;
  private final TftpSettings settings;
  private final Counters counters;
  private Runnable whenEnded;
  private boolean ended;
  private @Nullable Started started;
  private @Nullable ScheduledFuture<?> timer;
  private long timerAt;

  /** What a session has once its file is there. */
  private record Started(
      BlockCache.Lease lease,
      Sender sender,
      Wire wire,
      TftpPacket.OptionAck optionAck,
      Transfer.Listener listener,
      long since) {
    Blocks blocks() {
      return lease.blocks();
    }
  }

  /** A session whose file is still being looked for. */
  Session(
      InetSocketAddress peer,
      TftpPacket.ReadRequest request,
      EventLoop loop,
      TftpSettings settings,
      Counters counters,
      Consumer<Session> whenEnded) {
    this.peer = peer;
    this.request = request;
    this.loop = loop;
    this.settings = settings;
    this.counters = counters;
    this.whenEnded = () -> whenEnded.accept(this);
    negotiation = Negotiation.of(request.options(), settings);
    timer =
        loop.schedule(
            () -> end(Transfer.End.TIMED_OUT), settings.giveUp().toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Who asks. */
  InetSocketAddress peer() {
    return peer;
  }

  /** What the options came to. */
  Negotiation negotiation() {
    return negotiation;
  }

  /** Whether it is over; a file found now is of no use any more. */
  boolean ended() {
    return ended;
  }

  /** Also do this at the end. */
  void whenEnded(Runnable also) {
    Runnable before = whenEnded;
    whenEnded =
        () -> {
          before.run();
          also.run();
        };
  }

  /** Starts to send. The lease ends with the session. */
  void start(Port port, BlockCache.Lease lease, Transfer.Listener listener) {
    long now = now();
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    Blocks blocks = lease.blocks();
    RoundTrip roundTrip = new RoundTrip(TimeUnit.SECONDS.toNanos(negotiation.maxWaitSeconds()));
    Sender sender =
        new Sender(
            blocks.count(),
            negotiation.window(),
            negotiation.acknowledged(),
            settings.giveUp().toNanos(),
            roundTrip);
    started =
        new Started(
            lease,
            sender,
            new Wire(port, peer, counters, port.cuts()),
            negotiation.optionAck(blocks.size()),
            listener,
            now);
    perform(started, sender.start(now), now);
    port.flush();
  }

  /**
   * The same client sent another read request.
   *
   * @return whether it belongs to this session; otherwise it asks for a new one
   */
  boolean takes(TftpPacket.ReadRequest again) {
    if (!again.equals(request)) {
      return false;
    }
    if (started == null) {
      return true;
    }
    long now = now();
    if (!started.sender.unanswered() && now - started.sender.lastProgress() >= RESTART_AFTER) {
      return false;
    }
    perform(started, started.sender.requestedAgain(now), now);
    return true;
  }

  /** The client sent something else. */
  void received(TftpPacket packet) {
    if (packet instanceof TftpPacket.ErrorMessage error) {
      refused(error);
    } else if (packet instanceof TftpPacket.Ack(int block) && started != null) {
      acked(started, block);
    } else {
      counters.count("tftp.strays");
    }
  }

  private void acked(Started started, int block) {
    long now = now();
    long before = started.blocks().sizeUpTo(started.sender.acked());
    Action next = started.sender.acked(block, now);
    long after = started.blocks().sizeUpTo(started.sender.acked());
    if (after > before) {
      started.listener.sent(after - before);
    }
    perform(started, next, now);
  }

  private void refused(TftpPacket.ErrorMessage error) {
    // EDK II stops like that on purpose once the OACK has told it the size of the file.
    boolean probe = started != null && started.sender.negotiating();
    counters.count(probe ? "tftp.probes" : "tftp.aborted");
    Log.debug(
        probe ? "tftp-probed" : "tftp-aborted",
        "file",
        request.file(),
        "ip",
        peer.getAddress().getHostAddress(),
        "code",
        error.code(),
        "message",
        error.message());
    end(Transfer.End.ABORTED);
  }

  private void perform(Started started, Action action, long now) {
    switch (action) {
      case Action.SendBlocks(int first, int last) ->
          started.wire.send(started.blocks(), first, last);
      case Action.SendOptionAck() -> started.wire.send(started.optionAck);
      case Action.Wait() -> {}
      case Action.Stop(Transfer.End end) -> {
        report(started, end, now);
        end(end);
      }
    }
    arm(started, now);
  }

  /** One timer a session, moved only when it would fire too late: ACKs mostly leave it alone. */
  private void arm(Started started, long now) {
    if (ended) {
      return;
    }
    long deadline = started.sender.deadline();
    if (timer != null) {
      if (timerAt - deadline <= 0) {
        return;
      }
      timer.cancel(false);
    }
    timerAt = deadline;
    timer = loop.schedule(() -> fired(started), Math.max(0, deadline - now), TimeUnit.NANOSECONDS);
  }

  private void fired(Started started) {
    timer = null;
    if (!ended) {
      long now = now();
      perform(started, started.sender.timePassed(now), now);
      started.wire.flush();
    }
  }

  private void report(Started started, Transfer.End end, long now) {
    counters.count(end == Transfer.End.COMPLETE ? "tftp.completed" : "tftp.timeouts");
    long millis = TimeUnit.NANOSECONDS.toMillis(now - started.since);
    Object[] facts = {
      "file", request.file(),
      "bytes", started.blocks().sizeUpTo(started.sender.acked()),
      "seconds", BigDecimal.valueOf(millis, 3),
      "ip", peer.getAddress().getHostAddress(),
      "port", peer.getPort(),
      "resent", started.sender.resent()
    };
    if (end == Transfer.End.COMPLETE) {
      Log.info("tftp-sent", facts);
    } else {
      Log.debug("tftp-timeout", facts);
    }
  }

  /** Frees everything and tells the listener; the first call counts. */
  void end(Transfer.End how) {
    if (ended) {
      return;
    }
    ended = true;
    if (timer != null) {
      timer.cancel(false);
    }
    whenEnded.run();
    if (started != null) {
      counters.add("tftp.resent", started.sender.resent());
      counters.add("tftp.bytes", started.blocks().sizeUpTo(started.sender.acked()));
      started.wire.close();
      started.lease.close();
      started.listener.ended(how);
    }
  }

  private long now() {
    return loop.ticker().nanoTime();
  }
}
