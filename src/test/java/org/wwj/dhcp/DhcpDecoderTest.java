package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.wwj.net.Prefix;

class DhcpDecoderTest {
  private static String reason(byte[] octets) {
    return ((Decoded.Malformed) DhcpDecoder.decode(octets)).reason();
  }

  private static DhcpPacket packet(byte[] octets) {
    return ((Decoded.Packet) DhcpDecoder.decode(octets)).packet();
  }

  /** A request whose options are exactly these, not padded. */
  private static byte[] raw(String options) {
    byte[] whole = Requests.of(MessageType.DISCOVER).bytes();
    byte[] tail = Bytes.ofHex(options).toArray();
    byte[] octets = Arrays.copyOf(whole, 240 + tail.length);
    System.arraycopy(tail, 0, octets, 240, tail.length);
    return octets;
  }

  @Test
  void readsHeaderAndOptions() {
    assertThat(
            packet(
                    Requests.ipxeBios(MessageType.DISCOVER)
                        .ciaddr("10.0.0.7")
                        .giaddr("10.0.9.1")
                        .bytes())
                .toString())
        .isEqualTo(
            "DISCOVER 52:54:00:00:00:01 xid=11223344 flags=0000 ciaddr=10.0.0.7 giaddr=10.0.9.1"
                + " 53=01 57=05c0 60=PXEClient:Arch:00000:UNDI:002001 93=0000 94=010201"
                + " 55=010306070c0f111a2b3c4243778081828384858687afcb"
                + " 175=b105011af41000eb03010000170101220101130101140101110101270101190101"
                + " 61=01525400000001 77=69505845 97=0000000000000000408000525400000001");
  }

  @Test
  void refusesWhatIsShorterThanItsHeader() {
    assertThat(reason(new byte[0])).isEqualTo("0 bytes; header and magic cookie take 240");
    assertThat(reason(new byte[239])).contains("239 bytes");
  }

  @Test
  void refusesAnotherCookie() {
    byte[] octets = Requests.of(MessageType.DISCOVER).bytes();
    octets[236] = 0;
    assertThat(reason(octets)).isEqualTo("magic cookie is 00825363");
  }

  @Test
  void refusesAnUnknownOp() {
    byte[] octets = Requests.of(MessageType.DISCOVER).bytes();
    octets[0] = 7;
    assertThat(reason(octets)).isEqualTo("op is 7");
  }

  @Test
  void refusesAHardwareAddressLongerThanItsField() {
    assertThat(reason(Requests.of(MessageType.DISCOVER).hardware(1, 17).bytes()))
        .contains("length is 17");
  }

  @Test
  void namesTheOptionThatIsCutOff() {
    assertThat(reason(raw("350101" + "3c0950584543")))
        .isEqualTo("option 60 vendor-class claims 9 bytes, 4 are left");
    assertThat(reason(raw("3501013c"))).isEqualTo("option 60 vendor-class has no length");
    assertThat(reason(raw("e005"))).isEqualTo("option 224 unknown claims 5 bytes, 0 are left");
  }

  @Test
  void acceptsOptionsWithoutAnEnd() {
    assertThat(packet(raw("350103")).messageType()).contains(MessageType.REQUEST);
  }

  @Test
  void readsNothingBehindTheEnd() {
    assertThat(packet(raw("350101ff0c01")).options().has(OptionCode.HOST_NAME)).isFalse();
  }

  @Test
  void joinsSplitOptionsInOrder() {
    assertThat(packet(raw("4303616263" + "350101" + "4303646566ff")).options())
        .satisfies(
            options -> assertThat(options.text(OptionCode.BOOTFILE_NAME)).isEqualTo("abcdef"));
  }

  @Test
  void readsOptionsThatOverflowIntoFileAndThenSname() {
    byte[] octets = raw("350101340103ff");
    System.arraycopy(Bytes.ofHex("4303616263ff").toArray(), 0, octets, 108, 6);
    System.arraycopy(Bytes.ofHex("43036465660c0178ff").toArray(), 0, octets, 44, 9);
    DhcpPacket packet = packet(octets);
    assertThat(packet.options().text(OptionCode.BOOTFILE_NAME)).isEqualTo("abcdef");
    assertThat(packet.options().text(OptionCode.HOST_NAME)).isEqualTo("x");
    assertThat(packet.file()).isEmpty();
    assertThat(packet.sname()).isEmpty();
  }

  @Test
  void refusesAnOptionThatRunsOutOfAnOverloadedField() {
    byte[] octets = raw("350101340101ff");
    System.arraycopy(Bytes.ofHex("43ff").toArray(), 0, octets, 108, 2);
    assertThat(reason(octets)).isEqualTo("option 67 bootfile-name claims 255 bytes, 126 are left");
  }

  @Test
  void refusesAnUnknownOverload() {
    assertThat(reason(raw("350101340104ff"))).isEqualTo("option 52 is 04");
  }

  @Test
  void readsFileAndSnameUpToTheirNul() {
    byte[] octets = raw("350101ff");
    System.arraycopy(Bytes.ofText("boot\0junk").toArray(), 0, octets, 108, 9);
    System.arraycopy(Bytes.ofText("srv").toArray(), 0, octets, 44, 3);
    assertThat(packet(octets).file()).isEqualTo("boot");
    assertThat(packet(octets).sname()).isEqualTo("srv");
  }

  @Test
  void knowsNoStationInMulticastZeroOrForeignHardwareAddresses() {
    assertThat(Requests.of(MessageType.DISCOVER).packet().mac()).contains(Requests.C1);
    assertThat(Requests.of(MessageType.DISCOVER).mac("01:00:5e:00:00:01").packet().mac()).isEmpty();
    assertThat(Requests.of(MessageType.DISCOVER).mac("00:00:00:00:00:00").packet().mac()).isEmpty();
    assertThat(Requests.of(MessageType.DISCOVER).hardware(32, 0).packet().mac()).isEmpty();
  }

  @Test
  void leavesOutASubOptionThatIsCutOff() {
    assertThat(DhcpOptions.encapsulated(Bytes.ofHex("01024142050401"), false)).containsOnlyKeys(1);
    assertThat(DhcpOptions.encapsulated(Bytes.ofHex("00060108ff0a0100"), true)).containsOnlyKeys(6);
    assertThat(DhcpOptions.encapsulated(Bytes.ofHex("0502aabb"), false).get(5).address()).isEmpty();
    assertThat(DhcpOptions.encapsulated(Bytes.ofHex("05040a000009"), false).get(5).address())
        .contains(Prefix.parseAddress("10.0.0.9"));
  }
}
