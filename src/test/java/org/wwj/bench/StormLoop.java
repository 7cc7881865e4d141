package org.wwj.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One thread for all machines of a storm: sockets, timers, and the DHCP port that they share. */
final class StormLoop {
  private static final InetSocketAddress EVERYBODY = new InetSocketAddress("255.255.255.255", 67);

  private static final long MOST_NANOS = 100_000_000;

  private final Selector selector = Selector.open();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final DatagramChannel dhcp = DatagramChannel.open();
  private final Map<Integer, Consumer<StormDhcp.Reply>> awaited = new HashMap<>();
  private final ByteBuffer packet = ByteBuffer.allocateDirect(2048);

  /** What bytes nobody keeps are read into. */
  final ByteBuffer sink = ByteBuffer.allocateDirect(256 << 10);

  StormLoop() throws IOException {
    dhcp.setOption(StandardSocketOptions.SO_BROADCAST, true);
    dhcp.setOption(StandardSocketOptions.SO_RCVBUF, 8 << 20);
    dhcp.bind(new InetSocketAddress(68));
    register(dhcp, SelectionKey.OP_READ, this::replies);
  }

  /** Something to do at a time; may be called off. */
  static final class Timer implements Comparable<Timer> {
    private final long at;
    private Runnable task;

    private Timer(long at, Runnable task) {
      this.at = at;
      this.task = task;
    }

    void cancel() {
      task = () -> {};
    }

    @Override
    public int compareTo(Timer other) {
      return Long.compare(at, other.at);
    }
  }

  /** Has to do with a socket that is ready. */
  @FunctionalInterface
  interface Ready {
    void run() throws IOException;
  }

  Timer after(long millis, Runnable task) {
    Timer timer = new Timer(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), task);
    timers.add(timer);
    return timer;
  }

  SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, ready);
  }

  /** Sends a DHCP packet to everybody; its replies go to {@code listener} from now on. */
  void dhcp(int xid, ByteBuffer message, Consumer<StormDhcp.Reply> listener) {
    awaited.put(xid, listener);
    try {
      dhcp.send(message, EVERYBODY);
    } catch (IOException e) {
      throw new IllegalStateException("cannot broadcast", e);
    }
  }

  void forget(int xid) {
    awaited.remove(xid);
  }

  private void replies() throws IOException {
    while (true) {
      packet.clear();
      if (dhcp.receive(packet) == null) {
        return;
      }
      packet.flip();
      if (packet.limit() > 240) {
        StormDhcp.Reply reply = StormDhcp.parse(packet);
        awaited.getOrDefault(reply.xid(), other -> {}).accept(reply);
      }
    }
  }

  /**
   * Works until it is over or the time is up. Who waits looks into its socket before it gives up:
   * all that came until a time is read before what was due then.
   */
  void run(java.util.function.BooleanSupplier over, long limitMillis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    while (!over.getAsBoolean() && System.nanoTime() < end) {
      long now = System.nanoTime();
      long wait = timers.isEmpty() ? MOST_NANOS : timers.peek().at - now;
      if (wait > 0) {
        selector.select(Math.clamp(wait, 1_000_000, MOST_NANOS) / 1_000_000);
      } else {
        selector.selectNow();
      }
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isValid()) {
          ((Ready) key.attachment()).run();
        }
      }
      selector.selectedKeys().clear();
      while (!timers.isEmpty() && timers.peek().at <= now) {
        timers.remove().task.run();
      }
    }
  }
}
