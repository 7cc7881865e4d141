package org.wwj.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.StatusClient;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.registry.NodesFile;

/** The server of a site as commands ask it, again and again while they watch. */
final class RunningServer {
  private final SiteConfig config;
  private List<String> defined = List.of();
  private @Nullable FileTime definedAt;

  RunningServer(SiteConfig config) {
    this.config = config;
  }

  /**
   * Its status now, as JSON.
   *
   * @throws ConfigException when it does not run
   */
  byte[] status() {
    Path socket = config.paths().runtime().resolve("wwj.sock");
    try {
      return StatusClient.get(socket, "/status");
    } catch (IOException e) {
      throw new ConfigException(
          "no server answers on %s (%s): start it with `wwj server` or `systemctl start wwj`"
              .formatted(socket, e.getMessage()),
          e);
    }
  }

  /**
   * The nodes of the site; read again when the file has changed. A broken file the server tells.
   */
  List<String> defined() {
    Path nodes = config.nodesFile();
    try {
      FileTime modified = Files.getLastModifiedTime(nodes);
      if (!modified.equals(definedAt)) {
        defined = List.copyOf(NodesFile.read(nodes).nodes().keySet());
        definedAt = modified;
      }
    } catch (IOException | ConfigException e) {
      defined = List.of();
    }
    return defined;
  }
}
