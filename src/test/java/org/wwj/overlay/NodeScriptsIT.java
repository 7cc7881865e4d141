package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.SiteFixture;
import org.wwj.registry.Node;

/** The scripts that run on nodes, in a real shell with real curl and tar, against a server. */
class NodeScriptsIT {
  private static final Path CLIENT =
      Path.of("overlays/client/rootfs/usr/libexec/wwj/client").toAbsolutePath();
  private static final Path READY =
      Path.of("overlays/ready/rootfs/usr/libexec/wwj/ready").toAbsolutePath();
  private static final Node NODE =
      SiteFixture.node(
          "c1", List.of(), SiteFixture.device("default", "52:54:00:00:00:01", "", "", Map.of()));

  @TempDir Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private SiteFixture site;
  private OverlayArchives archives;
  private volatile int refusals;

  @BeforeEach
  void start() throws IOException {
    site = SiteFixture.in(folder.resolve("site"));
    archives = new OverlayArchives(site.renderer(), 1 << 20);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Files.writeString(
        folder.resolve("env"),
        "WWJ_SERVER='http://127.0.0.1:%d'\nWWJ_MAC='52:54:00:00:00:01'\nWWJ_TOKEN='T'\nWWJ_IMAGE='a@b'\n"
            .formatted(server.getAddress().getPort()));
    Files.createDirectories(folder.resolve("root"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String etag = "\"" + "none" + "\"";
    byte[] body = {};
    int status = 200;
    if (exchange.getRequestURI().getPath().startsWith("/runtime/")) {
      Archive archive = archives.archive(NODE, Kind.RUNTIME, site.snapshot(NODE), Packer.TAR);
      etag = "\"" + archive.etag() + "\"";
      status = etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match")) ? 304 : 200;
      body = archive.bytes();
    } else if (refusals > 0) {
      refusals--;
      status = 503;
    }
    asked.add(status + " " + exchange.getRequestURI());
    exchange.getResponseHeaders().set("ETag", etag);
    exchange.sendResponseHeaders(status, status == 200 && body.length > 0 ? body.length : -1);
    if (status == 200) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private String run(Path script) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("dash", script.toString()).redirectErrorStream(true);
    builder.environment().put("WWJ_ENV", folder.resolve("env").toString());
    builder.environment().put("WWJ_DEST", folder.resolve("root").toString());
    builder.environment().put("WWJ_STATE", folder.resolve("state").toString());
    builder.environment().put("WWJ_CONSOLE", folder.resolve("console").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + " " + output;
  }

  @Test
  void clientBringsFilesInLineAndRemovesWhatVanished() throws Exception {
    site.write("dist", "hosts", "rootfs/etc/hosts.ww", "{{.Id}}\n");
    site.write("dist", "hosts", "rootfs/etc/secret", "s");
    site.write("dist", "hosts", "modes", "0600 etc/secret\n");
    Files.createSymbolicLink(
        folder.resolve("site/share/overlays/hosts/rootfs/link"), Path.of("etc/hosts"));
    Path root = folder.resolve("root");
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/hosts"), "old");
    Files.writeString(root.resolve("etc/other"), "stays");

    assertThat(run(CLIENT)).startsWith("0 ").contains("updated /etc/hosts");
    assertThat(root.resolve("etc/hosts")).hasContent("c1\n");
    assertThat(Files.getAttribute(root.resolve("etc/secret"), "unix:mode")).isEqualTo(0100600);
    assertThat(Files.readSymbolicLink(root.resolve("link"))).hasToString("etc/hosts");

    assertThat(run(CLIENT)).isEqualTo("0 ");
    assertThat(asked)
        .containsExactly(
            "200 /runtime/52:54:00:00:00:01?format=tar&token=T&image=a@b",
            "304 /runtime/52:54:00:00:00:01?format=tar&token=T&image=a@b");

    Files.createDirectories(root.resolve("etc/wwj"));
    Files.writeString(root.resolve("etc/wwj/runtime.token"), "OWN\n");
    assertThat(run(CLIENT)).isEqualTo("0 ");
    assertThat(asked).last().asString().contains("&token=OWN&");

    site.write("dist", "hosts", "rootfs/etc/hosts.ww", "{{.Id}} again\n");
    Files.delete(folder.resolve("site/share/overlays/hosts/rootfs/etc/secret"));
    assertThat(run(CLIENT))
        .isEqualTo("0 wwj-client: updated /etc/hosts\nwwj-client: removed /etc/secret\n");
    assertThat(root.resolve("etc/hosts")).hasContent("c1 again\n");
    assertThat(root.resolve("etc/secret")).doesNotExist();
    assertThat(root.resolve("etc/other")).hasContent("stays");
    try (var left = Files.list(root.resolve("etc"))) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("hosts", "other", "wwj");
    }
  }

  @Test
  void clientTriesAgainWhatItCouldNotWrite() throws Exception {
    site.write("dist", "hosts", "rootfs/etc/hosts", "new");
    Path blocked = folder.resolve("root/etc/hosts");
    Files.createDirectories(blocked);
    assertThat(run(CLIENT)).startsWith("1 ").contains("is a folder here");
    Files.delete(blocked);
    assertThat(run(CLIENT)).startsWith("0 ");
    assertThat(blocked).hasContent("new");
    assertThat(Files.isRegularFile(blocked, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void readyReportsUntilTheServerHasHeard() throws Exception {
    refusals = 2;
    assertThat(run(READY)).startsWith("0 NODE-READY rc=0 ip=127.0.0.1 root=");
    assertThat(asked).hasSize(3);
    assertThat(asked.getLast())
        .matches(
            "200 /report/52:54:00:00:00:01\\?phase=ready&token=T&memtotal=\\d+&memavail=\\d+&kernel=\\S+&address=127.0.0.1&image=a@b&ram=\\d+&pci=[0-9A-F:,]*");
    assertThat(Files.readString(folder.resolve("console")))
        .matches(
            "NODE-READY rc=0 ip=127.0.0.1 root=\\S+ memtotal=\\d+M memavail=\\d+M uptime=\\S+\n");
  }
}
