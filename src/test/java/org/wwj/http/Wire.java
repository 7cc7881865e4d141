package org.wwj.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.wwj.delivery.Request;
import org.wwj.delivery.SliceQueue;
import org.wwj.delivery.Source;
import org.wwj.ops.Counters;

/** One connection of the server without a socket: bytes in, bytes out, time by hand. */
final class Wire implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final String DATE = "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n";

  final Counters counters = new Counters();
  final OpenFiles files = new OpenFiles(Long.MAX_VALUE);
  final EmbeddedChannel channel;

  Wire(Source source) {
    this(source, 100, 0);
  }

  Wire(Source source, int maxConnections, int connected) {
    Map<EventLoop, SliceQueue> queues = new HashMap<>();
    HttpSettings settings =
        new HttpSettings(1, maxConnections, Duration.ofSeconds(30), Duration.ofSeconds(60));
    Crowd crowd = new Crowd(maxConnections);
    for (int i = 0; i < connected; i++) {
      EmbeddedChannel other = new EmbeddedChannel();
      crowd.enter(other);
      crowd.busy(other);
    }
    Service service =
        new Service(
            new Fetched.Counter(source, files),
            loop -> queues.computeIfAbsent(loop, l -> new SliceQueue(l, SliceQueue.TURNS)),
            new Account(counters),
            crowd,
            settings,
            InstantSource.fixed(NOW),
            () -> false);
    DefaultChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    channel =
        new EmbeddedChannel(new ConnectionInitializer(Request.Protocol.HTTP, service, connections));
    channel.freezeTime();
  }

  /** Sends text, a byte a char, and returns all that came back. */
  String send(String text) {
    if (!channel.isOpen()) {
      throw new IllegalStateException("closed");
    }
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    return received();
  }

  /** Sends the lines as one request. */
  String request(String... lines) {
    return send(String.join("\r\n", lines) + "\r\n\r\n");
  }

  String received() {
    return received(Integer.MAX_VALUE);
  }

  /** Takes at most so many messages that were written. */
  String received(int messages) {
    channel.runPendingTasks();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < messages; i++) {
      Object message = channel.readOutbound();
      if (message == null) {
        break;
      }
      append(bytes, message);
      ReferenceCountUtil.release(message);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static void append(ByteArrayOutputStream bytes, Object message) {
    try {
      switch (message) {
        case ByteBuf buffer -> buffer.readBytes(bytes, buffer.readableBytes());
        case FileRegion region -> {
          while (region.transferred() < region.count()) {
            region.transferTo(Channels.newChannel(bytes), region.transferred());
          }
        }
        default -> throw new IllegalStateException("not bytes: " + message);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void pass(Duration time) {
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
  }
}
