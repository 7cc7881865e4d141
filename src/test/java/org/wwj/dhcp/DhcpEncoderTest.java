package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wwj.net.Prefix;

class DhcpEncoderTest {
  private static final int ROOMY = DhcpEncoder.HARD_LIMIT;

  private static DhcpPacket packet(String sname, String file, DhcpOptions options) {
    return new DhcpPacket(
        2,
        1,
        6,
        0,
        0x01020304,
        0,
        0x8000,
        DhcpPacket.NONE,
        Prefix.parseAddress("10.0.0.11"),
        Prefix.parseAddress("10.0.0.1"),
        DhcpPacket.NONE,
        Bytes.of(java.util.Arrays.copyOf(Requests.C1.bytes(), 16)),
        sname,
        file,
        options);
  }

  private static DhcpOptions.Builder offer() {
    return DhcpOptions.builder().put(OptionCode.MESSAGE_TYPE, MessageType.OFFER.option());
  }

  private static DhcpPacket again(byte[] octets) {
    return ((Decoded.Packet) DhcpDecoder.decode(octets)).packet();
  }

  private static Bytes filled(int length) {
    return Bytes.ofText("x".repeat(length));
  }

  @Test
  void writesHeaderOptionsEndAndPadding() {
    byte[] octets =
        DhcpEncoder.encode(
            packet(
                "10.0.0.1",
                "snponly.efi",
                offer().put(OptionCode.SERVER_IDENTIFIER, Prefix.parseAddress("10.0.0.1")).build()),
            ROOMY);
    assertThat(Bytes.of(octets).toString())
        .isEqualTo(
            "02010600010203040000800000000000"
                + "0a00000b0a00000100000000"
                + "52540000000100000000000000000000"
                + hex("10.0.0.1", 64)
                + hex("snponly.efi", 128)
                + "63825363"
                + "350102"
                + "36040a000001"
                + "ff"
                + "00".repeat(50));
    assertThat(octets).hasSize(300);
  }

  private static String hex(String text, int field) {
    String hex = Bytes.ofText(text).toString();
    return hex + "0".repeat(2 * field - hex.length());
  }

  @Test
  void decodesToWhatWasEncoded() {
    DhcpPacket packet =
        packet("s", "f", offer().put(OptionCode.HOST_NAME, Bytes.ofText("c1")).build());
    assertThat(again(DhcpEncoder.encode(packet, ROOMY))).isEqualTo(packet);
  }

  @Test
  void splitsLongOptions() {
    DhcpOptions options = offer().put(OptionCode.of(224), filled(600)).build();
    byte[] octets = DhcpEncoder.encode(packet("", "", options), ROOMY);
    assertThat(octets[243] & 0xff).isEqualTo(224);
    assertThat(octets[244] & 0xff).isEqualTo(255);
    assertThat(octets[245 + 255] & 0xff).isEqualTo(224);
    assertThat(octets[245 + 2 * 257 + -1] & 0xff).isEqualTo(90);
    assertThat(again(octets).options()).isEqualTo(options);
  }

  @Test
  void writesEmptyOptions() {
    DhcpOptions options = offer().put(OptionCode.of(80), Bytes.EMPTY).build();
    assertThat(again(DhcpEncoder.encode(packet("", "", options), ROOMY)).options())
        .isEqualTo(options);
  }

  @Test
  void putsTheRelaysOptionLast() {
    DhcpOptions options =
        offer()
            .put(OptionCode.RELAY_AGENT, Bytes.ofHex("0102aabb"))
            .put(OptionCode.HOST_NAME, Bytes.ofText("c1"))
            .build();
    String hex = Bytes.of(DhcpEncoder.encode(packet("", "", options), ROOMY)).toString();
    assertThat(hex.substring(480)).startsWith("3501020c02633152040102aabbff");
  }

  @Test
  void leavesTextThatDoesNotFitItsFieldToTheOption() {
    DhcpPacket packet = packet("n".repeat(64), "f".repeat(128), offer().build());
    DhcpPacket again = again(DhcpEncoder.encode(packet, ROOMY));
    assertThat(again.sname()).isEmpty();
    assertThat(again.file()).isEmpty();
    packet = packet("n".repeat(63), "f".repeat(127), offer().build());
    assertThat(again(DhcpEncoder.encode(packet, ROOMY))).isEqualTo(packet);
  }

  @Test
  void takesTheClientsWordOnItsBufferWithinBounds() {
    assertThat(DhcpEncoder.limitFor(Requests.of(MessageType.DISCOVER).packet())).isEqualTo(548);
    assertThat(limit("0240")).isEqualTo(548);
    assertThat(limit("0010")).isEqualTo(548);
    assertThat(limit("05c0")).isEqualTo(1444);
    assertThat(limit("05dc")).isEqualTo(1472);
    assertThat(limit("ff00")).isEqualTo(1472);
    assertThat(limit("ff")).isEqualTo(548);
  }

  private static int limit(String option57) {
    return DhcpEncoder.limitFor(Requests.of(MessageType.DISCOVER).option(57, option57).packet());
  }

  @Test
  void dropsOptionsByPriorityUntilThePacketFits() {
    DhcpOptions options =
        offer()
            .put(OptionCode.SUBNET_MASK, Prefix.parseAddress("255.255.255.0"))
            .put(OptionCode.DOMAIN_SEARCH, filled(100))
            .put(OptionCode.DOMAIN_NAME, filled(100))
            .put(OptionCode.HOST_NAME, filled(60))
            .put(OptionCode.BOOTFILE_NAME, filled(100))
            .build();
    DhcpOptions kept = again(DhcpEncoder.encode(packet("", "", options), 548)).options();
    assertThat(kept).isEqualTo(options.without(OptionCode.DOMAIN_SEARCH));
    kept = again(DhcpEncoder.encode(packet("", "", options), 440)).options();
    assertThat(kept)
        .isEqualTo(options.without(OptionCode.DOMAIN_SEARCH).without(OptionCode.DOMAIN_NAME));
    byte[] least = DhcpEncoder.encode(packet("", "", options), 0);
    assertThat(again(least).options())
        .isEqualTo(
            options
                .without(OptionCode.DOMAIN_SEARCH)
                .without(OptionCode.DOMAIN_NAME)
                .without(OptionCode.HOST_NAME));
  }

  @Test
  void doesNotCountTheRelaysOptionAgainstTheClient() {
    DhcpOptions options =
        offer()
            .put(OptionCode.HOST_NAME, filled(60))
            .put(OptionCode.RELAY_AGENT, filled(400))
            .build();
    byte[] octets = DhcpEncoder.encode(packet("", "", options), 548);
    assertThat(again(octets).options()).isEqualTo(options);
  }

  /** Q36: edk2 ignores offers beyond 1472 octets. */
  @Test
  void neverExceedsOneFrame() {
    DhcpOptions options =
        offer()
            .put(OptionCode.BOOTFILE_NAME, filled(100))
            .put(OptionCode.RELAY_AGENT, filled(1400))
            .build();
    byte[] octets = DhcpEncoder.encode(packet("", "", options), ROOMY);
    assertThat(octets.length).isLessThanOrEqualTo(1472);
    assertThat(again(octets).options()).isEqualTo(options.without(OptionCode.RELAY_AGENT));
  }
}
