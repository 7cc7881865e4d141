package org.wwj.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A site with many nodes, as an admin keeps them by hand and by command.
 *
 * @param folder where its files are
 * @param count how many nodes
 */
record NodesSite(Path folder, int count) {
  private static final String PROFILES =
      """
      # Nodes of the site, kept by hand and by wwj.
      nodeprofiles:
        default:
          comment: every node
          image name: rocky-10
          runtime overlay: [hosts, ssh.authorized_keys]
          system overlay:
          - wwinit
          - wwclient
          - hosts
          - ssh.host_keys
          kernel:
            args: [quiet, crashkernel=no, net.ifnames=1]
          ipmi:
            username: admin
            interface: lanplus
          network devices:
            default:
              netmask: 255.0.0.0
              gateway: 127.0.0.1
        gpu:
          tags:
            partition: gpu   # as slurm calls it
      nodes:
      """;

  Path conf() {
    return folder.resolve("wwj.conf");
  }

  Path nodes() {
    return folder.resolve("nodes.conf");
  }

  /** A node in the middle. */
  String one() {
    return name(count / 2);
  }

  /** Writes settings and nodes; whatever was there before goes. */
  NodesSite write() throws IOException {
    Command.run("rm", "-rf", folder.toString());
    Files.createDirectories(folder);
    Files.writeString(
        conf(),
        """
        ipaddr: 127.0.0.1/8
        warewulf: {port: %2$d}
        dhcp: {enabled: false}
        tftp: {enabled: false}
        paths:
          localstatedir: %1$s/state
          cachedir: %1$s/cache
          rundir: %1$s/run
        """
            .formatted(folder, freePort()));
    // A good site: a change that brings nothing wrong in has nothing to tell of the rest.
    Files.createDirectories(folder.resolve("state/chroots/rocky-10/rootfs"));
    Files.writeString(nodes(), text());
    return this;
  }

  String text() {
    StringBuilder text = new StringBuilder(PROFILES);
    for (int i = 0; i < count; i++) {
      if (i % 40 == 0) {
        text.append("  # rack ").append(i / 40).append('\n');
      }
      text.append(
          """
            %1$s:
              profiles:
              - default%2$s
              network devices:
                default:
                  hwaddr: 52:54:00:%3$02x:%4$02x:%5$02x%6$s
                  ipaddr: 127.1.%7$d.%8$d
              ipmi:
                ipaddr: 127.2.%7$d.%8$d
              tags:
                rack: r%9$d
                slot: "%10$d"
          """
              .formatted(
                  name(i),
                  i % 8 == 0 ? "\n    - gpu" : "",
                  i >> 16,
                  i >> 8 & 255,
                  i & 255,
                  i % 97 == 0 ? "   # new card" : "",
                  i / 250 + 1,
                  i % 250 + 1,
                  i / 40,
                  i % 40));
    }
    return text.toString();
  }

  private static String name(int i) {
    return "n%05d".formatted(i);
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
