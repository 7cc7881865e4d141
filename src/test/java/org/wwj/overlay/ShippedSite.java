package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.wwj.SiteFixture;
import org.wwj.archive.Digest;
import org.wwj.archive.Entry;
import org.wwj.image.Manifest;
import org.wwj.image.Ram;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Snapshot;

/**
 * The site that the overlays that ship are tested on: the nodes of {@code overlay/nodes.conf}, an
 * image with users, and a server with files of its own.
 */
final class ShippedSite {
  static final String MUNGE_KEY = "munge\u0000key\n";
  private static final Path NODES = Path.of("src/test/resources/overlay/nodes.conf");
  private static final String GENERATION = "20260101T000000Z-00000000";

  private final SiteFixture site;
  private final Snapshot snapshot;
  private final OverlayRenderer renderer;

  ShippedSite(Path folder) throws IOException {
    site = SiteFixture.shipped(folder);
    site.write(
        "chroots",
        "rocky-10/rootfs/etc/passwd",
        """
        root:x:0:0:root:/root:/bin/bash
        munge:x:991:990:MUNGE:/run/munge:/sbin/nologin
        polkitd:x:114:114::/:/sbin/nologin
        """);
    site.write("chroots", "rocky-10/rootfs/etc/group", "root:x:0:\nmunge:x:990:\npolkitd:x:114:\n");
    site.write(
        "host",
        "etc/passwd",
        """
        root:x:0:0:root:/root:/bin/bash
        alice:x:1000:1000:Alice:/home/alice:/bin/bash
        polkitd:x:998:998:polkit:/:/sbin/nologin
        """);
    site.write("host", "etc/group", "root:x:0:\nalice:x:1000:\nwheel:x:10:alice\n");
    site.write(
        "host",
        "etc/hosts",
        """
        127.0.0.1 localhost
        127.0.1.1 sms.example sms
        ::1 localhost ip6-localhost
        # our storage
        10.0.0.2\tnfs.example nfs
        # Do not edit after this line
        10.0.0.99 written-before
        """);
    site.write("host", "root/.ssh/cluster.pub", "ssh-ed25519 AAAAcluster root@sms\n");
    site.write("etc", "authorized_keys", "# admins\nssh-ed25519 AAAAadmin admin\n");
    site.write("host", "usr/share/zoneinfo/Europe/Vienna", "");
    Path zone = Path.of("../usr/share/zoneinfo/Europe/Vienna");
    Files.createSymbolicLink(folder.resolve("host/etc/localtime"), zone);
    secret(site.write("state", "secrets/munge.key", MUNGE_KEY));
    secret(site.write("state", "keys/ssh.key", "0123456789abcdef0123456789abcdef"));
    secret(site.write("state", "keys/runtime.key", "0123456789abcdef0123456789abcdef"));
    site.write("state", "provision/images/rocky-10/" + GENERATION + "/manifest", manifest());
    Files.createSymbolicLink(
        folder.resolve("state/provision/images/rocky-10/current"), Path.of(GENERATION));
    snapshot = site.parse(Files.readString(NODES));
    renderer = site.renderer();
  }

  private static void secret(Path file) throws IOException {
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  private static String manifest() {
    Digest none = new Digest("0".repeat(64));
    return new Manifest(
            "rocky-10",
            GENERATION,
            "6.12.0-55.el10.x86_64",
            0,
            0,
            Ram.UNKNOWN,
            none,
            "0".repeat(128),
            List.of(),
            List.of())
        .format();
  }

  /** The nodes of the site. */
  List<Node> nodes() {
    return List.copyOf(snapshot.nodes().values());
  }

  Node node(String name) {
    return snapshot.node(name).orElseThrow();
  }

  /** The server itself, which overlay host is for. */
  static Node server() {
    NodesFile file = NodesFile.parse(Path.of("nodes.conf"), "nodes:\n  sms: {}\n");
    return new Merge(file).node("sms").node();
  }

  List<Entry> render(Node node, String... overlays) {
    return renderer.render(node, List.of(overlays), snapshot).entries();
  }

  /** The digest of a rendering that may use what was rendered before. */
  String digest(Node node, String overlay) {
    return renderer.render(node, List.of(overlay), snapshot).digest();
  }

  /** The digest of a rendering that starts from nothing. */
  String freshDigest(Node node, String overlay) {
    return site.renderer().render(node, List.of(overlay), snapshot).digest();
  }

  /** All overlays that ship. */
  static Set<String> overlays() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("overlays"))) {
      return new TreeSet<>(folders.map(folder -> folder.getFileName().toString()).toList());
    }
  }

  /** Those that a node may have, in the order of the default profile. */
  static List<String> ofNodes() throws IOException {
    List<String> names = new ArrayList<>(overlays());
    names.remove("host");
    return names;
  }
}
