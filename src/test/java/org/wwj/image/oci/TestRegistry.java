package org.wwj.image.oci;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's docker-registry on a port of its own choice, filled by skopeo. */
final class TestRegistry implements AutoCloseable {
  static final String USER = "admin";
  static final String PASSWORD = "s3cret:word";

  /** Of that password, as htpasswd -B makes it. */
  private static final String HASH = "$2b$04$L2/D02O.H7lGcHE49f98re3kLpzBKOB9hugrZ.cxonsNDAtWIRuzS";

  private static final Pattern LISTENS = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  private final Path folder;
  private final boolean tls;
  private final boolean login;
  private final Process process;
  private final int port;

  private TestRegistry(Path folder, boolean tls, boolean login, Process process, int port) {
    this.folder = folder;
    this.tls = tls;
    this.login = login;
    this.process = process;
    this.port = port;
  }

  /** Starts one that keeps its images in that folder. */
  static TestRegistry start(Path folder, boolean tls, boolean login) throws IOException {
    Files.createDirectories(folder);
    StringBuilder conf = new StringBuilder("version: 0.1\nlog: {level: info}\n");
    conf.append("storage: {filesystem: {rootdirectory: %s/data}}\n".formatted(folder));
    conf.append("http:\n  addr: 127.0.0.1:0\n");
    if (tls) {
      certificate(folder);
      conf.append("  tls: {certificate: %1$s/tls.crt, key: %1$s/tls.key}\n".formatted(folder));
    }
    if (login) {
      Files.writeString(folder.resolve("htpasswd"), USER + ":" + HASH + "\n");
      conf.append("auth: {htpasswd: {realm: wwj, path: %s/htpasswd}}\n".formatted(folder));
    }
    Files.writeString(folder.resolve("conf.yml"), conf);
    Process process =
        new ProcessBuilder("docker-registry", "serve", folder + "/conf.yml")
            .redirectErrorStream(true)
            .start();
    StringBuilder said = new StringBuilder();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      Matcher matcher = LISTENS.matcher(line);
      if (matcher.find()) {
        drain(out);
        return new TestRegistry(folder, tls, login, process, Integer.parseInt(matcher.group(1)));
      }
    }
    throw new IOException("docker-registry does not start: " + said);
  }

  private static void drain(BufferedReader out) {
    Thread.ofVirtual()
        .start(() -> {
          try (out) {
            while (out.readLine() != null) {}
          } catch (IOException e) {
            // it has ended
          }
        });
  }

  /** A certificate for 127.0.0.1 and localhost by an authority of its own. */
  private static void certificate(Path folder) throws IOException {
    Files.writeString(folder.resolve("san"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
    sh(
        folder,
        """
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt \
          -subj '/CN=Test authority' -days 2 &&
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -out tls.csr \
          -subj '/CN=127.0.0.1' &&
        openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile san -out tls.crt
        """);
  }

  /** Runs a script there. */
  static void sh(Path folder, String script) throws IOException {
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(script + ": " + said);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** {@code 127.0.0.1:PORT}. */
  String host() {
    return "127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  Path ca() {
    return folder.resolve("ca.crt");
  }

  /** Copies an image of a layout into it by skopeo. */
  void push(TestImage image, String name, String repository, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("skopeo", "copy", "-q"));
    words.addAll(List.of(more));
    words.add(tls ? "--dest-cert-dir=" + certs() : "--dest-tls-verify=false");
    if (login) {
      words.add("--dest-creds='" + USER + ":" + PASSWORD + "'");
    }
    words.add("oci:" + image.layout() + ":" + name);
    words.add("docker://" + host() + "/" + repository);
    sh(folder, String.join(" ", words));
  }

  private Path certs() throws IOException {
    Path certs = Files.createDirectories(folder.resolve("certs"));
    if (!Files.exists(certs.resolve("ca.crt"))) {
      Files.copy(ca(), certs.resolve("ca.crt"));
    }
    return certs;
  }

  /** The file in which it keeps a blob. */
  Path blob(String hex) {
    return folder.resolve(
        "data/docker/registry/v2/blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
