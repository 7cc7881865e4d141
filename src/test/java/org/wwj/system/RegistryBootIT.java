package org.wwj.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.LocalRegistry;
import org.wwj.testnet.Peers;
import org.wwj.testnet.TestNet;
import org.wwj.testnet.Vm;
import org.wwj.testnet.Vm.Firmware;

/** From a container registry to a running node, by the commands that an admin types. */
class RegistryBootIT {
  private static final String NAME = "proof";
  private static final Path RESOURCES =
      Path.of("src/test/resources/org/wwj/system/proof").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void nodeRunsWithTheCapabilitiesAndOwnersOfTheImageInTheRegistry() throws Exception {
    Peers.require(
        "ip",
        "qemu-system-x86_64",
        "mksquashfs",
        "mmdebstrap",
        "docker-registry",
        "skopeo",
        "umoci",
        "setcap");
    try (TestNet net = TestNet.create();
        LocalRegistry registry = LocalRegistry.start(folder.resolve("registry"))) {
      TestSite site = new TestSite(net, folder);
      site.buildImages();
      String reference = "docker://" + registry.authority() + "/site/proof:1";
      run(
          "sh",
          RESOURCES.resolve("layers").toString(),
          site.rootfs().toString(),
          folder.resolve("made").toString(),
          RESOURCES.toString());
      run(
          "skopeo",
          "--insecure-policy",
          "copy",
          "--dest-tls-verify=false",
          "oci:" + folder.resolve("made/layout") + ":proof",
          reference);
      site.ownImages();
      site.wwj("image", "import", "--nohttps", reference, NAME);
      site.wwj("image", "exec", NAME, "--", "sh", "-c", "echo exec >/opt/proof/from-exec");
      site.nodes(NAME, "squashfs", "");
      site.serve();
      try (Vm vm = Vm.start(net, folder, "c1", TestSite.C1, Firmware.BIOS, 768)) {
        vm.await("PROOF-END");
        assertThat(vm.console())
            .contains("PROOF capability=hidden without=\r")
            .contains("PROOF owner=4242:4343:4750:2 same=1 fifo=fifo")
            .contains("PROOF name=measured gone=0 shell=exec");
        vm.await("NODE-READY rc=0");
      }
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }
}
