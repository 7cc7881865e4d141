package org.wwj.dhcp;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.wwj.config.SiteConfig;
import org.wwj.net.Prefix;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * A DHCP server of its own for system tests on 10.0.0.0/16: nodes {@code n1}, {@code n2}, … at
 * 10.0.1.1 and up, MACs 52:54:00:00:00:01 and up; strangers get 10.0.0.100 - 10.0.0.199. Arguments:
 * number of nodes, transport.
 */
final class DhcpServerMain {
  private DhcpServerMain() {}

  public static void main(String[] args) throws InterruptedException {
    Log.install(System.out, false, args.length > 2 ? Level.INFO : Level.FINE);
    SiteConfig config = Sites.config("10.0.0.1/16", "10.0.0.100", "10.0.0.199");
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= Integer.parseInt(args[0]); i++) {
      String mac = "52:54:00:00:%02x:%02x".formatted(i >> 8, i & 0xff);
      String address = Prefix.fromInt(0x0a000100 + i).getHostAddress();
      nodes.add(Sites.node("n" + i, mac, address, "255.255.0.0"));
    }
    Snapshot snapshot = new Snapshot(config, nodes, List.of());
    Counters counters = new Counters();
    try {
      DhcpServer.start(
          DhcpSettings.standard(Sites.SERVER, Transport.valueOf(args[1])),
          () -> snapshot,
          event ->
              Log.info("boot", "mac", event.mac(), "phase", event.phase(), "say", event.detail()),
          counters,
          InstantSource.system());
    } catch (DhcpException e) {
      Log.warn("refused", "reason", String.valueOf(e.getMessage()));
      return;
    }
    try {
      RouterAdvertiser.start(Sites.SERVER, mac -> snapshot.byMac(mac).isPresent(), counters);
    } catch (DhcpException e) {
      Log.warn("no-router-advertisement", "reason", String.valueOf(e.getMessage()));
    }
    Log.info("ready");
    Thread.currentThread().join();
  }
}
