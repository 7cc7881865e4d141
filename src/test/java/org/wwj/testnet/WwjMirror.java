package org.wwj.testnet;

import java.nio.file.Path;
import java.util.List;

/** {@code wwj mirror} in a process of its own, in some namespace of a test network. */
public final class WwjMirror {
  private WwjMirror() {}

  /**
   * Starts one before {@link HeadNode#URL} and waits until it listens.
   *
   * @param folder for its cache and log
   * @param listen address and port
   */
  public static ServerProcess start(TestNet net, String namespace, Path folder, String listen) {
    return ServerProcess.start(
        net,
        namespace,
        folder.resolveSibling(folder.getFileName() + ".log"),
        "org.wwj.Main",
        List.of(
            "mirror",
            "--from",
            HeadNode.URL,
            "--listen",
            listen,
            "--cache",
            folder.toString(),
            "--size",
            "1G"));
  }
}
