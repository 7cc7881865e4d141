package org.wwj.bench;

import java.util.List;
import org.wwj.testnet.TestNet;

/** A provisioning server that boots the machine: the reference or wwj. */
sealed interface Peer permits ReferencePeer, WwjPeer {
  /** Kernel arguments of both: all messages on the serial console, from the first. */
  String CMDLINE = "console=ttyS0,115200 earlyprintk=serial,ttyS0,115200 panic=5";

  String name();

  /** The network it serves. */
  TestNet net();

  /** What its script prints on the console first. */
  String scriptLine();

  /** The root methods it knows. */
  List<String> roots();

  /** The ways to start it that {@link ServerBench} measures. */
  List<ServerBench.Start> starts();

  /** Starts its server and waits until it serves. */
  void start();

  /** Boots from now on by that method. */
  void use(String root);

  /** Stops it and removes its network. */
  void close();

  /**
   * A network whose bridge has carrier before the first machine is on, as a switch has: an IPv6
   * address of a bridge without carrier cannot be used yet.
   */
  static TestNet wire() {
    TestNet net = TestNet.measured();
    net.in(net.server(), "ip", "link", "add", "idle", "type", "veth", "peer", "name", "far");
    net.in(net.server(), "ip", "link", "set", "far", "up");
    net.in(net.server(), "ip", "link", "set", "idle", "master", TestNet.BRIDGE, "up");
    return net;
  }
}
