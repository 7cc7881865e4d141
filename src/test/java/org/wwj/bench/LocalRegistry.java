package org.wwj.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Debian's docker-registry on a loopback port, with one image in it. */
final class LocalRegistry implements AutoCloseable {
  private final Process process;
  private final int port;

  private LocalRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it over an empty folder and pushes the image {@code hpc:1} of a layout to it. */
  static LocalRegistry with(Path layout, Path folder) throws IOException {
    Command.run("rm", "-rf", folder.toString());
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
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(registry::answers);
    String[] push = {
      "skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false", "oci:" + layout + ":hpc",
      "docker://" + registry.image()
    };
    Command.run(push);
    return registry;
  }

  /** The image, without the transport. */
  String image() {
    return "127.0.0.1:" + port + "/hpc:1";
  }

  private boolean answers() {
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
