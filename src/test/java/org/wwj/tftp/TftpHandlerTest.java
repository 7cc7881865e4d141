package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Request;
import org.wwj.delivery.Transfer;
import org.wwj.ops.Counters;

/** Whole packets in and out of the server's handler, on a clock of the test's own. */
class TftpHandlerTest {
  private static final InetSocketAddress C1 = new InetSocketAddress("10.0.0.11", 2070);
  private static final InetSocketAddress C2 = new InetSocketAddress("10.0.0.12", 2070);

  private final MockTicker clock = Ticker.newMockTicker();
  private final Counters counters = new Counters();
  private final BlockCache cache = new BlockCache(1 << 20);
  private final List<Request> requests = new ArrayList<>();
  private final List<Object> told = new ArrayList<>();
  private CompletableFuture<Answer> answer = CompletableFuture.completedFuture(file(1000));
  private EmbeddedChannel channel;

  @BeforeEach
  void open() {
    open(2);
  }

  private void open(int maxTransfers) {
    TftpSettings settings =
        new TftpSettings(true, true, 1468, 64, maxTransfers, 4096, 1 << 20, Duration.ofSeconds(30));
    Loader loader =
        new Loader(
            request -> {
              requests.add(request);
              return answer;
            },
            cache,
            settings.maxFileBytes(),
            Runnable::run);
    channel =
        EmbeddedChannel.builder()
            .handlers(
                new TftpHandler(
                    new Transfers(loader, counters, settings, TransferPort.shared()), counters))
            .ticker(clock)
            .build();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    cache.close();
  }

  @Test
  void asksTheCoreForTheNormalisedName() {
    say(C1, "\0\1\\\\EFI\\snponly.efi\0octet\0");
    assertThat(requests)
        .containsExactly(new Request(Request.Protocol.TFTP, "EFI/snponly.efi", Map.of(), C1));
  }

  @Test
  void sendsFileWithoutOptionsAsInRfc1350() {
    assertThat(say(C1, rrq("a"))).containsExactly(data(1, 512));
    assertThat(say(C1, ack(1))).containsExactly(data(2, 488));
    assertThat(say(C1, ack(2))).isEmpty();
    assertThat(told).containsExactly(512L, 488L, Transfer.End.COMPLETE);
    assertThat(counters.snapshot())
        .containsEntry("tftp.completed", 1L)
        .containsEntry("tftp.bytes", 1000L);
  }

  @Test
  void q10FullLastBlockIsFollowedByAnEmptyOne() {
    answer = CompletableFuture.completedFuture(file(1024));
    say(C1, rrq("a"));
    say(C1, ack(1));
    assertThat(say(C1, ack(2))).containsExactly(data(3, 0));
    assertThat(told).doesNotContain(Transfer.End.COMPLETE);
    say(C1, ack(3));
    assertThat(told).containsExactly(512L, 512L, Transfer.End.COMPLETE);
  }

  @Test
  void q1SizeProbeOfEdk2IsAnsweredAndForgotten() {
    assertThat(say(C1, rrq("a", "tsize", "0", "blksize", "1468", "windowsize", "4")))
        .containsExactly("\0\6tsize\0001000\0blksize\0001468\0windowsize\0004\0");
    assertThat(say(C1, "\0\5\0\10User aborted the transfer\0")).isEmpty();
    assertThat(told).containsExactly(Transfer.End.ABORTED);
    assertThat(counters.snapshot())
        .containsEntry("tftp.probes", 1L)
        .doesNotContainKey("tftp.aborted");
    assertThat(passTime(60_000)).isEmpty();
  }

  @Test
  void sendsWindowAfterAckOfOptions() {
    say(C1, rrq("a", "blksize", "100", "windowsize", "4"));
    assertThat(say(C1, ack(0)))
        .containsExactly(data(1, 100), data(2, 100), data(3, 100), data(4, 100));
    assertThat(say(C1, ack(4))).hasSize(4);
    assertThat(say(C1, ack(8))).containsExactly(data(9, 100), data(10, 100), data(11, 0));
    say(C1, ack(11));
    assertThat(told).containsExactly(400L, 400L, 200L, Transfer.End.COMPLETE);
  }

