package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wwj.dhcp.MessageType.DISCOVER;
import static org.wwj.dhcp.MessageType.INFORM;
import static org.wwj.dhcp.MessageType.REQUEST;

import org.junit.jupiter.api.Test;
import org.wwj.net.Prefix;

/** Whole packets in and out for each program that asks during a boot. */
class FirmwareRepliesTest {
  private static final String HEADER =
      " 52:54:00:00:00:01 xid=11223344 flags=%s yiaddr=10.0.0.11 siaddr=10.0.0.1 sname=10.0.0.1 file=%s";
  private static final String LEASE = " 54=10.0.0.1 51=00000e10 58=00000708 59=00000c4e";
  private static final String NETWORK = " 1=255.255.255.0 3=0a0000fe";
  private static final String DNS = " 6=0a0000020a000003 15=cluster 12=c1";
  private static final String UUID = " 97=" + Requests.UUID;
  private static final String CLIENT = " 61=01525400000001";
  private static final String JUST_BOOT = " 43=0601080a0400505845ff";
  private static final Destination TO_CARD =
      new Destination.Hardware(Requests.C1, Prefix.parseAddress("10.0.0.11"));
  private static final Destination TO_ALL = new Destination.Broadcast();

  private final ResponderFixture server =
      new ResponderFixture(
          Sites.snapshot(Sites.node("c1", "52:54:00:00:00:01", "10.0.0.11", "255.255.255.0")));

  private static Requests selecting(Requests request) {
    return request.address(50, "10.0.0.11").address(54, "10.0.0.1");
  }

  private void answers(Requests request, Destination to, String expected) {
    Decision.Reply reply = server.reply(request);
    assertThat(reply.packet().toString()).isEqualTo(expected);
    assertThat(reply.to()).isEqualTo(to);
    assertThat(reply.node()).isEqualTo("c1");
  }

  @Test
  void sendsBiosIpxeItsScript() {
    String url = "http://10.0.0.1:9873/ipxe/52-54-00-00-00-01?busid=${netX/busid}";
    String rest =
        HEADER.formatted("0000", url)
            + " 53=%s"
            + LEASE
            + NETWORK
            + DNS
            + " 66=10.0.0.1 67="
            + url
            + " 175=b00101ff"
            + UUID
            + CLIENT;
    answers(Requests.ipxeBios(DISCOVER), TO_CARD, "OFFER" + rest.formatted("02"));
    answers(selecting(Requests.ipxeBios(REQUEST)), TO_CARD, "ACK" + rest.formatted("05"));
  }

  @Test
  void sendsUefiIpxeItsScript() {
    String url = "http://10.0.0.1:9873/ipxe/52-54-00-00-00-01?busid=${netX/busid}";
    String rest =
        HEADER.formatted("0000", url)
            + " 53=%s"
            + LEASE
            + NETWORK
            + DNS
            + " 66=10.0.0.1 67="
            + url
            + " 175=b00101ff"
            + UUID
            + CLIENT;
    answers(Requests.ipxeUefi(DISCOVER), TO_CARD, "OFFER" + rest.formatted("02"));
    answers(selecting(Requests.ipxeUefi(REQUEST)), TO_CARD, "ACK" + rest.formatted("05"));
  }

  @Test
  void sendsUefiPxeItsLoaderByTftp() {
    String rest =
        HEADER.formatted("8000", "snponly.efi")
            + " 53=%s"
            + LEASE
            + NETWORK
            + DNS
            + " 28=0a0000ff 60=PXEClient"
            + JUST_BOOT
            + " 66=10.0.0.1 67=snponly.efi"
            + UUID;
    answers(Requests.ovmfPxe(DISCOVER), TO_ALL, "OFFER" + rest.formatted("02"));
    answers(selecting(Requests.ovmfPxe(REQUEST)), TO_ALL, "ACK" + rest.formatted("05"));
  }

  @Test
  void sendsArmPxeItsLoaderByTftp() {
    Decision.Reply reply =
        server.reply(
            Requests.ovmfPxe(DISCOVER)
                .option(93, "000b")
                .text(60, "PXEClient:Arch:00011:UNDI:003000"));
    assertThat(reply.packet().file()).isEqualTo("snponly-arm64.efi");
    assertThat(reply.packet().options().text(OptionCode.VENDOR_CLASS)).isEqualTo("PXEClient");
  }

  @Test
  void offersHttpBootUrlToHttpClient() {
    String url = "http://10.0.0.1:9873/efiboot/snponly.efi";
    String rest =
        HEADER.formatted("8000", url)
            + " 53=%s"
            + LEASE
            + NETWORK
            + DNS
            + " 28=0a0000ff 60=HTTPClient 66=10.0.0.1 67="
            + url
            + UUID;
    answers(Requests.ovmfHttp(DISCOVER), TO_ALL, "OFFER" + rest.formatted("02"));
    answers(selecting(Requests.ovmfHttp(REQUEST)), TO_ALL, "ACK" + rest.formatted("05"));
  }

