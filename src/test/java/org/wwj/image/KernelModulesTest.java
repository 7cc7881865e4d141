package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelModulesTest {
  @TempDir private Path root;

  @Test
  void ordersModulesAfterWhatTheyNeed() {
    Trees trees = new Trees(root).merged();
    trees.file(
        "usr/lib/modules/6.1.0/modules.dep",
        """
        kernel/drivers/net/virtio_net.ko: kernel/drivers/net/net_failover.ko kernel/net/core/failover.ko
        kernel/drivers/net/net_failover.ko: kernel/net/core/failover.ko
        kernel/net/core/failover.ko:
        kernel/drivers/net/other.ko:
        """);
    assertThat(new KernelModules(trees.tree(), "6.1.0").files(List.of("virtio-net", "absent")))
        .containsExactly(
            "kernel/net/core/failover.ko",
            "kernel/drivers/net/net_failover.ko",
            "kernel/drivers/net/virtio_net.ko");
  }

  @Test
  void knowsCompressedBuiltInAndSoftlyNeededModulesAsRockyHasThem() {
    Trees trees = new Trees(root).merged();
    trees
        .file(
            "usr/lib/modules/6.12/modules.dep",
            """
            kernel/fs/squashfs/squashfs.ko.xz:
            kernel/drivers/net/mlx5_core.ko.xz: kernel/drivers/net/mlxfw.ko.xz
            kernel/drivers/net/mlxfw.ko.xz:
            kernel/net/psample.ko.xz:
            """)
        .file("usr/lib/modules/6.12/modules.builtin", "kernel/drivers/block/loop.ko\n")
        .file(
            "usr/lib/modules/6.12/modules.softdep", "softdep mlx5_core pre: psample post: gone\n");
    KernelModules modules = new KernelModules(trees.tree(), "6.12");
    assertThat(modules.has("loop")).isTrue();
    assertThat(modules.has("overlay")).isFalse();
    assertThat(modules.files(List.of("loop", "squashfs", "mlx5_core")))
        .containsExactly(
            "kernel/fs/squashfs/squashfs.ko.xz",
            "kernel/drivers/net/mlxfw.ko.xz",
            "kernel/net/psample.ko.xz",
            "kernel/drivers/net/mlx5_core.ko.xz");
  }

  @Test
  void endsWhenModulesNeedEachOther() {
    Trees trees = new Trees(root).merged();
    trees.file("usr/lib/modules/1/modules.dep", "a.ko: b.ko\nb.ko: a.ko\n");
    assertThat(new KernelModules(trees.tree(), "1").files(List.of("a"))).hasSize(2);
  }

  @Test
  void saysWhatToInstallWhenThereAreNone() {
    Trees trees = new Trees(root).merged();
    assertThatThrownBy(() -> new KernelModules(trees.tree(), "6.1.0"))
        .hasMessageContaining("install the modules of kernel 6.1.0");
  }
}