  @Test
  void timerSendsAgainUntilTheClientIsTakenForDead() {
    say(C1, rrq("a"));
    assertThat(passTime(199)).isEmpty();
    assertThat(passTime(1)).containsExactly(data(1, 512));
    for (int i = 0; i < 300; i++) {
      passTime(100);
    }
    assertThat(told).containsExactly(Transfer.End.TIMED_OUT);
    assertThat(counters.get("tftp.timeouts")).isEqualTo(1);
    assertThat(counters.get("tftp.resent")).isEqualTo(10);
  }

  @Test
  void answersUnknownNamesAtOnce() {
    answer =
        CompletableFuture.completedFuture(
            new Answer.Refusal(Answer.Reason.NOT_FOUND, "no such loader", null));
    assertThat(say(C1, rrq("revocations.efi"))).containsExactly("\0\5\0\1no such loader\0");
    answer =
        CompletableFuture.completedFuture(
            new Answer.Refusal(Answer.Reason.FORBIDDEN, "not yours", null));
    assertThat(say(C1, rrq("secret"))).containsExactly("\0\5\0\2not yours\0");
    answer =
        CompletableFuture.completedFuture(new Answer.Refusal(Answer.Reason.BUSY, "later", null));
    assertThat(say(C1, rrq("b"))).containsExactly("\0\5\0\0later\0");
  }

  @Test
  void pathEscapesNeverReachTheCore() {
    assertThat(say(C1, rrq("../../etc/shadow")))
        .containsExactly("\0\5\0\2file name leaves the served folder\0");
    assertThat(requests).isEmpty();
  }

  @Test
  void refusesWritesAndUnknownModes() {
    assertThat(say(C1, "\0\2a\0octet\0")).containsExactly("\0\5\0\2this server only sends files\0");
    assertThat(say(C1, "\0\1a\0mail\0"))
        .containsExactly("\0\5\0\0only modes octet and netascii are served\0");
  }

  @Test
  void refusesFilesTooBigForTftp() {
    answer = CompletableFuture.completedFuture(file(3 << 20));
    assertThat(say(C1, rrq("a")))
        .singleElement()
        .asString()
        .startsWith("\0\5\0\0file has 3 MiB, TFTP carries 0 MiB at most");
    assertThat(told).containsExactly(Transfer.End.ABORTED);
  }

  @Test
  void coreThatFailsIsAnErrorToTheClient() {
    IllegalStateException failure = new IllegalStateException("test of a failing core");
    failure.setStackTrace(new StackTraceElement[0]);
    answer = CompletableFuture.failedFuture(failure);
    assertThat(say(C1, rrq("a")))
        .singleElement()
        .asString()
        .startsWith("\0\5\0\0the server failed");
  }

  @Test
  void saysBusyAboveItsLimit() {
    say(C1, rrq("a"));
    say(C2, rrq("a"));
    assertThat(say(new InetSocketAddress("10.0.0.13", 1), rrq("a")))
        .containsExactly("\0\5\0\0server is busy; ask again\0");
  }

  @Test
  void oneAddressDoesNotTakeAllPlaces() {
    channel.finishAndReleaseAll();
    open(24);
    String greedy = "10.0.0.66";
    for (int port = 1; port <= 16; port++) {
      assertThat(say(new InetSocketAddress(greedy, port), rrq("a")))
          .singleElement()
          .asString()
          .startsWith("\0\3\0\1");
    }
    assertThat(say(new InetSocketAddress(greedy, 17), rrq("a")))
        .containsExactly("\0\5\0\0your address has too many transfers; ask again\0");
    assertThat(say(C1, rrq("a"))).singleElement().asString().startsWith("\0\3\0\1");
    say(new InetSocketAddress(greedy, 3), "\0\5\0\0enough\0");
    assertThat(say(new InetSocketAddress(greedy, 17), rrq("a")))
        .singleElement()
        .asString()
        .startsWith("\0\3\0\1");
  }

