package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.wwj.testnet.TestNet;

/** dnsmasq for DHCP and TFTP, nginx for HTTP, a busybox stage-1 that loads the same squashfs. */
final class ReferencePeer implements Peer {
  private static final String PREFIX6 = "fd00:77:6a::";

  private final TestNet net;
  private final Path folder;

  private ReferencePeer(TestNet net, Path folder) {
    this.net = net;
    this.folder = folder;
  }

  /** Lays its files out for the image; not started yet. */
  static ReferencePeer prepare(BenchImage image, Path folder) {
    TestNet net = Peer.wire();
    try {
      Command.run("rm", "-rf", folder.toString());
      Path www = Files.createDirectories(folder.resolve("www"));
      Map<String, String> names =
          Map.of(
              "BRIDGE",
              TestNet.BRIDGE,
              "SERVER",
              TestNet.SERVER,
              "PREFIX6",
              PREFIX6,
              "FOLDER",
              folder.toAbsolutePath().toString(),
              "LOADERS",
              loaders().toString(),
              "CMDLINE",
              CMDLINE);
      ReferenceFiles.write("dnsmasq.conf", folder.resolve("dnsmasq.conf"), names);
      ReferenceFiles.write("nginx.conf", folder.resolve("nginx.conf"), names);
      ReferenceFiles.write("boot.ipxe", www.resolve("boot.ipxe"), names);
      Files.createSymbolicLink(www.resolve("vmlinuz"), image.kernel().toRealPath());
      Files.createSymbolicLink(www.resolve("root.squashfs"), image.squashfs().toRealPath());
      ReferenceStage1.build(image, folder.resolve("stage1"), www.resolve("stage1.img"));
      net.in(net.server(), "sysctl", "-qw", "net.ipv6.conf." + TestNet.BRIDGE + ".accept_dad=0");
      net.in(
          net.server(),
          "ip",
          "-6",
          "addr",
          "add",
          PREFIX6 + "1/64",
          "dev",
          TestNet.BRIDGE,
          "nodad");
      return new ReferencePeer(net, folder);
    } catch (IOException e) {
      net.close();
      throw new IllegalStateException(folder.toString(), e);
    }
  }

  static Path loaders() {
    return Stream.of("/usr/lib/ipxe", "/usr/share/ipxe")
        .map(Path::of)
        .filter(p -> Files.exists(p.resolve("undionly.kpxe")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("iPXE is not installed (package ipxe)"));
  }

  @Override
  public List<ServerBench.Start> starts() {
    return List.of(new ServerBench.Start("dnsmasq + nginx", net, 80, "/boot.ipxe", command()));
  }

  /** One shell line that runs both servers in the foreground. */
  private List<String> command() {
    String dnsmasq = "dnsmasq -k -C '" + folder.toAbsolutePath() + "/dnsmasq.conf'";
    String nginx = "nginx -c '" + folder.toAbsolutePath() + "/nginx.conf' -g 'daemon off;'";
    return List.of("sh", "-c", dnsmasq + " & exec " + nginx);
  }

  @Override
  public void start() {
    net.start(net.server(), folder.resolve("output.log"), command().toArray(String[]::new));
    Awaitility.await("dnsmasq and nginx")
        .until(() ->
            Files.exists(folder.resolve("nginx.pid"))
                && Files.exists(folder.resolve("dnsmasq.pid")));
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public TestNet net() {
    return net;
  }

  @Override
  public String scriptLine() {
    return "REFERENCE-SCRIPT";
  }

  @Override
  public List<String> roots() {
    return List.of("squashfs");
  }

  @Override
  public void use(String root) {
    if (!root.equals("squashfs")) {
      throw new IllegalArgumentException("the reference boots squashfs, not " + root);
    }
  }

  @Override
  public void close() {
    net.close();
  }
}
