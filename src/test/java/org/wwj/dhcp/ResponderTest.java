package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wwj.dhcp.MessageType.ACK;
import static org.wwj.dhcp.MessageType.DECLINE;
import static org.wwj.dhcp.MessageType.DISCOVER;
import static org.wwj.dhcp.MessageType.INFORM;
import static org.wwj.dhcp.MessageType.NAK;
import static org.wwj.dhcp.MessageType.OFFER;
import static org.wwj.dhcp.MessageType.RELEASE;
import static org.wwj.dhcp.MessageType.REQUEST;

import java.net.Inet4Address;
import org.junit.jupiter.api.Test;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;

class ResponderTest {
  private static final MacAddress STRANGER = MacAddress.parse("52:54:00:ff:00:01");
  private static final MacAddress OTHER = MacAddress.parse("52:54:00:ff:00:02");

  private final ResponderFixture server =
      new ResponderFixture(
          Sites.snapshot(
              Sites.node("c1", "52:54:00:00:00:01", "10.0.0.11", "255.255.255.0"),
              Sites.node("c2", "52:54:00:00:00:02", "10.0.0.12", ""),
              Sites.node(
                  "far", "52:54:00:00:00:03", "10.1.0.13", "255.255.0.0", "10.1.0.1", "9000"),
              Sites.node("loose", "52:54:00:00:00:04", null, ""),
              Sites.node("thief", "52:54:00:00:00:05", "10.0.0.1", ""),
              Sites.node("gap", "52:54:00:00:00:06", "10.0.0.16", "255.0.255.0"),
              Sites.node("ranged", "52:54:00:00:00:07", "10.0.0.150", "")));

  private static Inet4Address ip(String text) {
    return Prefix.parseAddress(text);
  }

  private static Requests from(String mac, MessageType type) {
    return Requests.of(MacAddress.parse(mac), type);
  }

  private static void inRange(Inet4Address address) {
    assertThat(Prefix.toInt(address))
        .isBetween(Prefix.toInt(ip("10.0.0.100")), Prefix.toInt(ip("10.0.0.199")));
  }

  private Inet4Address offered(Requests request) {
    Decision.Reply reply = server.reply(request);
    assertThat(reply.packet().messageType()).contains(OFFER);
    return reply.packet().yiaddr();
  }

  private void acknowledges(Requests request, String address) {
    Decision.Reply reply = server.reply(request);
    assertThat(reply.packet().messageType()).contains(ACK);
    assertThat(reply.packet().yiaddr()).isEqualTo(ip(address));
  }

  private Decision.Reply refuses(Requests request) {
    Decision.Reply reply = server.reply(request);
    assertThat(reply.packet().messageType()).contains(NAK);
    assertThat(reply.packet().yiaddr()).isEqualTo(DhcpPacket.NONE);
    return reply;
  }

  @Test
  void keepsSilentAboutWhatIsNoRequest() {
    byte[] reply = Requests.of(DISCOVER).bytes();
    reply[0] = 2;
    DhcpPacket packet = ((Decoded.Packet) DhcpDecoder.decode(reply)).packet();
    assertThat(
            Responder.decide(
                packet,
                new Arrival(Sites.SERVER, false, DhcpPacket.NONE, 67),
                Sites.snapshot(),
                server.leases,
                ResponderFixture.NOW))
        .isEqualTo(Decision.Silence.because("a reply, not a request"));
    assertThat(server.silence(Requests.of(DISCOVER).without(53))).startsWith("no message type");
    assertThat(server.silence(Requests.of(OFFER))).isEqualTo("a server's message type");
    assertThat(server.silence(Requests.of(DISCOVER).hardware(32, 0)))
        .isEqualTo("no Ethernet address in chaddr");
  }

  @Test
  void reservesByMacWhateverTheClientIdentifier() {
    assertThat(offered(Requests.of(DISCOVER))).isEqualTo(ip("10.0.0.11"));
    assertThat(offered(Requests.of(DISCOVER).option(61, "01ffffffffffff")))
        .isEqualTo(ip("10.0.0.11"));
  }

  @Test
  void offersTheReservationEvenWhenAnotherAddressIsAskedFor() {
    assertThat(offered(Requests.of(DISCOVER).address(50, "10.0.0.150"))).isEqualTo(ip("10.0.0.11"));
  }

  @Test
  void takesTheSitesNetmaskForADeviceWithoutAUsableOne() {
    for (String mac : new String[] {"52:54:00:00:00:02", "52:54:00:00:00:06"}) {
      assertThat(
              server.reply(from(mac, DISCOVER)).packet().options().address(OptionCode.SUBNET_MASK))
          .contains(ip("255.255.255.0"));
    }
  }

