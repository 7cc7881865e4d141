package org.wwj.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.wwj.testnet.TestNet;

/**
 * An HTTP server that runs on the first processor.
 *
 * @param port where it listens
 * @param path what is asked for
 * @param process its first process
 */
record HttpPeer(String name, int port, String path, Process process) {
  /** wwj by its launcher, as an admin starts it. */
  static HttpPeer wwj(TestNet net, HttpSite site) {
    Process process =
        start(net, site.log("wwj"), "./wwj", "server", "--conf", site.conf().toString());
    await(site.log("wwj"), "event=ready");
    return new HttpPeer("wwj", site.port(), "/image/MAC", process);
  }

  /** nginx with sendfile, without a log, its files kept open. */
  static HttpPeer nginx(TestNet net, HttpSite site) {
    Path conf = site.folder().resolve("nginx.conf");
    ReferenceFiles.write(
        "http.nginx.conf",
        conf,
        Map.of("FOLDER", site.folder().toString(), "WWW", site.image().getParent().toString()));
    Process process = start(net, site.log("nginx"), "nginx", "-c", conf.toString());
    Awaitility.await("nginx").until(() -> Files.exists(site.folder().resolve("nginx.pid")));
    return new HttpPeer("nginx", 8080, "/" + site.image().getFileName(), process);
  }

  /** Go's net/http with its own file server. */
  static HttpPeer go(TestNet net, HttpSite site) {
    Path program = site.folder().resolve("goserver");
    Command.run(
        "env",
        "GO111MODULE=off",
        "GOCACHE=" + site.folder().resolve("gocache"),
        "go",
        "build",
        "-o",
        program.toString(),
        "src/test/resources/org/wwj/bench/http/main.go");
    Process process =
        start(
            net,
            site.log("go"),
            "env",
            "GOMAXPROCS=1",
            program.toString(),
            ":8081",
            site.image().getParent().toString());
    await(site.log("go"), "ready");
    return new HttpPeer("Go net/http", 8081, "/" + site.image().getFileName(), process);
  }

  private static Process start(TestNet net, Path log, String... command) {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", "0"));
    pinned.addAll(List.of(command));
    return net.start(net.server(), log, pinned.toArray(String[]::new));
  }

  private static void await(Path log, String word) {
    Awaitility.await(log.toString())
        .atMost(java.time.Duration.ofSeconds(60))
        .until(() -> Files.readString(log).contains(word));
  }

  /** Time on processors that it and all it started have spent, in seconds. */
  double cpuSeconds() {
    return new ProcessTree(process).cpuSeconds();
  }
}
