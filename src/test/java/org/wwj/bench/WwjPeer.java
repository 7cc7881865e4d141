package org.wwj.bench;

import java.nio.file.Path;
import java.util.List;
import org.wwj.testnet.ServerProcess;
import org.wwj.testnet.TestNet;

/** wwj on a site of its own below a folder. */
final class WwjPeer implements Peer {
  private final TestNet net;
  private final Path conf;
  private final Path folder;

  private WwjPeer(TestNet net, Path folder) {
    this.net = net;
    this.folder = folder;
    this.conf = folder.resolve("etc/wwj.conf");
  }

  /** Its site; not started yet. */
  static WwjPeer prepare(Path folder) {
    return new WwjPeer(Peer.wire(), folder);
  }

  /** What starts it as an admin does. */
  List<String> command() {
    return List.of("./wwj", "server", "--conf", conf.toString());
  }

  /** Starts the server. */
  void start() {
    ServerProcess.start(
        net, folder.resolve("server.log"), "org.wwj.Main", "server", "--conf", conf.toString());
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
  public void use(String root) {}

  @Override
  public void close() {
    net.close();
  }
}
