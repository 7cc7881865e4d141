package org.wwj.testnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** nginx as a mirror of chunks, with the settings that docs/mirrors.md gives. */
public final class NginxMirror {
  private final Path folder;

  private NginxMirror(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts it and waits until it listens; it ends with the network.
   *
   * @param namespace where it runs
   * @param folder for its settings, cache and log, which is made
   * @param listen address and port
   * @param more settings of its server
   */
  public static NginxMirror start(
      TestNet net, String namespace, Path folder, String listen, String more) throws IOException {
    Files.createDirectories(folder);
    Path conf = folder.resolve("nginx.conf");
    Files.writeString(
        conf,
        """
        user root;
        daemon off;
        pid %1$s/pid;
        error_log stderr error;
        events {}
        http {
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
        %2$s
        }
        """
            .formatted(
                folder,
                documented()
                    .replace("/var/cache/nginx/wwj", folder + "/cache")
                    .replace("access_log off;", "access_log " + folder + "/access; " + more)
                    .replace("listen 8080;", "listen " + listen + ";")));
    net.start(namespace, folder.resolve("out"), "nginx", "-c", conf.toString());
    Awaitility.await("nginx")
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          String out = Files.readString(folder.resolve("out"));
          if (!out.isEmpty()) {
            throw new IllegalStateException(out);
          }
          return Files.exists(folder.resolve("pid"));
        });
    return new NginxMirror(folder);
  }

  private static String documented() throws IOException {
    String document = Files.readString(Path.of("docs/mirrors.md"));
    int begin = document.indexOf("```nginx\n") + "```nginx\n".length();
    return document.substring(begin, document.indexOf("```", begin));
  }

  /** A line for each request it has answered. */
  public String log() throws IOException {
    return Files.readString(folder.resolve("access"));
  }
}
