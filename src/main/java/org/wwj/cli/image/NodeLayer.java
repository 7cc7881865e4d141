package org.wwj.cli.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wwj.cli.SiteOption;
import org.wwj.cli.overlay.SiteOverlays;
import org.wwj.config.ConfigException;
import org.wwj.config.Spelling;
import org.wwj.image.TreeCopy;
import org.wwj.image.chroot.Chroot;
import org.wwj.overlay.Kind;
import org.wwj.overlay.OverlayRenderer;
import org.wwj.overlay.Packer;
import org.wwj.registry.Node;
import org.wwj.registry.Registry;
import org.wwj.registry.Snapshot;

/** A node's overlays as it gets them: the system's, and the runtime's over them. */
record NodeLayer(SiteOption site, String name) implements Chroot.Layer {
  @Override
  public void fill(Path folder) throws IOException {
    Snapshot snapshot = Registry.load(site.file());
    Node node =
        snapshot
            .node(name)
            .orElseThrow(() ->
                new ConfigException(
                    "no node " + name + Spelling.hint(name, snapshot.nodes().keySet())));
    OverlayRenderer renderer = SiteOverlays.of(site).renderer();
    for (Kind kind : Kind.values()) {
      Path archive = Files.createTempFile(folder.getParent(), ".tmp-overlay-", ".tar");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
          Packer.TAR.writer().write(renderer.render(node, kind.of(node), snapshot), out);
        }
        TreeCopy.unpack(archive, folder);
      } finally {
        Files.delete(archive);
      }
    }
  }
}
