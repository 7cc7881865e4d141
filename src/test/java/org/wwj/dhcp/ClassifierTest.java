package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wwj.dhcp.MessageType.DISCOVER;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.wwj.boot.Arch;
import org.wwj.boot.NetbootClient;
import org.wwj.boot.NetbootClient.Kind;

class ClassifierTest {
  private static NetbootClient classify(Requests request) {
    DhcpPacket packet = request.packet();
    return Classifier.classify(packet, packet.mac().orElseThrow());
  }

  private static NetbootClient client(Kind kind, Arch arch) {
    return new NetbootClient(Requests.C1, kind, Optional.of(arch));
  }

  @Test
  void tellsTheClientsOfOneBootApart() {
    assertThat(classify(Requests.ipxeBios(DISCOVER))).isEqualTo(client(Kind.IPXE, Arch.BIOS));
    assertThat(classify(Requests.ipxeUefi(DISCOVER))).isEqualTo(client(Kind.IPXE, Arch.X64_UEFI));
    assertThat(classify(Requests.ovmfPxe(DISCOVER))).isEqualTo(client(Kind.PXE, Arch.X64_UEFI));
    assertThat(classify(Requests.ovmfHttp(DISCOVER))).isEqualTo(client(Kind.HTTP, Arch.X64_HTTP));
    assertThat(classify(Requests.plainPxe(DISCOVER))).isEqualTo(client(Kind.PXE, Arch.BIOS));
    NetbootClient other = new NetbootClient(Requests.C1, Kind.OTHER, Optional.empty());
    assertThat(classify(Requests.udhcpc(DISCOVER))).isEqualTo(other);
    assertThat(classify(Requests.networkd(DISCOVER))).isEqualTo(other);
  }

  @Test
  void knowsIpxeByTheWordListOfRfc3004() {
    assertThat(classify(Requests.plainPxe(DISCOVER).option(77, "0469505845")).kind())
        .isEqualTo(Kind.IPXE);
    assertThat(classify(Requests.plainPxe(DISCOVER).option(77, "026162" + "0469505845")).kind())
        .isEqualTo(Kind.IPXE);
    assertThat(classify(Requests.plainPxe(DISCOVER).option(77, "0969505845")).kind())
        .isEqualTo(Kind.PXE);
    assertThat(classify(Requests.plainPxe(DISCOVER).text(77, "iPXE2")).kind()).isEqualTo(Kind.PXE);
  }

  /** A vendor's ROM built from iPXE's source keeps option 175 and runs no script. */
  @Test
  void doesNotTakeOption175AloneForIpxe() {
    assertThat(classify(Requests.ipxeBios(DISCOVER).without(77)).kind()).isEqualTo(Kind.PXE);
  }

  @Test
  void takesBothCodesOfSwappedFirmwareForX64() {
    assertThat(classify(Requests.ovmfPxe(DISCOVER).option(93, "0009")).arch())
        .contains(Arch.X64_UEFI);
  }

  @Test
  void picksTheFirstArchitectureItCanBoot() {
    assertThat(classify(Requests.ovmfPxe(DISCOVER).option(93, "0006000b0007")).arch())
        .contains(Arch.ARM64_UEFI);
    assertThat(classify(Requests.ovmfPxe(DISCOVER).option(93, "0006")).arch()).isEmpty();
    assertThat(classify(Requests.ovmfHttp(DISCOVER).option(93, "0013")).arch())
        .contains(Arch.ARM64_HTTP);
  }

  @Test
  void readsTheArchitectureOfOldRomsFromTheirVendorClass() {
    assertThat(classify(Requests.ovmfPxe(DISCOVER).without(93)).arch()).contains(Arch.X64_UEFI);
    assertThat(classify(Requests.plainPxe(DISCOVER).without(93).text(60, "PXEClient")).arch())
        .contains(Arch.BIOS);
    assertThat(
            classify(Requests.plainPxe(DISCOVER).without(93).text(60, "PXEClient:Arch:x")).arch())
        .isEmpty();
  }

  /** Q26: its boot ROM says BIOS. */
  @Test
  void takesARaspberryPiForArm() {
    assertThat(classify(Requests.plainPxe(DISCOVER).mac("d8:3a:dd:00:00:01")).arch())
        .contains(Arch.ARM64_UEFI);
  }
}