  @Test
  void acknowledgesWhatItOffered() {
    acknowledges(
        Requests.of(REQUEST).address(50, "10.0.0.11").address(54, "10.0.0.1"), "10.0.0.11");
  }

  @Test
  void keepsSilentWhenTheClientTookAnotherServer() {
    Requests request = Requests.of(REQUEST).address(50, "10.0.0.99").address(54, "10.0.0.66");
    assertThat(server.silence(request)).isEqualTo("meant for the DHCP server 10.0.0.66");
    assertThat(server.silence(from("52:54:00:00:00:01", RELEASE).address(54, "10.0.0.66")))
        .contains("10.0.0.66");
  }

  @Test
  void acknowledgesARebootWithTheRightAddress() {
    acknowledges(Requests.of(REQUEST).address(50, "10.0.0.11"), "10.0.0.11");
  }

  @Test
  void refusesARebootWithAnotherAddress() {
    Decision.Reply reply = refuses(Requests.of(REQUEST).address(50, "192.168.1.5"));
    assertThat(reply.to()).isEqualTo(new Destination.Broadcast());
    assertThat(reply.packet().options().address(OptionCode.SERVER_IDENTIFIER))
        .contains(Sites.SERVER);
    assertThat(reply.packet().options().has(OptionCode.LEASE_TIME)).isFalse();
    refuses(Requests.of(REQUEST).address(50, "10.0.0.12"));
  }

  @Test
  void renewsToTheClientsAddress() {
    Decision.Reply reply = server.reply(Requests.of(REQUEST).ciaddr("10.0.0.11"));
    assertThat(reply.packet().messageType()).contains(ACK);
    assertThat(reply.packet().ciaddr()).isEqualTo(ip("10.0.0.11"));
    assertThat(reply.to()).isEqualTo(new Destination.Client(ip("10.0.0.11")));
  }

  @Test
  void refusesToRenewAnAddressThatChangedInNodesConf() {
    refuses(Requests.of(REQUEST).ciaddr("10.0.0.77"));
  }

  /** A renewal travels by unicast, without the relay that the first request came through. */
  @Test
  void renewsAcrossSubnetsWithoutARelay() {
    Decision.Reply reply = server.reply(from("52:54:00:00:00:03", REQUEST).ciaddr("10.1.0.13"));
    assertThat(reply.packet().messageType()).contains(ACK);
    assertThat(reply.packet().options().address(OptionCode.SUBNET_MASK))
        .contains(ip("255.255.0.0"));
    assertThat(reply.to()).isEqualTo(new Destination.Client(ip("10.1.0.13")));
  }

  @Test
  void keepsSilentWhenNoAddressIsAskedFor() {
    assertThat(server.silence(Requests.of(REQUEST))).isEqualTo("asks for no address");
  }

  @Test
  void answersAnInformWithoutAnAddressOrALease() {
    Decision.Reply reply = server.reply(Requests.networkd(INFORM).ciaddr("10.0.0.11"));
    assertThat(reply.packet().messageType()).contains(ACK);
    assertThat(reply.packet().yiaddr()).isEqualTo(DhcpPacket.NONE);
    assertThat(reply.packet().ciaddr()).isEqualTo(ip("10.0.0.11"));
    assertThat(reply.packet().options().has(OptionCode.LEASE_TIME)).isFalse();
    assertThat(reply.packet().options().text(OptionCode.HOST_NAME)).isEqualTo("c1");
    assertThat(reply.to()).isEqualTo(new Destination.Client(ip("10.0.0.11")));
  }

  @Test
  void answersAnInformOfAStrangerOnTheSitesNetworkOnly() {
    Decision.Reply reply = server.reply(Requests.of(STRANGER, INFORM).ciaddr("10.0.0.77"));
    assertThat(reply.packet().options().address(OptionCode.SUBNET_MASK))
        .contains(ip("255.255.255.0"));
    assertThat(server.silence(Requests.of(STRANGER, INFORM).ciaddr("10.9.0.77")))
        .contains("on no network of ours");
  }

  @Test
  void answersAnInformToItsSourceWhereItNamesNoAddress() {
    Decision.Reply reply =
        (Decision.Reply) server.decide(Requests.of(INFORM), false, "10.0.0.11", 68);
    assertThat(reply.to()).isEqualTo(new Destination.Hardware(Requests.C1, ip("10.0.0.11")));
  }

