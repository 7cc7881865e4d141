package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wwj.lab.KvmProbe.Evidence;

class KvmProbeTest {
  @Test
  void worksWhereFirmwareSpeaks() {
    assertThat(KvmProbe.judge(new Evidence.Spoken("[    0.000000] Linux version 6.1.0", false)))
        .isEqualTo(new KvmProbe.Verdict(true, ""));
  }

  @Test
  void silentMachineIsNoProof() {
    KvmProbe.Verdict verdict = KvmProbe.judge(new Evidence.Spoken("", false));
    assertThat(verdict.works()).isFalse();
    assertThat(verdict.reason()).contains("does not start within 10 s");
  }

  @Test
  void qemusLastWordIsTheReason() {
    KvmProbe.Verdict verdict =
        KvmProbe.judge(
            new Evidence.Spoken(
                "warning: host doesn't support x\nerror: failed to set MSR 0x10a to 0x0\n", true));
    assertThat(verdict.works()).isFalse();
    assertThat(verdict.reason()).endsWith("error: failed to set MSR 0x10a to 0x0");
  }

  @Test
  void missingDeviceAndMissingRightsNameTheirStep() {
    assertThat(KvmProbe.judge(new Evidence.NoDevice()).reason()).contains("modprobe kvm");
    assertThat(KvmProbe.judge(new Evidence.NoAccess()).reason()).contains("usermod -aG kvm");
  }
}
