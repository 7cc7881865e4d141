package org.wwj.testnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Debian's docker-registry on a loopback port, in plain HTTP. */
public final class LocalRegistry implements AutoCloseable {
  private final Process process;
  private final int port;

  private LocalRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it over that folder, which it makes, and waits until it answers. */
  public static LocalRegistry start(Path folder) throws IOException {
    Files.createDirectories(folder);
    int port;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = probe.getLocalPort();
    }
    Path conf = folder.resolve("config.yml");
    Files.writeString(
        conf,
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("storage"), port));
    Process process =
        new ProcessBuilder("docker-registry", "serve", conf.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    LocalRegistry registry = new LocalRegistry(process, port);
    Awaitility.await("docker-registry").atMost(Duration.ofSeconds(60)).until(registry::answers);
    return registry;
  }

  /** Its host and port, as they stand in an image's reference. */
  public String authority() {
    return "127.0.0.1:" + port;
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("docker-registry ended with " + process.exitValue());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
