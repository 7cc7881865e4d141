package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wwj.boot.Turn;
import org.wwj.net.MacAddress;

class AdmissionTest {
  private static final long MIB = 1 << 20;
  private long now = 1_000_000_000_000L;
  private int places = 2;
  private final Admission admission = new Admission(() -> places, () -> 100_000, () -> now);

  private static MacAddress mac(int node) {
    return MacAddress.parse("52:54:00:00:%02x:%02x".formatted(node >> 8, node & 0xff));
  }

  private Verdict ask(int node) {
    return ask(node, 0, false);
  }

  private Verdict ask(int node, int priority, boolean begun) {
    return admission.ask(new Admission.Asker(mac(node), 100 * MIB, priority, begun));
  }

  private Place go(int node) {
    return place(ask(node));
  }

  private static Place place(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Go.class);
    return ((Verdict.Go) verdict).place();
  }

  private Verdict.Wait waits(int node) {
    Verdict verdict = ask(node);
    assertThat(verdict).isInstanceOf(Verdict.Wait.class);
    return (Verdict.Wait) verdict;
  }

  private void pass(double seconds) {
    now += (long) (seconds * 1e9);
  }

  /** Time in which these move; an image of 100 MiB lasts for an hour. */
  private void pass(int seconds, Place... moving) {
    for (int second = 0; second < seconds; second++) {
      pass(1);
      for (Place place : moving) {
        place.sent(20 << 10);
      }
      admission.turns();
    }
  }

  private void complete(Place place) {
    place.sent(place.left());
    admission.ended(place, Transfer.End.COMPLETE);
  }

  private List<MacAddress> called() {
    return admission.call().stream().map(place -> place.mac).toList();
  }

  @Test
  void onlyAmongFewIsThereRoomInTheSockets() {
    places = 64;
    assertThat(admission.few()).isTrue();
    places = 65;
    assertThat(admission.few()).isFalse();
  }

  @Test
  void soManyGoAndTheOthersAreToldHowManyComeBefore() {
    go(1);
    go(2);
    assertThat(waits(3).turn().before()).isZero();
    assertThat(waits(4).turn().before()).isEqualTo(1);
    assertThat(waits(3).turn().before()).as("its place is kept").isZero();
  }

  @Test
  void whoIsThereGoesAtOnceInOrderOfArrival() {
    Place first = go(1);
    go(2);
    waits(3);
    waits(4);
    admission.stays(mac(4));
    admission.stays(mac(3));
    assertThat(called()).isEmpty();
    complete(first);
    assertThat(called()).containsExactly(mac(3));
    assertThat(called()).isEmpty();
  }

  @Test
  void aFreeSlotGoesToWhoIsThereAndTheNextToWhoWasAway() {
    Place first = go(1);
    Place second = go(2);
    waits(3);
    waits(4);
    waits(5);
    admission.stays(mac(4));
    admission.stays(mac(5));
    complete(first);
    assertThat(called()).containsExactly(mac(4));
    assertThat(waits(3).turn().before()).as("it is still the next").isZero();
    admission.stays(mac(3));
    complete(second);
    assertThat(called()).containsExactly(mac(3));
  }

  @Test
  void whoAsksAnewGetsAFreeSlotOnlyIfNobodyBeforeItIsThere() {
    Place first = go(1);
    Place second = go(2);
    waits(3);
    waits(4);
    admission.stays(mac(3));
    complete(first);
    assertThat(waits(5).turn().before()).isEqualTo(2);
    complete(second);
    go(5); // the second free slot: the fourth is away
    assertThat(called()).containsExactly(mac(3));
  }

  @Test
  void aNodeThatDoesNotComeBackLosesItsPlace() {
    Place first = go(1);
    Place second = go(2);
    waits(3);
    pass(22, first, second); // 1 s and 20 s of grace
    assertThat(waits(4).turn().before()).isZero();
    complete(first);
    complete(second);
    assertThat(admission.turns()).containsOnlyKeys(mac(4));
  }

  @Test
  void aNodeThatIsHeldNeverLosesItsPlace() {
    Place first = go(1);
    Place second = go(2);
    waits(3);
    admission.stays(mac(3));
    pass(3600, first, second);
    assertThat(waits(4).turn().before()).isEqualTo(1);
  }

  @Test
  void aCutTransferFreesItsSlotAndGoesOnWithoutQueueing() {
    Place first = go(1);
    go(2);
    waits(3);
    first.sent(MIB);
    admission.ended(first, Transfer.End.ABORTED);
    go(3);
    waits(4);
    go(1); // it was cut, and is over the number
    assertThat(admission.traffic().moving()).isEqualTo(3);
  }

  /** They fit a socket, and are gone at once. */
  @Test
  void theFewBytesOfARestDoNotMakeOthersSlow() {
    Place rest = place(admission.ask(new Admission.Asker(mac(9), 3 * MIB, 0, true)));
    pass(0.001);
    complete(rest);
    Place first = go(1);
    Place second = go(2);
    for (int times = 0; times < 9; times++) {
      first.sent(2 * MIB);
      second.sent(2 * MIB);
      pass(1);
      waits(3);
    }
  }

  @Test
  void aNodeThatBeginsAnewLacksAllOfIt() {
    Place rest = place(admission.ask(new Admission.Asker(mac(9), 3 * MIB, 0, true)));
    rest.sent(3 * MIB);
    assertThat(place(admission.ask(new Admission.Asker(mac(9), 100 * MIB, 0, false))))
        .isSameAs(rest);
    assertThat(rest.left()).isEqualTo(100 * MIB);
    admission.ask(new Admission.Asker(mac(9), 100 * MIB, 0, true));
    assertThat(rest.left()).as("a piece of the same").isEqualTo(100 * MIB);
    rest.sent(100 * MIB);
    assertThat(rest.finished()).isTrue();
  }

  @Test
  void aCutTransferIsForgottenAfterTwoMinutes() {
    Place first = go(1);
    Place second = go(2);
    first.sent(MIB);
    admission.ended(first, Transfer.End.TIMED_OUT);
    Place third = go(3);
    pass(122, second, third);
    waits(1);
  }

  @Test
  void whoHasAPartOfItGoesAtOnceAlsoAfterARestart() {
    go(1);
    go(2);
    waits(3);
    place(ask(3, 0, true));
    place(ask(4, 0, true));
    assertThat(admission.traffic().waiting()).isZero();
  }

  @Test
  void severalConnectionsOfANodeAreOneTransferUpToALimit() {
    Place place = go(1);
    assertThat(go(1)).isSameAs(place);
    admission.ended(place, Transfer.End.ABORTED);
    assertThat(admission.traffic().moving()).isEqualTo(1);
    for (int i = 1; i < 16; i++) {
      go(1);
    }
    waits(1);
  }

  @Test
  void aHigherPriorityGoesFirst() {
    Place first = go(1);
    go(2);
    waits(3);
    assertThat(ask(9, 10, false))
        .isInstanceOfSatisfying(
            Verdict.Wait.class, wait -> assertThat(wait.turn().before()).isZero());
    assertThat(waits(3).turn().before()).isEqualTo(1);
    admission.stays(mac(3));
    admission.stays(mac(9));
    complete(first);
    assertThat(called()).containsExactly(mac(9));
  }

  @Test
  void aCrawlingTransferStopsCountingAndCountsAgainWhenItRecovers() {
    Place slow = go(1);
    Place fast = go(2);
    waits(3);
    for (int second = 0; second < 4; second++) {
      fast.sent(20 * MIB);
      slow.sent(MIB / 10);
      pass(1);
      waits(3);
    }
    fast.sent(10 * MIB);
    pass(2);
    go(3);
    assertThat(((Turn.Moving) admission.turns().get(mac(1))).slow()).isTrue();
    for (int second = 0; second < 4; second++) {
      slow.sent(20 * MIB);
      pass(1.1);
      admission.turns();
    }
    complete(fast);
    waits(4); // the first and the third are two
  }

  @Test
  void slotsHeldBySlowReadersAloneAreFreedToo() {
    Place slow = go(1);
    go(2);
    pass(3);
    waits(3);
    pass(3);
    go(3);
    go(4);
    admission.ended(slow, Transfer.End.ABORTED);
    waits(5); // that place was free already
  }

  @Test
  void theForecastIsWhatHappens() {
    places = 4;
    double rate = 100 * MIB / 10.0; // each transfer takes 10 s
    List<Place> running = new ArrayList<>();
    for (int node = 0; node < 4; node++) {
      running.add(go(node));
    }
    for (int node = 4; node < 20; node++) {
      waits(node);
      admission.stays(mac(node));
    }
    for (int second = 0; second < 5; second++) {
      pass(1);
      running.forEach(place -> place.sent((long) rate));
      admission.call();
    }
    assertThat(eta(4)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    assertThat(eta(7)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    assertThat(eta(8)).isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
    assertThat(eta(19)).isBetween(Duration.ofSeconds(34), Duration.ofSeconds(36));
  }

  /** Of 40 that go on after a cut and share a link 37 end before one of 4 places is free. */
  @Test
  void endsOfMoreThanThereArePlacesForFreeNothing() {
    places = 4;
    List<Place> running = new ArrayList<>();
    for (int node = 0; node < 40; node++) {
      running.add(place(admission.ask(new Admission.Asker(mac(node), (node + 1) * MIB, 0, true))));
    }
    for (int node = 40; node < 45; node++) {
      waits(node);
      admission.stays(mac(node));
    }
    for (int second = 0; second < 2; second++) {
      running.forEach(place -> place.sent(MIB / 4));
      pass(1);
      admission.call();
    }
    // 10 MiB/s: all that 36 lack, and as much for each of the 4 others, are 790 MiB
    assertThat(eta(40)).isBetween(Duration.ofSeconds(79), Duration.ofSeconds(80));
    assertThat(eta(43)).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(81));
    assertThat(eta(44)).isBetween(Duration.ofSeconds(119), Duration.ofSeconds(120));
  }

  /** With nothing but their own links to limit them, those that are left get no faster. */
  @Test
  void fewerGetNoMoreThanAClientTakes() {
    long[] left = {100, 200, 300, 400};
    assertThat(Forecast.of(2, left, 1, 9).eta(0, 600)).isEqualTo(Duration.ofSeconds(225));
    assertThat(Forecast.of(2, left, 1, 9).eta(2, 600)).isEqualTo(Duration.ofSeconds(525));
    assertThat(Forecast.of(2, left, 1, 1).eta(0, 600)).isEqualTo(Duration.ofSeconds(300));
    assertThat(Forecast.of(2, left, 1, 1).eta(2, 600)).isEqualTo(Duration.ofSeconds(900));
    assertThat(Forecast.of(4, left, 1, 9).eta(1, 600)).isEqualTo(Duration.ofSeconds(200));
  }

  private Duration eta(int node) {
    return ((Turn.Waiting) admission.turns().get(mac(node))).eta();
  }

  @Test
  void whoIsNotVeryFarFromItsTurnStays() {
    go(1);
    go(2);
    for (int node = 3; node < 3 + 1024; node++) {
      assertThat(waits(node).fresh()).isTrue();
    }
    assertThat(waits(1026).fresh()).isFalse();
    assertThat(waits(1026).near()).isTrue();
    assertThat(waits(1026).again()).isEqualTo(Duration.ofSeconds(1));
    assertThat(waits(1027).near()).isFalse();
    assertThat(waits(1027).again()).isEqualTo(Duration.ofSeconds(15));
  }
}
