package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PciAliasesTest {
  @TempDir private Path root;

  @Test
  void findsTheDriversOfACard() {
    Trees trees = new Trees(root).merged();
    trees
        .file(
            "usr/lib/modules/1/modules.alias",
            """
            # Aliases extracted from modules themselves.
            alias pci:v00008086d00001539sv*sd*bc*sc*i* igb
            alias pci:v00008086d000010D3sv*sd*bc*sc*i* e1000e
            alias pci:v000015B3d00001017sv000015B3sd00000020bc02sc00i00 mlx5_core
            alias pci:v00001AF4d*sv*sd*bc*sc*i* virtio_pci
            alias pci:v00008086d00001539sv*sd*bc0Csc*i* some_usb
            alias pci:v*d*sv*sd*bc01sc06i01* ahci
            alias pci:v00008086d00001539 broken
            alias virtio:d00000001v* virtio_net
            """)
        .file(
            "usr/lib/modules/1/modules.builtin.modinfo",
            "tg3.license=GPL\0tg3.alias=pci:v000014E4d0000165Fsv*sd*bc*sc*i*\0x.alias=pci:\0");
    PciAliases aliases = new PciAliases(trees.tree(), "1");
    assertThat(aliases.drivers("8086:1539")).containsExactly("igb");
    assertThat(aliases.drivers("8086:10d3")).containsExactly("e1000e");
    assertThat(aliases.drivers("15b3:1017")).containsExactly("mlx5_core");
    assertThat(aliases.drivers("1af4:1000")).containsExactly("virtio_pci");
    assertThat(aliases.drivers("14e4:165f")).containsExactly("tg3");
    assertThat(aliases.drivers("dead:beef")).isEmpty();
  }

  @Test
  void isEmptyWithoutTheLists() {
    assertThat(new PciAliases(new Trees(root).tree(), "1").drivers("8086:1539")).isEmpty();
  }
}