  @Test
  void sendsThroughTheRelayAndEchoesItsOptionLast() {
    String agent = "0104aabbccdd" + "0206112233445566";
    Decision.Reply reply =
        server.reply(
            Requests.ipxeUefi(DISCOVER)
                .mac("52:54:00:00:00:03")
                .giaddr("10.1.255.1")
                .option(82, agent));
    assertThat(reply.to()).isEqualTo(new Destination.Relay(ip("10.1.255.1")));
    assertThat(reply.packet().giaddr()).isEqualTo(ip("10.1.255.1"));
    assertThat(reply.packet().yiaddr()).isEqualTo(ip("10.1.0.13"));
    assertThat(reply.packet().toString()).endsWith(" 82=" + agent);
    DhcpOptions options = reply.packet().options();
    assertThat(options.address(OptionCode.ROUTERS)).contains(ip("10.1.0.1"));
    assertThat(options.get(OptionCode.INTERFACE_MTU)).contains(Bytes.ofHex("2328"));
  }

  @Test
  void picksTheSubnetByLinkSelectionRatherThanGiaddr() {
    Decision.Reply reply =
        server.reply(
            from("52:54:00:00:00:03", DISCOVER).giaddr("172.16.0.1").option(82, "05040a010000"));
    assertThat(reply.packet().yiaddr()).isEqualTo(ip("10.1.0.13"));
    assertThat(reply.to()).isEqualTo(new Destination.Relay(ip("172.16.0.1")));
  }

  @Test
  void answersUnderTheServerIdentifierOfTheRelay() {
    String override = "0b040a01ff01";
    Decision.Reply offer =
        server.reply(from("52:54:00:00:00:03", DISCOVER).giaddr("10.1.255.1").option(82, override));
    assertThat(offer.packet().options().address(OptionCode.SERVER_IDENTIFIER))
        .contains(ip("10.1.255.1"));
    acknowledges(
        from("52:54:00:00:00:03", REQUEST)
            .giaddr("10.1.255.1")
            .option(82, override)
            .address(50, "10.1.0.13")
            .address(54, "10.1.255.1"),
        "10.1.0.13");
  }

  @Test
  void refusesThroughTheRelayByBroadcast() {
    Decision.Reply reply =
        refuses(
            from("52:54:00:00:00:03", REQUEST)
                .giaddr("10.1.255.1")
                .option(82, "0102aabb")
                .address(50, "10.0.0.150"));
    assertThat(reply.to()).isEqualTo(new Destination.Relay(ip("10.1.255.1")));
    assertThat(reply.packet().wantsBroadcast()).isTrue();
    assertThat(reply.packet().options().has(OptionCode.RELAY_AGENT)).isTrue();
  }

  @Test
  void keepsTheSitesGatewayToTheSitesNetwork() {
    assertThat(server.reply(Requests.of(DISCOVER)).packet().options().address(OptionCode.ROUTERS))
        .contains(ip("10.0.0.254"));
  }

  @Test
  void sendsOnlyWhatAClientWithAListAsksFor() {
    DhcpOptions options = server.reply(Requests.of(DISCOVER).option(55, "0103")).packet().options();
    assertThat(options.has(OptionCode.SUBNET_MASK)).isTrue();
    assertThat(options.has(OptionCode.NAME_SERVERS)).isFalse();
    assertThat(options.has(OptionCode.HOST_NAME)).isFalse();
    assertThat(server.reply(Requests.of(DISCOVER)).packet().options().has(OptionCode.HOST_NAME))
        .isTrue();
  }

  @Test
  void givesAStrangerAnAddressOfTheRangeAndAScript() {
    Requests request = Requests.ipxeBios(DISCOVER).mac(STRANGER.toString());
    Decision.Reply reply = server.reply(request);
    assertThat(reply.packet().yiaddr()).satisfies(ResponderTest::inRange);
    assertThat(reply.packet().file())
        .isEqualTo("http://10.0.0.1:9873/ipxe/" + STRANGER.dashed() + "?busid=${netX/busid}");
    assertThat(reply.node()).isEmpty();
    assertThat(reply.packet().options().has(OptionCode.HOST_NAME)).isFalse();
    assertThat(reply.change())
        .isEqualTo(
            new LeaseChange.Hold(
                STRANGER,
                reply.packet().yiaddr(),
                ResponderFixture.NOW.plus(Responder.OFFER_HOLD)));
  }

  @Test
  void givesANodeWithoutAnAddressOneOfTheRangeAndItsName() {
    Decision.Reply reply = server.reply(from("52:54:00:00:00:04", DISCOVER));
    assertThat(reply.packet().yiaddr()).satisfies(ResponderTest::inRange);
    assertThat(reply.packet().options().text(OptionCode.HOST_NAME)).isEqualTo("loose");
  }