  @Test
  void sendsPlainBiosPxeUndionly() {
    String rest =
        HEADER.formatted("0000", "undionly.kpxe")
            + " 53=%s"
            + LEASE
            + NETWORK
            + DNS
            + " 60=PXEClient"
            + JUST_BOOT
            + " 66=10.0.0.1 67=undionly.kpxe"
            + UUID
            + CLIENT;
    answers(Requests.plainPxe(DISCOVER), TO_CARD, "OFFER" + rest.formatted("02"));
    answers(selecting(Requests.plainPxe(REQUEST)), TO_CARD, "ACK" + rest.formatted("05"));
  }

  @Test
  void givesStage1AnAddressAndNothingToBoot() {
    String rest =
        " 52:54:00:00:00:01 xid=11223344 flags=0000 yiaddr=10.0.0.11 53=%s"
            + LEASE
            + NETWORK
            + DNS
            + " 28=0a0000ff"
            + CLIENT;
    answers(Requests.udhcpc(DISCOVER), TO_CARD, "OFFER" + rest.formatted("02"));
    answers(selecting(Requests.udhcpc(REQUEST)), TO_CARD, "ACK" + rest.formatted("05"));
  }

  @Test
  void givesNetworkdTheSameAddressUnderItsOtherIdentity() {
    answers(
        Requests.networkd(DISCOVER),
        TO_CARD,
        "OFFER 52:54:00:00:00:01 xid=11223344 flags=0000 yiaddr=10.0.0.11 53=02"
            + LEASE
            + NETWORK
            + DNS
            + " 28=0a0000ff 61=ff0000000100020000ab11aabbccddeeff0011");
  }

  @Test
  void givesFirmwareWithoutALoaderHereAnAddressOnly() {
    Decision.Reply reply = server.reply(Requests.ovmfPxe(DISCOVER).option(93, "0006"));
    assertThat(reply.packet().yiaddr()).isEqualTo(Prefix.parseAddress("10.0.0.11"));
    assertThat(reply.packet().options().has(OptionCode.BOOTFILE_NAME)).isFalse();
    assertThat(reply.packet().options().has(OptionCode.VENDOR_CLASS)).isFalse();
  }

  /** Q20: firmware has no resolver that lasts, so every URL carries the address itself. */
  @Test
  void quirk20UrlsHoldLiteralAddresses() {
    assertThat(server.reply(Requests.ovmfHttp(DISCOVER)).packet().file())
        .startsWith("http://10.0.0.1:9873/");
    assertThat(server.reply(Requests.ipxeUefi(DISCOVER)).packet().file())
        .startsWith("http://10.0.0.1:9873/");
  }

  /** Q21: without 43 UEFI takes the offer for one of BINL and asks port 4011. */
  @Test
  void quirk21DiscoveryControlStandsBesideTheVendorClass() {
    DhcpOptions options = server.reply(Requests.ovmfPxe(DISCOVER)).packet().options();
    assertThat(options.text(OptionCode.VENDOR_CLASS)).isEqualTo("PXEClient");
    assertThat(
            DhcpOptions.encapsulated(options.get(OptionCode.VENDOR_SPECIFIC).orElseThrow(), true))
        .containsEntry(6, Bytes.ofHex("08"))
        .containsEntry(10, Bytes.ofHex("00505845"));
  }

  /** Q21, Q25: a client that asks port 4011 all the same gets the boot file there. */
  @Test
  void quirk21AnswersOnTheProxyPort() {
    Requests request = Requests.plainPxe(REQUEST).ciaddr("10.0.0.11").option(43, "470480000000ff");
    Decision.Reply reply =
        ResponderFixture.sent((Decision.Reply) server.decide(request, true, "10.0.0.11", 4011));
    assertThat(reply.packet().toString())
        .isEqualTo(
            "ACK 52:54:00:00:00:01 xid=11223344 flags=0000 ciaddr=10.0.0.11 siaddr=10.0.0.1"
                + " sname=10.0.0.1 file=undionly.kpxe 53=05 54=10.0.0.1 60=PXEClient"
                + " 43=0601080a0400505845470480000000ff 66=10.0.0.1 67=undionly.kpxe"
                + UUID
                + CLIENT);
    assertThat(reply.to())
        .isEqualTo(new Destination.Sender(Prefix.parseAddress("10.0.0.11"), 4011));
    assertThat(reply.node()).isEqualTo("c1");
  }

  @Test
  void quirk25AnswersDiscoverAndInformOnTheProxyPort() {
    Decision.Reply offer =
        (Decision.Reply) server.decide(Requests.plainPxe(DISCOVER), true, "0.0.0.0", 68);
    assertThat(offer.packet().messageType()).contains(MessageType.OFFER);
    assertThat(offer.packet().yiaddr()).isEqualTo(DhcpPacket.NONE);
    assertThat(offer.to()).isEqualTo(TO_ALL);
    Decision.Reply ack =
        (Decision.Reply) server.decide(Requests.plainPxe(INFORM), true, "10.0.0.11", 68);
    assertThat(ack.packet().messageType()).contains(MessageType.ACK);
    assertThat(server.decide(Requests.udhcpc(DISCOVER), true, "0.0.0.0", 68))
        .isInstanceOf(Decision.Silence.class);
  }

