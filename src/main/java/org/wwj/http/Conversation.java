package org.wwj.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Transfer;
import org.wwj.http.Ask.Persistence;
import org.wwj.ops.Log;

/**
 * The requests of one connection, answered one after the other in the order they came. The
 * connection stays open between them: firmware sends HEAD and GET over one connection and gives up
 * when it ends in between.
 */
final class Conversation extends SimpleChannelInboundHandler<Ask> {
  /** Requests that may wait; a client with more is not read from until some are answered. */
  private static final int MAX_WAITING = 8;

  private final Service service;
  private final Deque<Ask> waiting = new ArrayDeque<>();
  private @Nullable Ask current;
  private long started;
  private @Nullable Sending sending;
  private @Nullable Deadline stall;
  private final Pacing pacing = new Pacing();
  private boolean inputOver;

  Conversation(Service service) {
    super(Ask.class);
    this.service = service;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Ask ask) {
    waiting.add(ask);
    if (current == null) {
      next(ctx);
    } else if (waiting.size() >= MAX_WAITING) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputOver = true; // it may have sent all its requests and wait for the answers
      if (current == null) {
        ctx.close();
      }
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    waiting.clear();
    if (stall != null) {
      stall.cancel();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      service.account().counters().count("http.resets");
    } else {
      service.account().counters().count("http.defects");
      Log.error("http-defect", cause);
    }
    ctx.close();
  }

  private void next(ChannelHandlerContext ctx) {
    current = waiting.poll();
    if (current == null) {
      if (inputOver) {
        ctx.close();
      } else {
        ctx.channel().config().setAutoRead(true);
        ctx.pipeline().fireUserEventTriggered(RequestDeadline.ALL_ANSWERED);
      }
      return;
    }
    started = System.nanoTime();
    switch (current) {
      case Ask.Reject reject -> note(ctx, reject, reject.status(), reject.message(), null);
      case Ask.Want want -> fetch(ctx, want);
    }
  }

  private void fetch(ChannelHandlerContext ctx, Ask.Want want) {
    service
        .counter()
        .fetch(
            want.request(),
            fetched -> {
              // With more requests waiting each answer would be sent within the one before, and
              // while the server ends each dropped one would let in the next within itself.
              if (waiting.isEmpty() && ctx.executor().inEventLoop() && !closing()) {
                answerOrClose(ctx, want, fetched);
                return;
              }
              try {
                ctx.executor().execute(() -> answerOrClose(ctx, want, fetched));
              } catch (RejectedExecutionException e) { // the server is closing
                fetched.drop();
              }
            });
  }

  /**
   * As the server ends one connection after the other, those who wait for a turn get one. With a
   * part of its image each would go on at once when the server is back, past all others.
   */
  private boolean closing() {
    return service.closing().getAsBoolean();
  }

  /** A defect must not leave a client waiting: outside of the pipeline nobody else catches it. */
  private void answerOrClose(ChannelHandlerContext ctx, Ask.Want want, Fetched fetched) {
    try {
      answer(ctx, want, fetched);
    } catch (RuntimeException e) {
      exceptionCaught(ctx, e);
    }
  }

  private void answer(ChannelHandlerContext ctx, Ask.Want want, Fetched fetched) {
    if (!ctx.channel().isActive() || closing()) {
      fetched.drop();
      return;
    }
    switch (fetched) {
      case Fetched.Refused refused -> {
        Answer.Refusal no = refused.refusal();
        note(ctx, want, no.reason().status(), no.message(), no.retryAfter());
      }
      case Fetched.Failed failed -> {
        service.account().failed(want, failed.cause());
        note(ctx, want, 500, "the server failed on this request; its log says why", null);
      }
      case Fetched.Memory memory -> {
        pacing.limit(ctx.channel(), memory.bytes().pace());
        Reply reply = Reply.to(want, memory.bytes(), null, service.clock().instant());
        Body bytes =
            new Body.InMemory(memory.bytes().content(), (int) reply.first(), (int) reply.length());
        Transfer.Listener listener = memory.bytes().listener();
        send(ctx, want, reply, bytes, listener, listener::ended);
      }
      case Fetched.File(Answer.FileSlice slice, OpenFile file) -> {
        Reply reply = Reply.to(want, slice, file.modified(), service.clock().instant());
        pacing.limit(ctx.channel(), slice.pace());
        if (slice.few() && slice.pace() == 0 && ctx.channel() instanceof EpollSocketChannel tcp) {
          SendRoom.give(tcp);
        }
        Body bytes =
            new Body.InFile(
                file, slice.offset() + reply.first(), reply.length(), pacing.sliceSize());
        send(
            ctx,
            want,
            reply,
            bytes,
            slice.listener(),
            end -> {
              file.release();
              slice.listener().ended(end);
            });
      }
    }
  }

  private void note(
      ChannelHandlerContext ctx,
      Ask ask,
      int status,
      String message,
      @Nullable Duration retryAfter) {
    Reply reply = Reply.note(ask, status, message, retryAfter, service.clock().instant());
    Body none = new Body.InMemory(reply.note(), 0, 0);
    send(ctx, ask, reply, none, Transfer.Listener.NONE, end -> {});
  }

  private void send(
      ChannelHandlerContext ctx,
      Ask ask,
      Reply reply,
      Body artifact,
      Transfer.Listener listener,
      Consumer<Transfer.End> release) {
    boolean noted = reply.note().length > 0; // instead of the artifact, so nobody counts its bytes
    Sending answer =
        new Sending(
            ctx.channel(),
            service.queues().apply(ctx.channel().eventLoop()),
            noted ? new Body.InMemory(reply.note(), 0, reply.note().length) : artifact,
            noted ? Transfer.Listener.NONE : listener,
            pacing,
            end -> {
              release.accept(end);
              ended(ctx, ask, reply.status(), end);
            });
    sending = answer;
    if (stall == null) {
      Duration limit = service.settings().stallTimeout();
      stall = new Deadline(ctx.channel().eventLoop(), limit, this::checkProgress);
    }
    stall.start();
    answer.start(reply.head());
  }

  private void checkProgress() {
    if (sending != null && !sending.stalled(service.settings().stallTimeout()) && stall != null) {
      stall.start();
    }
  }

  private void ended(ChannelHandlerContext ctx, Ask ask, int status, Transfer.End end) {
    long bytes = sending == null ? 0 : sending.sent();
    sending = null;
    if (stall != null) {
      stall.stop();
    }
    long nanos = System.nanoTime() - started;
    service.account().answered(ctx.channel(), ask, status, bytes, end, nanos);
    if (end != Transfer.End.COMPLETE) {
      ctx.close();
    } else if (ask.persistence() == Persistence.CLOSE) {
      current = null;
      waiting.clear();
      Farewell.say(ctx);
    } else {
      next(ctx);
    }
  }
}
