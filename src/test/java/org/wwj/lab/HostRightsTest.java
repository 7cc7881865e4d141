package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wwj.lab.HostRights.Facts;
import org.wwj.lab.HostRights.Missing;

class HostRightsTest {
  private static final String URI = "qemu:///system";

  @Test
  void rootOnGoodHostMissesNothing() {
    assertThat(
            HostRights.missing(
                new Facts("root", List.of("root"), true, true, true, true, true), URI))
        .isEmpty();
  }

  @Test
  void userOutsideTheGroupIsToldGroupPortsAndKvm() {
    List<Missing> missing =
        HostRights.missing(new Facts("ada", List.of("ada"), true, true, false, true, false), URI);
    assertThat(missing)
        .extracting(Missing::text)
        .satisfiesExactly(
            group -> assertThat(group).contains("sudo usermod -aG libvirt ada"),
            ports -> assertThat(ports).contains("sudo ./wwj lab up --libvirt qemu:///system"),
            kvm -> assertThat(kvm).contains("sudo usermod -aG kvm ada"));
    assertThat(missing).extracting(Missing::blocks).containsExactly(true, true, false);
  }

  @Test
  void silentLibvirtIsNamedBySocketAndCommand() {
    assertThat(
            HostRights.missing(
                new Facts("root", List.of("root"), true, false, false, true, true), URI))
        .singleElement()
        .satisfies(m -> assertThat(m.blocks()).isTrue())
        .satisfies(m ->
            assertThat(m.text())
                .contains("/run/libvirt/libvirt-sock", "systemctl enable --now libvirtd"));
  }

  @Test
  void absentLibvirtAndAbsentKvmNameTheirStep() {
    assertThat(
            HostRights.missing(
                new Facts("root", List.of("root"), false, false, false, false, false), URI))
        .extracting(Missing::text)
        .satisfiesExactly(
            libvirt -> assertThat(libvirt).contains("install-missing lab"),
            kvm -> assertThat(kvm).contains("no /dev/kvm", "modprobe"));
  }

  @Test
  void libvirtOfAnotherMachineOrUserCannotShareTheBridge() {
    Facts good = new Facts("root", List.of("root"), true, true, true, true, true);
    for (String uri : List.of("qemu+ssh://other/system", "qemu:///session", "xen:///system")) {
      assertThat(HostRights.missing(good, uri))
          .singleElement()
          .satisfies(m -> assertThat(m.text()).contains(uri, "share a bridge"));
    }
  }
}