  @Test
  void acknowledgesAStrangerAfterARestartWithTheAddressItHad() {
    acknowledges(Requests.of(STRANGER, REQUEST).address(50, "10.0.0.142"), "10.0.0.142");
    assertThat(offered(Requests.of(STRANGER, DISCOVER))).isEqualTo(ip("10.0.0.142"));
    refuses(Requests.of(OTHER, REQUEST).address(50, "10.0.0.142"));
  }

  @Test
  void neverGivesAwayAReservedAddress() {
    refuses(Requests.of(STRANGER, REQUEST).address(50, "10.0.0.150"));
    assertThat(offered(Requests.of(STRANGER, DISCOVER).address(50, "10.0.0.150")))
        .isNotEqualTo(ip("10.0.0.150"));
  }

  @Test
  void refusesAStrangerAnAddressOutsideTheRange() {
    refuses(Requests.of(STRANGER, REQUEST).address(50, "10.0.0.20"));
    refuses(Requests.of(STRANGER, REQUEST).address(50, "192.168.122.20"));
  }

  @Test
  void keepsTheRangeToTheSitesOwnNetwork() {
    assertThat(server.silence(Requests.of(STRANGER, DISCOVER).giaddr("10.1.255.1")))
        .contains("the dynamic range is for the site's own network only");
  }

  @Test
  void leavesStrangersToOthersWhereThereIsNoRange() {
    ResponderFixture bare = new ResponderFixture(Sites.withoutRange());
    assertThat(bare.silence(Requests.of(STRANGER, DISCOVER))).contains("in no node's hwaddr");
    assertThat(bare.silence(Requests.of(STRANGER, REQUEST).address(50, "10.0.0.9")))
        .contains("there is no dynamic range");
  }

  @Test
  void saysThatTheRangeIsFull() {
    for (int i = 0; i < 99; i++) {
      offered(Requests.of(new MacAddress(0x020000000000L + i), DISCOVER));
    }
    Decision decision = server.decide(Requests.of(STRANGER, DISCOVER));
    assertThat(decision)
        .isEqualTo(
            Decision.Silence.forAdmin(
                "the dynamic range 10.0.0.100 - 10.0.0.199 is full: widen it (dhcp: range start, range end)"));
  }

  @Test
  void givesAMisplacedNodeADynamicAddressAndSaysWhatIsWrong() {
    Decision.Reply reply = server.reply(from("52:54:00:00:00:03", DISCOVER));
    assertThat(reply.packet().yiaddr()).satisfies(ResponderTest::inRange);
    assertThat(reply.warning())
        .isEqualTo(
            "node far asks from the network of 10.0.0.1, its address is 10.1.0.13/16: correct its ipaddr or netmask");
  }

  @Test
  void keepsItsOwnAddress() {
    assertThat(server.silence(from("52:54:00:00:00:05", DISCOVER)))
        .isEqualTo("node thief has the server's own address 10.0.0.1: give it another ipaddr");
  }

  @Test
  void freesAReleasedAddress() {
    acknowledges(Requests.of(STRANGER, REQUEST).address(50, "10.0.0.142"), "10.0.0.142");
    assertThat(server.silence(Requests.of(STRANGER, RELEASE).ciaddr("10.0.0.142")))
        .isEqualTo("released");
    acknowledges(Requests.of(OTHER, REQUEST).address(50, "10.0.0.142"), "10.0.0.142");
  }

  @Test
  void avoidsADeclinedAddress() {
    Inet4Address first = offered(Requests.of(STRANGER, DISCOVER));
    Decision decision =
        server.decide(Requests.of(STRANGER, DECLINE).address(50, first.getHostAddress()));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Silence.class,
            silence -> {
              assertThat(silence.forAdmin()).isTrue();
              assertThat(silence.reason()).contains("arping -c 3 " + first.getHostAddress());
            });
    assertThat(offered(Requests.of(STRANGER, DISCOVER))).isNotEqualTo(first);
  }

  @Test
  void namesTheNodeWhoseReservedAddressIsTaken() {
    assertThat(server.silence(Requests.of(DECLINE).address(50, "10.0.0.11")))
        .contains("another machine already answers for 10.0.0.11");
    assertThat(offered(Requests.of(DISCOVER))).isEqualTo(ip("10.0.0.11"));
  }

  @Test
  void ignoresADeclineOfSomebodyElsesAddress() {
    Inet4Address first = offered(Requests.of(STRANGER, DISCOVER));
    assertThat(server.silence(Requests.of(OTHER, DECLINE).address(50, first.getHostAddress())))
        .isEqualTo("declines an address it was not given");
    assertThat(offered(Requests.of(STRANGER, DISCOVER))).isEqualTo(first);
  }
}
