package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.wwj.testnet.Peers;

class KvmProbeIT {
  @Test
  void machineThatDoesNotStartLeavesNothingBehindAndSaysWhy() {
    Peers.require("qemu-system-x86_64");
    KvmProbe.Verdict verdict = KvmProbe.probe(VirtHost.find(), Path.of("/nonexistent/vmlinuz"));

    assertThat(verdict.works()).isFalse();
    assertThat(verdict.reason()).contains("/dev/kvm");
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
        .as("machines left behind")
        .noneMatch(child -> child.info().command().orElse("").contains("qemu"));
  }
}
