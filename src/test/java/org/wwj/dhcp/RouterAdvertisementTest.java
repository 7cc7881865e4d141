package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wwj.net.MacAddress;

class RouterAdvertisementTest {
  private static final Bytes SERVER =
      RouterAdvertisement.linkLocal(MacAddress.parse("02:00:0a:00:00:01"));
  private static final Bytes CLIENT =
      RouterAdvertisement.linkLocal(MacAddress.parse("52:54:00:00:00:01"));
  private static final Bytes NOBODY = Bytes.of(new byte[16]);

  /** fe80::5054:ff:fe00:1 asks all routers, with its hardware address in an option. */
  private static final String SOLICITATION =
      "6000000000103aff"
          + "fe80000000000000505400fffe000001"
          + "ff020000000000000000000000000002"
          + "8500"
          + "da83"
          + "00000000"
          + "0101525400000001";

  static byte[] solicitation() {
    return Bytes.ofHex(SOLICITATION).toArray();
  }

  @Test
  void derivesTheLinkLocalAddressFromTheMac() {
    assertThat(SERVER.toString()).isEqualTo("fe80000000000000" + "00000afffe000001");
    assertThat(CLIENT.toString()).isEqualTo("fe80000000000000" + "505400fffe000001");
  }

  @Test
  void saysToOneMachineThatThereIsNoRouter() {
    assertThat(Bytes.of(RouterAdvertisement.encode(SERVER, CLIENT)).toString())
        .isEqualTo(
            "6000000000103aff"
                + "fe8000000000000000000afffe000001"
                + "fe80000000000000505400fffe000001"
                + "8600"
                + "245d"
                + "0000000000000000"
                + "00000000");
  }

  @Test
  void saysToAllWhereTheMachineHasNoAddressYet() {
    assertThat(Bytes.of(RouterAdvertisement.encode(SERVER, NOBODY)).toString())
        .isEqualTo(
            "6000000000103aff"
                + "fe8000000000000000000afffe000001"
                + "ff020000000000000000000000000001"
                + "8600"
                + "732f"
                + "0000000000000000"
                + "00000000");
  }

  @Test
  void findsTheSolicitor() {
    assertThat(RouterAdvertisement.solicitor(solicitation())).contains(CLIENT);
  }

  @Test
  void ignoresWhatIsNotAValidSolicitation() {
    assertThat(RouterAdvertisement.solicitor(new byte[0])).isEmpty();
    for (int at : new int[] {0, 5, 6, 7, 24, 40, 41, 43, 50}) {
      byte[] octets = solicitation();
      octets[at] ^= 0x10;
      assertThat(RouterAdvertisement.solicitor(octets)).as("octet " + at).isEmpty();
    }
    assertThat(RouterAdvertisement.solicitor(java.util.Arrays.copyOf(solicitation(), 55)))
        .isEmpty();
  }
}
