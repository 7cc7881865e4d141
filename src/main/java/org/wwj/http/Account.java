package org.wwj.http;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import org.wwj.delivery.Transfer;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/** What is counted and logged of each answer. */
final class Account {
  /** Transfers over this size are worth a line for the admin. */
  private static final long NOTABLE = 1 << 20;

  private final Counters counters;

  Account(Counters counters) {
    this.counters = counters;
  }

  Counters counters() {
    return counters;
  }

  /** An answer is over, complete or not. */
  void answered(Channel channel, Ask ask, int status, long bytes, Transfer.End end, long nanos) {
    counters.count("http.requests");
    counters.count("http." + status / 100 + "xx");
    counters.add("http.bytes", bytes);
    switch (end) {
      case COMPLETE -> {}
      case ABORTED -> counters.count("http.aborted");
      case TIMED_OUT -> counters.count("http.timeouts.transfer");
    }
    String method = ask.head() ? "HEAD" : "GET";
    long millis = nanos / 1_000_000;
    String seconds = String.valueOf(millis / 1000.0);
    String peer = peer(channel);
    switch (ask) {
      case Ask.Reject reject ->
          Log.debug("http", "status", status, "reason", reject.message(), "peer", peer);
      case Ask.Want want -> {
        String path = want.request().path();
        Log.debug(
            "http", "method", method, "path", path, "status", status, "bytes", bytes, "seconds",
            seconds, "end", end, "peer", peer);
        if (end == Transfer.End.TIMED_OUT) {
          Log.info("http-stalled", "path", path, "bytes", bytes, "seconds", seconds, "peer", peer);
        } else if (end == Transfer.End.COMPLETE && bytes > NOTABLE && !path.startsWith("/chunk/")) {
          Log.info("http-sent", "path", path, "bytes", bytes, "seconds", seconds, "peer", peer);
        }
      }
    }
  }

  /** The core or the disk failed: the asker gets a 500, the admin the cause. */
  void failed(Ask.Want want, Throwable cause) {
    counters.count("http.failed");
    Throwable origin =
        cause instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : cause;
    if (origin instanceof IOException) {
      Log.warn("http-failed", "path", want.request().path(), "cause", origin);
    } else {
      Log.error("http-failed", origin, "path", want.request().path());
    }
  }

  private static String peer(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "local";
  }
}
