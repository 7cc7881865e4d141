package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtHostTest {
  @Test
  void findsDebiansFiles() {
    VirtHost host =
        host(
            "/usr/bin/qemu-system-x86_64",
            "/usr/share/OVMF/OVMF_CODE_4M.fd",
            "/usr/share/OVMF/OVMF_VARS_4M.fd");
    assertThat(host.biosMachine()).isEqualTo("pc");
    assertThat(host.ovmf().orElseThrow().code())
        .isEqualTo(Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd"));
  }

  @Test
  void findsRockysFiles() {
    VirtHost host =
        host(
            "/usr/libexec/qemu-kvm",
            "/usr/share/edk2/ovmf/OVMF_CODE.cc.fd",
            "/usr/share/edk2/ovmf/OVMF_VARS.fd");
    assertThat(host.biosMachine()).isEqualTo("q35");
    assertThat(host.ovmf().orElseThrow().code())
        .isEqualTo(Path.of("/usr/share/edk2/ovmf/OVMF_CODE.cc.fd"));
  }

  @Test
  void saysHowToGetQemu() {
    assertThatThrownBy(() -> host("/usr/bin/kvm"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("install-missing lab");
  }

  @ParameterizedTest
  @CsvSource({
    "debian-12, qemu64",
    "ubuntu-24.04, qemu64",
    "rocky-9, Nehalem",
    "rocky9.6, Nehalem",
    "alma-8, Nehalem",
    "rocky-10, maximum",
    "Rocky-10-gpu, maximum",
    "centos-stream, maximum"
  })
  void emulatedCpuIsTheLeastThatTheImageRunsOn(String image, String cpu) {
    assertThat(VirtHost.cpu(false, image)).contains(cpu);
  }

  private static VirtHost host(String... files) {
    Set<String> there = Set.of(files);
    return VirtHost.find(path -> there.contains(path.toString()));
  }
}
