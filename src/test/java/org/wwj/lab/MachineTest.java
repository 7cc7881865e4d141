package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.net.Prefix;

class MachineTest {
  private static final Prefix NETWORK = Prefix.parse("10.0.0.1/24");
  private static final Machine C1 = Machine.numbered("c1", 1, NETWORK, Firmware.BIOS, 1024);
  private static final Machine C2 = Machine.numbered("c2", 2, NETWORK, Firmware.UEFI, 768);

  @Test
  void numbersGiveMacAddressAndUuid() {
    assertThat(C2.format()).isEqualTo("c2 52:54:00:00:00:02 10.0.0.12 uefi 768 2");
    assertThat(C2.uuid()).isEqualTo("00000000-0000-4000-8000-525400000002");
  }

  @Test
  void isReadAsItWasWritten() {
    assertThat(Machine.parse(C1.format())).isEqualTo(C1);
    assertThat(Machine.parse("h1 52:54:00:00:00:09 10.0.0.19 uefi-http 512 1").firmware())
        .isEqualTo(Firmware.UEFI_HTTP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c1",
        "c1 zz 10.0.0.11 bios 1024 2",
        "c1 52:54:00:00:00:01 10.0.0.11 coreboot 1024 2",
        "c1 52:54:00:00:00:01 10.0.0.11 bios much 2",
        "../c 52:54:00:00:00:01 10.0.0.11 bios 1 2"
      })
  void refusesOtherLines(String line) {
    assertThatThrownBy(() -> Machine.parse(line)).isInstanceOf(LabException.class);
  }

  @Test
  void copyTakesNextFreeMacAndAddressAndModelsSize() {
    Machine c3 = C2.copy("c3", Firmware.UEFI_HTTP, List.of(C1, C2), NETWORK);
    assertThat(c3.format()).isEqualTo("c3 52:54:00:00:00:03 10.0.0.13 uefi-http 768 2");

    Machine gap = C1.copy("c4", Firmware.BIOS, List.of(C2, c3), NETWORK);
    assertThat(gap.format()).isEqualTo("c4 52:54:00:00:00:01 10.0.0.11 bios 1024 2");
  }

  @Test
  void copyRefusesNameThatIsTaken() {
    assertThatThrownBy(() -> C1.copy("c2", Firmware.BIOS, List.of(C1, C2), NETWORK))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("c2 already");
  }

  @Test
  void copiesEndBelowTheDynamicRange() {
    List<Machine> all = new ArrayList<>(List.of(C1));
    for (int i = 2; i <= 189; i++) {
      all.add(C1.copy("n" + i, Firmware.BIOS, all, NETWORK));
    }
    assertThat(all.getLast().address().getHostAddress()).isEqualTo("10.0.0.199");
    assertThatThrownBy(() -> C1.copy("more", Firmware.BIOS, all, NETWORK))
        .hasMessageContaining("full");
  }
}
