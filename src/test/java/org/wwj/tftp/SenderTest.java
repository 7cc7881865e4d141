package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.wwj.delivery.Transfer;

/** Each case is a conversation with one kind of client, on a clock of milliseconds. */
class SenderTest {
  private static final Action OACK = new Action.SendOptionAck();
  private static final Action DONE = new Action.Stop(Transfer.End.COMPLETE);
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long GIVE_UP = 30_000;

  @Test
  void lockstepSendsOneBlockAnAck() {
    Sender sender = sender(3, 1, false);
    assertThat(sender.start(0)).isEqualTo(blocks(1, 1));
    assertThat(sender.acked(1, MS)).isEqualTo(blocks(2, 2));
    assertThat(sender.acked(2, 2 * MS)).isEqualTo(blocks(3, 3));
    assertThat(sender.acked(3, 3 * MS)).isEqualTo(DONE);
    assertThat(sender.resent()).isZero();
  }

  @Test
  void lockstepIgnoresDuplicateAcks() {
    Sender sender = sender(9, 1, false);
    sender.start(0);
    assertThat(sender.acked(1, MS)).isEqualTo(blocks(2, 2));
    for (int i = 0; i < 100; i++) {
      assertThat(sender.acked(1, (2 + i) * MS)).isEqualTo(Action.WAIT);
    }
  }

  @Test
  void q1ProbeEndsAtTheError() {
    Sender sender = sender(3, 4, true);
    assertThat(sender.start(0)).isEqualTo(OACK);
    assertThat(sender.negotiating()).isTrue();
    assertThat(sender.refused()).isEqualTo(new Action.Stop(Transfer.End.ABORTED));
  }

  @Test
  void waitsForAckOfTheOptionsBeforeItSends() {
    Sender sender = sender(9, 4, true);
    assertThat(sender.start(0)).isEqualTo(OACK);
    assertThat(sender.acked(1, MS)).isEqualTo(Action.WAIT);
    assertThat(sender.acked(0, MS)).isEqualTo(blocks(1, 4));
    assertThat(sender.acked(4, 2 * MS)).isEqualTo(blocks(5, 8));
    assertThat(sender.acked(8, 3 * MS)).isEqualTo(blocks(9, 9));
    assertThat(sender.acked(9, 4 * MS)).isEqualTo(DONE);
  }

  @Test
  void q4LossInsideWindowIsFilledOnce() {
    Sender sender = windowOfFour(20);
    assertThat(sender.acked(4, 2 * MS)).isEqualTo(blocks(5, 8));
    // Block 6 is lost: EDK II says 5 for each of 7 and 8.
    assertThat(sender.acked(5, 3 * MS)).isEqualTo(blocks(6, 9));
    assertThat(sender.acked(5, 3 * MS)).isEqualTo(Action.WAIT);
    assertThat(sender.acked(9, 4 * MS)).isEqualTo(blocks(10, 13));
    assertThat(sender.resent()).isEqualTo(3);
  }

  @Test
  void q4LossOfFirstBlockRollsBackAtTheFirstDuplicateOnly() {
    Sender sender = windowOfFour(20);
    assertThat(sender.acked(4, 2 * MS)).isEqualTo(blocks(5, 8));
    // Block 5 is lost: EDK II says 4 for each of 6, 7 and 8.
    assertThat(sender.acked(4, 3 * MS)).isEqualTo(blocks(5, 8));
    assertThat(sender.acked(4, 3 * MS)).isEqualTo(Action.WAIT);
    assertThat(sender.acked(4, 3 * MS)).isEqualTo(Action.WAIT);
    assertThat(sender.acked(8, 4 * MS)).isEqualTo(blocks(9, 12));
  }

  @Test
  void q33SpuriousRollBackDoesNotBreedAnother() {
    Sender sender = windowOfFour(99);
    assertThat(sender.acked(4, 2 * MS)).isEqualTo(blocks(5, 8));
    // A late copy of ACK 4, nothing was lost: the window goes out twice ...
    assertThat(sender.acked(4, 2 * MS + MS / 2)).isEqualTo(blocks(5, 8));
    assertThat(sender.acked(8, 3 * MS)).isEqualTo(blocks(9, 12));
    // ... and the ACKs that its second copy brings are not answered, however late they are.
    for (int i = 0; i < 4; i++) {
      assertThat(sender.acked(8, 4 * MS)).isEqualTo(Action.WAIT);
    }
    assertThat(sender.acked(12, 4 * MS)).isEqualTo(blocks(13, 16));
    assertThat(sender.resent()).isEqualTo(4);
  }

  @Test
  void clientThatAcknowledgesEachBlockOfWindowGetsFewCopies() {
    Sender sender = windowOfFour(1000);
    int got = 4;
    long now = 2 * MS;
    long copies = 0;
    for (int block = 1; block < 900; block++) {
      now += MS / 10;
      if (sender.acked(block, now) instanceof Action.SendBlocks(int first, int last)) {
        copies += Math.max(0, got - first + 1);
        got = Math.max(got, last);
      }
    }
    assertThat(sender.acked()).isEqualTo(899);
    assertThat(copies).isEqualTo(sender.resent()).isLessThan(900);
  }

