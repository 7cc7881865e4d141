package org.wwj.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/** wwj on a site of its own. */
final class WwjPeer implements Peer {
  private final TestNet net;
  private final BenchSite site;

  private WwjPeer(TestNet net, BenchSite site) {
    this.net = net;
    this.site = site;
  }

  /** Writes the site; not started yet. */
  static WwjPeer prepare(BenchSite site) {
    site.write("squashfs");
    return new WwjPeer(Peer.wire(), site);
  }

  /** By the launcher, as an admin does, with and without the AOT cache. */
  @Override
  public List<ServerBench.Start> starts() {
    return List.of(start("wwj", ""), start("wwj without AOT cache", "-XX:AOTMode=off"));
  }

  private ServerBench.Start start(String title, String javaOptions) {
    List<String> command = new ArrayList<>(List.of("env", "WWJ_JAVA_OPTS=" + javaOptions));
    command.addAll(server());
    return new ServerBench.Start(title, net, 9873, "/ipxe/" + Boots.MAC, command);
  }

  private List<String> server() {
    return List.of("./wwj", "server", "--conf", site.conf().toString());
  }

  @Override
  public void start() {
    ServerProcess.command(net, site.folder().resolve("server.log"), server());
  }

  @Override
  public String name() {
    return "wwj";
  }

  @Override
  public TestNet net() {
    return net;
  }

  @Override
  public String scriptLine() {
    return "wwj: c1 boots";
  }

  @Override
  public List<String> roots() {
    return List.of("squashfs", "tmpfs", "initrd");
  }

  @Override
  public void use(String root) {
    site.write(root);
    // The server takes a saved change within a second; firmware takes longer to ask.
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
  }

  @Override
  public void close() {
    net.close();
  }
}
