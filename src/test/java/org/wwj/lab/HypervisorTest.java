package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against libvirt's own test driver: the real library, no hypervisor. */
class HypervisorTest {
  private static final String MACHINE =
      """
      <domain type='test'>
        <name>c1</name>
        <memory unit='MiB'>64</memory>
        <os><type>hvm</type><boot dev='network'/></os>
      </domain>
      """;

  @BeforeAll
  static void needsLibrary() {
    Assumptions.assumeTrue(
        Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64")
            .anyMatch(folder -> Files.exists(Path.of(folder, "libvirt.so.0"))),
        "libvirt.so.0 is not installed (sudo ./verify installs it)");
  }

  @Test
  void machineIsDefinedStartedAndRemoved() {
    try (Hypervisor libvirt = Hypervisor.connect("test:///default")) {
      assertThat(libvirt.state("c1")).isEqualTo("not defined");
      libvirt.start("c1", MACHINE);
      assertThat(libvirt.running("c1")).isTrue();
      libvirt.start("c1", MACHINE);
      assertThat(libvirt.running("c1")).as("started anew").isTrue();
      libvirt.remove("c1");
      libvirt.remove("c1");
      assertThat(libvirt.running("c1")).isFalse();
      assertThat(libvirt.running("test")).as("someone else's machine").isTrue();
    }
  }

  @Test
  void networkIsStartedOnceAndRemoved() {
    String xml = DomainXml.network("hpc-prov", "10.0.0.1", 24);
    try (Hypervisor libvirt = Hypervisor.connect("test:///default")) {
      libvirt.startNetwork("hpc-prov", xml);
      libvirt.startNetwork("hpc-prov", xml);
      libvirt.removeNetwork("hpc-prov");
      libvirt.removeNetwork("hpc-prov");
    }
  }

  @Test
  void failuresSayWhereWhatAndWhy() {
    assertThatThrownBy(() -> Hypervisor.connect("qemu+unix:///system?socket=/nowhere/sock"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("/nowhere/sock");
    try (Hypervisor libvirt = Hypervisor.connect("test:///default")) {
      assertThatThrownBy(() -> libvirt.start("c1", "<domain type='test'/>"))
          .isInstanceOf(LabException.class)
          .hasMessageStartingWith("libvirt at test:///default cannot start c1: ");
    }
  }
}