  /** Q22: a client that misses either broadcasts to port 4011. */
  @Test
  void quirk22ServerIdentifierAndSiaddrAreAlwaysFilled() {
    for (Requests request :
        new Requests[] {
          Requests.ovmfPxe(DISCOVER),
          Requests.plainPxe(DISCOVER),
          Requests.ovmfHttp(DISCOVER),
          Requests.ipxeBios(DISCOVER)
        }) {
      DhcpPacket offer = server.reply(request).packet();
      assertThat(offer.options().address(OptionCode.SERVER_IDENTIFIER)).contains(Sites.SERVER);
      assertThat(offer.siaddr()).isEqualTo(Sites.SERVER);
    }
  }

  /** Q23: some firmware loses what comes in a second offer. */
  @Test
  void quirk23OneOfferCarriesAddressAndLoader() {
    DhcpPacket offer = server.reply(Requests.plainPxe(DISCOVER)).packet();
    assertThat(offer.yiaddr()).isEqualTo(Prefix.parseAddress("10.0.0.11"));
    assertThat(offer.file()).isEqualTo("undionly.kpxe");
  }

  /** Q24: menu code in firmware is broken more often than not. */
  @Test
  void quirk24NoBootMenu() {
    assertThat(
            DhcpOptions.encapsulated(
                server
                    .reply(Requests.ovmfPxe(DISCOVER))
                    .packet()
                    .options()
                    .get(OptionCode.VENDOR_SPECIFIC)
                    .orElseThrow(),
                true))
        .containsOnlyKeys(6, 10);
  }

  /** Q25: Intel ROMs omit option 97. */
  @Test
  void quirk25AcceptsAMissingUuid() {
    DhcpPacket offer = server.reply(Requests.plainPxe(DISCOVER).without(97)).packet();
    assertThat(offer.file()).isEqualTo("undionly.kpxe");
    assertThat(offer.options().has(OptionCode.CLIENT_UUID)).isFalse();
  }

  /** Q26: a Raspberry Pi looks for its name in the menu. */
  @Test
  void quirk26NamesTheRaspberryPi() {
    DhcpPacket offer = server.reply(Requests.plainPxe(DISCOVER).mac("d8:3a:dd:00:00:01")).packet();
    Bytes menu =
        DhcpOptions.encapsulated(
                offer.options().get(OptionCode.VENDOR_SPECIFIC).orElseThrow(), true)
            .get(9);
    assertThat(menu).isEqualTo(Bytes.ofHex("000011").join(Bytes.ofText("Raspberry Pi Boot")));
  }

  /** Q27: some clients set ciaddr when they should not. */
  @Test
  void quirk27IgnoresCiaddrInADiscover() {
    Decision.Reply offer = server.reply(Requests.plainPxe(DISCOVER).ciaddr("192.168.7.7"));
    assertThat(offer.packet().ciaddr()).isEqualTo(DhcpPacket.NONE);
    assertThat(offer.to()).isEqualTo(TO_CARD);
    Decision.Reply ack = server.reply(selecting(Requests.plainPxe(REQUEST)).ciaddr("10.0.0.11"));
    assertThat(ack.to()).isEqualTo(TO_CARD);
  }

  /** Q31: shim fetches its second stage from siaddr by TFTP. */
  @Test
  void quirk31SiaddrIsSetForHttpBootToo() {
    assertThat(server.reply(Requests.ovmfHttp(DISCOVER)).packet().siaddr()).isEqualTo(Sites.SERVER);
  }

  /** Q36: replies stay under 576 octets as long as the client allows no more. */
  @Test
  void quirk36FitsTheSmallestClient() {
    for (Requests request :
        new Requests[] {
          Requests.ipxeUefi(DISCOVER).without(57), Requests.ovmfHttp(DISCOVER).without(57)
        }) {
      Decision.Reply offer = (Decision.Reply) server.decide(request);
      assertThat(offer.limit()).isEqualTo(548);
      assertThat(DhcpEncoder.encode(offer.packet(), offer.limit()).length).isLessThanOrEqualTo(548);
      assertThat(server.reply(request).packet()).isEqualTo(offer.packet());
    }
  }

  /** ROMs read 66 and 67 as C strings. */
  @Test
  void terminatesBootStringsWithNul() {
    DhcpOptions options = server.reply(Requests.ovmfPxe(DISCOVER)).packet().options();
    assertThat(options.get(OptionCode.BOOTFILE_NAME)).contains(Bytes.ofText("snponly.efi\0"));
    assertThat(options.get(OptionCode.TFTP_SERVER_NAME)).contains(Bytes.ofText("10.0.0.1\0"));
  }

  /** undionly sets the flag although the ROM that loaded it does not. */
  @Test
  void honoursTheBroadcastFlagOfEachPacket() {
    assertThat(server.reply(Requests.ipxeBios(DISCOVER)).to()).isEqualTo(TO_CARD);
    Decision.Reply offer = server.reply(Requests.ipxeBios(DISCOVER).flags(0x8000));
    assertThat(offer.to()).isEqualTo(TO_ALL);
    assertThat(offer.packet().flags()).isEqualTo(0x8000);
  }
}
