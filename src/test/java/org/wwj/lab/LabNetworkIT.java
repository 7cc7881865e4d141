package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wwj.net.Prefix;
import org.wwj.testnet.Peers;

class LabNetworkIT {
  private final LabNetwork network =
      new LabNetwork("wwjt" + ProcessHandle.current().pid() + "lab", Prefix.parse("10.0.0.1/24"));

  @BeforeEach
  void needsRoot() {
    Peers.require("ip", "sysctl");
  }

  @AfterEach
  void removeNetwork() {
    network.remove();
  }

  @Test
  void makesIsolatedBridgeAndMakingItAgainChangesNothing() {
    network.make();
    network.make();

    assertThat(network.exists()).isTrue();
    assertThat(Commands.run(network.inside("ip", "-br", "addr", "show", "hpc-prov")).text())
        .contains("10.0.0.1/24")
        .doesNotContain("10.0.0.1/24 10.0.0.1/24");
    assertThat(Commands.run(network.inside("ip", "-d", "link", "show", "hpc-prov")).text())
        .contains("02:00:0a:00:00:01", "stp_state 0", "forward_delay 0");
    assertThat(Commands.run(network.inside("ip", "-br", "link")).text().lines())
        .as("interfaces inside")
        .allMatch(line -> line.startsWith("lo ") || line.startsWith("hpc-prov ") || tunnel(line));
    network.remove();
    assertThat(network.exists()).isFalse();
  }

  /** Some kernels give each namespace fallback tunnels. */
  private static boolean tunnel(String line) {
    return line.contains("@NONE");
  }

  @Test
  void namesWhoStillUsesTheNetworkInsteadOfEndingIt() throws Exception {
    network.make();
    Process shell =
        new ProcessBuilder(network.inside("sleep", "600"))
            .redirectInput(new File("/dev/null"))
            .start();
    try {
      Waiting.until(
          java.time.Duration.ofSeconds(20),
          () ->
              !Commands.run(java.util.List.of("ip", "netns", "pids", network.namespace()))
                  .text()
                  .isEmpty());
      assertThatThrownBy(network::remove)
          .isInstanceOf(LabException.class)
          .hasMessageContaining("still used by")
          .hasMessageContaining("pid " + shell.pid());
      assertThat(shell.isAlive()).isTrue();
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }
}