  @Test
  void repeatedRequestIsOneTransfer() {
    assertThat(say(C1, rrq("a", "tsize", "0"))).hasSize(1);
    assertThat(say(C1, rrq("a", "tsize", "0"))).containsExactly("\0\6tsize\0001000\0");
    say(C1, ack(0));
    assertThat(say(C1, rrq("a", "tsize", "0"))).isEmpty();
    assertThat(requests).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void machineThatStartedAgainOnTheSamePortIsServedAgain() {
    say(C1, rrq("a", "tsize", "0"));
    say(C1, ack(0));
    passTime(1000);
    assertThat(say(C1, rrq("a", "tsize", "0"))).containsExactly("\0\6tsize\0001000\0");
    assertThat(told).containsExactly(Transfer.End.ABORTED);
  }

  @Test
  void nextFileFromTheSamePortReplacesTheLast() {
    say(C1, rrq("a"));
    assertThat(say(C1, rrq("b"))).containsExactly(data(1, 512));
    assertThat(told).containsExactly(Transfer.End.ABORTED);
  }

  @Test
  void clientThatLeavesBeforeItsAnswerGetsNone() {
    answer = new CompletableFuture<>();
    assertThat(say(C1, rrq("a"))).isEmpty();
    assertThat(say(C1, rrq("a"))).isEmpty();
    say(C1, "\0\5\0\0bye\0");
    answer.complete(file(10));
    channel.runPendingTasks();
    assertThat(heard()).isEmpty();
    assertThat(told).containsExactly(Transfer.End.ABORTED);
  }

  @Test
  void requestThatIsNeverAnsweredIsForgotten() {
    answer = new CompletableFuture<>();
    say(C1, rrq("a"));
    say(C2, rrq("a"));
    passTime(30_000);
    answer = CompletableFuture.completedFuture(file(10));
    assertThat(say(new InetSocketAddress("10.0.0.13", 1), rrq("a"))).containsExactly(data(1, 10));
  }

  @Test
  void strayPacketsAreCountedAndNotAnswered() {
    assertThat(say(C1, ack(7))).isEmpty();
    assertThat(say(C1, "\0\3\0\1x")).isEmpty();
    assertThat(say(C1, "\0\5\0\0x\0")).isEmpty();
    assertThat(say(C1, "\0\0")).isEmpty();
    assertThat(counters.snapshot())
        .containsOnly(Map.entry("tftp.strays", 3L), Map.entry("tftp.malformed", 1L));
  }

  @Test
  void clientsDoNotDisturbEachOther() {
    say(C1, rrq("a"));
    say(C2, rrq("a"));
    assertThat(say(C2, ack(1))).containsExactly(data(2, 488));
    assertThat(say(C1, ack(1))).containsExactly(data(2, 488));
  }

  @Test
  void netasciiIsConvertedAndItsSizeIsExact() {
    answer = CompletableFuture.completedFuture(bytes("a\nb".getBytes(StandardCharsets.US_ASCII)));
    assertThat(say(C1, "\0\1a\0netascii\0tsize\0000\0")).containsExactly("\0\6tsize\0004\0");
    assertThat(say(C1, ack(0))).containsExactly("\0\3\0\1a\r\nb");
  }

  @Test
  void closingEndsTransfers() {
    say(C1, rrq("a"));
    channel.close();
    channel.runPendingTasks();
    assertThat(told).containsExactly(Transfer.End.ABORTED);
  }

  private List<String> say(InetSocketAddress from, String packet) {
    ByteBuf content = Unpooled.wrappedBuffer(packet.getBytes(StandardCharsets.ISO_8859_1));
    channel.writeInbound(new DatagramPacket(content, new InetSocketAddress(69), from));
    channel.runPendingTasks();
    return heard();
  }

  private List<String> passTime(long millis) {
    clock.advance(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    return heard();
  }

  private List<String> heard() {
    List<String> packets = new ArrayList<>();
    for (DatagramPacket out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      packets.add(out.content().toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return packets;
  }

  private Answer file(int size) {
    byte[] content = new byte[size];
    Arrays.fill(content, (byte) 'x');
    return bytes(content);
  }

  private Answer bytes(byte[] content) {
    Transfer.Listener listener =
        new Transfer.Listener() {
          @Override
          public void sent(long bytes) {
            told.add(bytes);
          }

          @Override
          public void ended(Transfer.End end) {
            told.add(end);
          }
        };
    return new Answer.Bytes(content, "", "e" + content.length, false, listener);
  }

  private static String rrq(String file, String... options) {
    return "\0\1"
        + file
        + "\0octet\0"
        + String.join("", List.of(options).stream().map(option -> option + "\0").toList());
  }

  private static String ack(int block) {
    return "\0\4" + (char) (block >> 8) + (char) (block & 0xff);
  }

  private static String data(int block, int size) {
    return "\0\3" + (char) (block >> 8) + (char) (block & 0xff) + "x".repeat(size);
  }
}
