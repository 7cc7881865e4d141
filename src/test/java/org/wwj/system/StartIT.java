package org.wwj.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/** Starts that succeed, fail and end, as an admin or systemd sees them. */
class StartIT {
  @TempDir Path folder;

  @Test
  void aServerWhoseAddressIsTakenEndsAndSaysSoAndTheFirstStopsOnRequest() throws Exception {
    Peers.require("ip");
    try (TestNet net = TestNet.create()) {
      TestSite site = new TestSite(net, folder);
      ServerProcess first = site.serve();
      Process second = site.tryToServe();
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).as("the second server ended").isTrue();
      assertThat(second.exitValue()).isEqualTo(1);

      first.stop();
      assertThat(first.log().lines().toList())
          .satisfiesOnlyOnce(line -> assertThat(line).endsWith("event=stopping"))
          .last()
          .asString()
          .endsWith("event=stopped");
      assertThat(site.folder().resolve("run/wwj.sock")).doesNotExist();
      site.serve();
    }
  }
}
