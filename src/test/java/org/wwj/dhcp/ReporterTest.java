package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wwj.dhcp.MessageType.DISCOVER;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wwj.boot.BootEvent;
import org.wwj.boot.Phase;
import org.wwj.ops.Counters;

class ReporterTest {
  private final List<BootEvent> events = new ArrayList<>();
  private final Counters counters = new Counters();
  private final Reporter reporter = new Reporter(events::add, counters);
  private final ResponderFixture server =
      new ResponderFixture(
          Sites.snapshot(Sites.node("c1", "52:54:00:00:00:01", "10.0.0.11", "255.255.255.0")));

  private static Arrival from(int port) {
    return new Arrival(Sites.SERVER, false, DhcpPacket.NONE, port);
  }

  private void exchange(Requests request) {
    reporter.received(request.packet(), from(68), ResponderFixture.NOW);
    reporter.replied(server.reply(request), ResponderFixture.NOW);
  }

  /** Q19: firmware that refuses plain HTTP goes silent here; its URL stands in the timeline. */
  @Test
  void quirk19TellsTheTimelineWhatWasOffered() {
    exchange(Requests.ovmfHttp(DISCOVER));
    assertThat(events)
        .containsExactly(
            new BootEvent(Requests.C1, Phase.DISCOVER, ResponderFixture.NOW, "HTTP X64_HTTP", 0),
            new BootEvent(
                Requests.C1,
                Phase.OFFER,
                ResponderFixture.NOW,
                "10.0.0.11 http://10.0.0.1:9873/efiboot/snponly.efi",
                0));
  }

  @Test
  void saysWhenThereIsNoLoader() {
    exchange(Requests.ovmfPxe(DISCOVER).option(93, "0006"));
    assertThat(events.getLast().detail())
        .isEqualTo("10.0.0.11 no loader for this architecture (tftp: ipxe)");
  }

  @Test
  void keepsOperatingSystemsOutOfTheTimeline() {
    exchange(Requests.udhcpc(DISCOVER));
    assertThat(events).isEmpty();
    assertThat(counters.snapshot())
        .containsEntry("dhcp.discover", 1L)
        .containsEntry("dhcp.offer", 1L);
  }

  @Test
  void aUserOfANodeBeginsNoBoot() {
    DhcpPacket discover = Requests.ovmfPxe(DISCOVER).packet();
    for (int port : new int[] {1024, 40_000}) {
      reporter.received(discover, from(port), ResponderFixture.NOW);
    }
    // As if a relay had forwarded it, which anybody can write into a packet.
    reporter.received(
        Requests.ovmfPxe(DISCOVER).giaddr("10.1.0.1").packet(), from(40_000), ResponderFixture.NOW);
    assertThat(events).isEmpty();
    assertThat(counters.snapshot()).containsEntry("dhcp.discover", 3L);
    for (int port : new int[] {67, 68, 1023}) {
      reporter.received(discover, from(port), ResponderFixture.NOW);
    }
    assertThat(events).hasSize(3);
  }

  @Test
  void repeatsASentenceToAdminsOnceAMinute() {
    Notices notices = new Notices();
    assertThat(notices.isNew("a", ResponderFixture.NOW)).isTrue();
    assertThat(notices.isNew("a", ResponderFixture.NOW.plusSeconds(59))).isFalse();
    assertThat(notices.isNew("b", ResponderFixture.NOW.plusSeconds(59))).isTrue();
    assertThat(notices.isNew("a", ResponderFixture.NOW.plusSeconds(60))).isTrue();
  }
}
