package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Transfer;
import org.wwj.ops.Counters;

/** Packets nobody would send: to the decoder, to a transfer, and to a server at work. */
class TftpFuzzTest {
  private static final List<byte[]> VALID =
      List.of(
          bytes("\0\1snponly.efi\0octet\0"),
          bytes("\0\1snponly.efi\0octet\0tsize\0000\0blksize\0001468\0windowsize\0004\0"),
          bytes("\0\1\\a\\b\0netascii\0timeout\0002\0blksize\00016\0windowsize\00064\0"),
          bytes("\0\2upload\0octet\0"),
          bytes("\0\3\0\1payload"),
          bytes("\0\4\0\0"),
          bytes("\0\4\0\1"),
          bytes("\0\4\0\4"),
          bytes("\0\5\0\10User aborted the transfer\0"),
          bytes("\0\6tsize\00042\0"));

  @Test
  void decoderAlwaysComesToAResult() {
    Random random = new Random(1);
    ByteBuf in = Unpooled.buffer(700);
    int malformed = 0;
    for (int i = 0; i < 1_000_000; i++) {
      in.clear().writeBytes(mutate(random));
      if (TftpCodec.decode(in) instanceof TftpPacket.Malformed) {
        malformed++;
      }
    }
    assertThat(malformed).isBetween(10_000, 900_000);
  }

  @Test
  void transferSendsOnlyWhatItMayWhateverTheClientSays() {
    Random random = new Random(3);
    int complete = 0;
    long now = 0;
    for (int events = 0; events < 1_000_000; ) {
      int blocks = 1 + random.nextInt(300);
      int window = 1 + random.nextInt(64);
      long giveUp = TimeUnit.SECONDS.toNanos(30);
      Sender sender =
          new Sender(
              blocks,
              window,
              random.nextBoolean(),
              giveUp,
              new RoundTrip(TimeUnit.SECONDS.toNanos(4)));
      Action action = sender.start(now);
      while (!(action instanceof Action.Stop)) {
        boolean allowed =
            !(action instanceof Action.SendBlocks(int first, int last))
                || (first > sender.acked()
                    && first <= last
                    && last <= Math.min(blocks, sender.acked() + window));
        if (!allowed || sender.deadline() - now > giveUp) {
          fail("after %d blocks of %d, window %d: %s", sender.acked(), blocks, window, action);
        }
        now += random.nextInt(random.nextInt(100) == 0 ? 5_000_000 : 50_000);
        action =
            switch (random.nextInt(8)) {
              case 0 -> sender.acked(random.nextInt(1 << 16), now);
              case 1, 2 -> sender.timePassed(now = Math.max(now, sender.deadline()));
              case 3 -> random.nextInt(300) == 0 ? sender.refused() : sender.requestedAgain(now);
              default -> sender.acked(sender.acked() + random.nextInt(window + 1), now);
            };
        events++;
      }
      complete += action.equals(new Action.Stop(Transfer.End.COMPLETE)) ? 1 : 0;
    }
    assertThat(complete).isGreaterThan(1000);
  }

  @Test
  void serverStaysUpAndForgetsEveryone() {
    MockTicker clock = Ticker.newMockTicker();
    Counters counters = new Counters();
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    TftpSettings settings =
        new TftpSettings(true, true, 1468, 64, 40, 1 << 16, 1 << 22, Duration.ofSeconds(30));
    Transfer.Listener listener =
        new Transfer.Listener() {
          @Override
          public void sent(long bytes) {
            assertThat(bytes).isPositive();
          }

          @Override
          public void ended(Transfer.End end) {
            ended.incrementAndGet();
          }
        };
    BlockCache cache = new BlockCache(settings.cacheBytes());
    Loader loader =
        new Loader(
            request -> {
              begun.incrementAndGet();
              byte[] content = new byte[request.path().length() * 64];
              return CompletableFuture.completedFuture(
                  new Answer.Bytes(content, "", "e" + content.length, false, listener));
            },
            cache,
            settings.maxFileBytes(),
            Runnable::run);
    EmbeddedChannel channel =
        EmbeddedChannel.builder()
            .handlers(
                new TftpHandler(
                    new Transfers(loader, counters, settings, TransferPort.shared()), counters))
            .ticker(clock)
            .build();
    Random random = new Random(2);
    InetSocketAddress server = new InetSocketAddress("10.0.0.1", 69);
    InetSocketAddress[] clients = new InetSocketAddress[50];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = new InetSocketAddress("10.0.0.11", 1000 + i);
    }
    for (int i = 0; i < 10_000; i++) {
      byte[] packet =
          random.nextInt(3) == 0 ? VALID.get(random.nextInt(VALID.size())) : mutate(random);
      channel.writeInbound(
          new DatagramPacket(
              Unpooled.wrappedBuffer(packet), server, clients[random.nextInt(clients.length)]));
      if (i % 8 == 0) {
        clock.advance(random.nextInt(50), TimeUnit.MILLISECONDS);
      }
      channel.runPendingTasks();
      drain(channel);
    }
    channel.checkException();
    clock.advance(60, TimeUnit.SECONDS);
    for (int i = 0; i < 3; i++) {
      channel.runScheduledPendingTasks();
      drain(channel);
    }
    assertThat(begun.get()).isGreaterThan(200);
    assertThat(ended.get()).isEqualTo(begun.get());
    assertThat(counters.snapshot())
        .containsKeys("tftp.completed", "tftp.probes", "tftp.malformed", "tftp.timeouts");
    channel.writeInbound(
        new DatagramPacket(Unpooled.wrappedBuffer(VALID.getFirst()), server, clients[0]));
    channel.runPendingTasks();
    assertThat(drain(channel)).isEqualTo(1);
    channel.finishAndReleaseAll();
    cache.close();
  }

  private static int drain(EmbeddedChannel channel) {
    int packets = 0;
    for (Object out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      ReferenceCountUtil.release(out);
      packets++;
    }
    return packets;
  }

  private static byte[] mutate(Random random) {
    byte[] packet = VALID.get(random.nextInt(VALID.size()));
    byte[] mutant =
        Arrays.copyOf(packet, random.nextInt(4) == 0 ? random.nextInt(600) : packet.length);
    for (int n = random.nextInt(4); n > 0 && mutant.length > 0; n--) {
      mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
    }
    return mutant;
  }

  private static byte[] bytes(String packet) {
    return packet.getBytes(StandardCharsets.ISO_8859_1);
  }
}
