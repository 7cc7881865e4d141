package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wwj.testnet.Peers;

class KvmProbeIT {
  @Test
  void realMachineDecidesWithinItsTimeAndSaysWhyNot() {
    Peers.require("qemu-system-x86_64");
    KvmProbe.Verdict verdict = KvmProbe.probe(VirtHost.find());

    assertThat(verdict.reason().isEmpty()).as(verdict.toString()).isEqualTo(verdict.works());
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
        .as("machines left behind")
        .noneMatch(child -> child.info().command().orElse("").contains("qemu"));
  }
}