  @Test
  void q5LostEndOfWindowIsSentAgainAfterTheFloor() {
    Sender sender = windowOfFour(20);
    assertThat(sender.acked(4, 2 * MS)).isEqualTo(blocks(5, 8));
    assertThat(sender.deadline()).isEqualTo(202 * MS);
    assertThat(sender.timePassed(201 * MS)).isEqualTo(Action.WAIT);
    assertThat(sender.timePassed(202 * MS)).isEqualTo(blocks(5, 8));
  }

  @Test
  void backsOffWhileTheClientIsSilentAndGivesUp() {
    Sender sender = sender(9, 1, false);
    sender.start(0);
    int sends = 0;
    Action action = Action.WAIT;
    while (!(action instanceof Action.Stop)) {
      long before = sender.deadline();
      action = sender.timePassed(before);
      sends += action instanceof Action.SendBlocks ? 1 : 0;
    }
    assertThat(action).isEqualTo(new Action.Stop(Transfer.End.TIMED_OUT));
    assertThat(sender.deadline()).isEqualTo(GIVE_UP * MS);
    // 0.2, 0.4, 0.8, 1.6, 3.2 and then every 4 s
    assertThat(sends).isEqualTo(10);
  }

  @Test
  void outlastsSixTriesOfEdk2() {
    Sender sender = windowOfFour(20);
    for (long now = 0; now < 25_000; now += 100) {
      assertThat(sender.timePassed(now * MS)).isNotInstanceOf(Action.Stop.class);
    }
    assertThat(sender.acked(4, 25_000 * MS)).isEqualTo(blocks(5, 8));
  }

  @Test
  void learnsLongRoundTrips() {
    Sender sender = sender(99, 1, false);
    sender.start(0);
    long now = 0;
    for (int block = 1; block < 9; block++) {
      // 300 ms away: the first packets are sent twice, later ones are not
      now += 300 * MS;
      sender.timePassed(now - 1);
      sender.acked(block, now);
    }
    long before = sender.resent();
    now += 300 * MS;
    assertThat(sender.timePassed(now - 1)).isEqualTo(Action.WAIT);
    assertThat(sender.acked(9, now)).isEqualTo(blocks(10, 10));
    assertThat(sender.resent()).isEqualTo(before);
  }

  @Test
  void q8BlockNumbersRollOverToZero() {
    int count = 200_000;
    Sender sender = sender(count, 64, false);
    sender.start(0);
    long now = 0;
    for (int block = 64; block < count; block += 64) {
      now += MS;
      assertThat(sender.acked(block & 0xffff, now))
          .isEqualTo(blocks(block + 1, Math.min(block + 64, count)));
    }
    assertThat(sender.acked(count & 0xffff, now)).isEqualTo(DONE);
  }

  @Test
  void ignoresAcksOfBlocksNeverSent() {
    Sender sender = windowOfFour(20);
    assertThat(sender.acked(5, 2 * MS)).isEqualTo(Action.WAIT);
    assertThat(sender.acked(65535, 2 * MS)).isEqualTo(Action.WAIT);
    assertThat(sender.acked(20, 2 * MS)).isEqualTo(Action.WAIT);
    assertThat(sender.acked()).isZero();
  }

  @Test
  void repeatedRequestGetsTheAnswerAgainWhileNothingIsAcknowledged() {
    Sender sender = sender(9, 4, true);
    sender.start(0);
    assertThat(sender.requestedAgain(MS)).isEqualTo(OACK);
    sender.acked(0, 2 * MS);
    assertThat(sender.requestedAgain(3 * MS)).isEqualTo(Action.WAIT);

    Sender plain = sender(9, 1, false);
    plain.start(0);
    assertThat(plain.requestedAgain(MS)).isEqualTo(blocks(1, 1));
    plain.acked(1, 2 * MS);
    assertThat(plain.requestedAgain(3 * MS)).isEqualTo(Action.WAIT);
  }

  @Test
  void secondAckOfTheOptionsIsAnEcho() {
    Sender sender = sender(20, 4, true);
    sender.start(0);
    assertThat(sender.timePassed(200 * MS)).isEqualTo(OACK);
    assertThat(sender.acked(0, 300 * MS)).isEqualTo(blocks(1, 4));
    assertThat(sender.acked(0, 450 * MS)).isEqualTo(Action.WAIT);
  }

  /** OACK answered after 1 ms, blocks 1 to 4 on their way. */
  private static Sender windowOfFour(int count) {
    Sender sender = sender(count, 4, true);
    sender.start(0);
    assertThat(sender.acked(0, MS)).isEqualTo(blocks(1, 4));
    return sender;
  }

  private static Sender sender(int count, int window, boolean optionAck) {
    return new Sender(
        count, window, optionAck, GIVE_UP * MS, new RoundTrip(TimeUnit.SECONDS.toNanos(4)));
  }

  private static Action blocks(int first, int last) {
    return new Action.SendBlocks(first, last);
  }
}
