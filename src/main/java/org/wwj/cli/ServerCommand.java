package org.wwj.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.wwj.ops.Log;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code wwj server}: runs until it is told to stop. */
@Command(
    name = "server",
    description = "Serves DHCP, TFTP and HTTP on the provisioning network, in the foreground.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ends orderly on SIGTERM or Ctrl-C. A saved change of wwj.conf, nodes.conf, an",
      "overlay or an image is in the next reply; there is nothing to reload. Logs one",
      "line an event to standard error; with --debug also packets and requests.",
      "",
      "Example:  wwj server --conf /etc/wwj/wwj.conf"
    })
public final class ServerCommand implements Callable<Integer> {
  private final Runner runner;

  @Mixin SiteOption site = new SiteOption();

  /** What runs a server over a settings' file until it is told to stop. */
  @FunctionalInterface
  public interface Runner {
    /** Returns when the server has stopped. */
    void run(Path conf) throws InterruptedException;
  }

  /** The command, with what runs the server. */
  public ServerCommand(Runner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean journal = System.getenv("JOURNAL_STREAM") != null;
    Log.install(System.err, journal, site.debug() ? Level.FINE : Level.INFO);
    runner.run(site.file());
    return 0;
  }
}
