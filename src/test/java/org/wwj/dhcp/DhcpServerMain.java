package org.wwj.dhcp;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * A DHCP server of its own for system tests: nodes {@code n1}, {@code n2}, … at 10.0.0.11 and up
 * with MACs 52:54:00:00:00:01 and up. Arguments: number of nodes, {@code range} or {@code
 * reservations}.
 */
final class DhcpServerMain {
  private DhcpServerMain() {}

  public static void main(String[] args) throws InterruptedException {
    Log.install(System.out, false, Level.FINE);
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= Integer.parseInt(args[0]); i++) {
      nodes.add(
          Sites.node(
              "n" + i, "52:54:00:00:00:%02x".formatted(i), "10.0.0." + (10 + i), "255.255.255.0"));
    }
    boolean range = args[1].equals("range");
    Snapshot snapshot =
        new Snapshot(range ? Sites.config() : Sites.config(null, null), nodes, List.of());
    Counters counters = new Counters();
    DhcpServer.start(
        DhcpSettings.standard(Sites.SERVER, Transport.choose()),
        () -> snapshot,
        event -> Log.info("boot", "mac", event.mac(), "phase", event.phase().word()),
        counters,
        InstantSource.system());
    RouterAdvertiser.start(Sites.SERVER, mac -> snapshot.byMac(mac).isPresent(), counters);
    Log.info("ready");
    Thread.currentThread().join();
  }
}
