package org.wwj.cli.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.cli.CliSite;

class OverlayTraceCommandTest {
  private static final String NODES =
      """
      nodeprofiles:
        default:
          system overlay: [base, conf]
          runtime overlay: [live]
          ipmi: {password: hidden}
          network devices:
            default:
              netmask: 255.255.255.0
        gpu:
          profiles: [default]
          tags: {role: gpu}
      nodes:
        c1:
          profiles: [gpu]
          network devices:
            default: {ipaddr: 10.0.0.11, device: eth0}
        c2: {profiles: [default]}
      """;

  @TempDir Path folder;
  private CliSite site;

  @BeforeEach
  void aSite() throws IOException {
    site = new CliSite(folder, NODES);
    write("data/overlays/base/rootfs/etc/app.conf", "plain\n");
    write("data/overlays/conf/rootfs/etc/app.conf.ww", "shipped {{.Id}}\n");
    write(
        "state/overlays/conf/rootfs/etc/app.conf.ww",
        """
        {{.Id}} {{.Tags.role}} {{.NetDevs.default.IpCIDR}} {{.Ipmi.Password}} {{.Warewulf.Port}} {{.Overlay}}
        {{range .AllNodes}}{{.Id}} {{end}}{{Include "motd"}}
        """);
    write("data/overlays/live/rootfs/etc/app.conf", "later\n");
    write("data/overlays/live/rootfs/etc/link.ww", "{{softlink \"/target\"}}");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String ok(String... args) {
    CliSite.Result result = site.run(args);
    assertThat(result.code()).as(result.err()).isZero();
    return site.shown(result.out());
  }

  @Test
  void tellsWhoWroteAFileAndWithWhatValues() {
    String text = ok("overlay", "trace", "c1", "/etc/app.conf");
    assertThat(text)
        .startsWith("/etc/app.conf of node c1, by its system overlays\n")
        .contains("Is:          a file of ")
        .contains("mode 0644, owner 0:0")
        .contains(
            "Written by:  SITE/state/overlays/conf/rootfs/etc/app.conf.ww (overlay conf, site), a template\n")
        .contains(
            "Covers:      SITE/data/overlays/conf/rootfs/etc/app.conf.ww (overlay conf, shipped)\n")
        .contains(
            "Covers:      SITE/data/overlays/base/rootfs/etc/app.conf (overlay base, shipped)\n")
        .contains("Kept:        what it covers, as /etc/app.conf.wwbackup\n")
        .contains("Reads:       SITE/motd\n")
        .containsPattern("Id +c1 +node c1 +SITE/nodes.conf:13\n")
        .containsPattern("Tags +\\{role=gpu} +profile gpu +SITE/nodes.conf:11\n")
        .containsPattern(
            "NetDevs\\[default].IpCIDR +10.0.0.11/24 +node c1, profile default +SITE/nodes.conf:16, SITE/nodes.conf:8\n")
        .containsPattern("Ipmi.Password +\\*\\*\\* +profile default +SITE/nodes.conf:5\n")
        .containsPattern("Warewulf.Port +9873 +settings +SITE/wwj.conf\n")
        .containsPattern("Overlay +conf +the server +--\n")
        .containsPattern("AllNodes\\[\\*].Id +of each node +all nodes +SITE/nodes.conf\n")
        .contains("\n\n/etc/app.conf of node c1, by its runtime overlays\n")
        .doesNotContain("hidden");
  }

  @Test
  void listsAllFilesOfANode() {
    assertThat(ok("overlay", "trace", "c2").lines().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "PATH KIND MODE OWNER OVERLAY LAYER WRITTEN BY COVERS",
            "---- ---- ---- ----- ------- ----- ---------- ------",
            "/etc/ system 0755 0:0 conf site SITE/state/overlays/conf/rootfs/etc --",
            "/etc/app.conf system 0644 0:0 conf site SITE/state/overlays/conf/rootfs/etc/app.conf.ww"
                + " SITE/data/overlays/conf/rootfs/etc/app.conf.ww, SITE/data/overlays/base/rootfs/etc/app.conf",
            "/etc/app.conf.wwbackup system 0644 0:0 base shipped SITE/data/overlays/base/rootfs/etc/app.conf --",
            "/etc/ runtime 0755 0:0 live shipped SITE/data/overlays/live/rootfs/etc --",
            "/etc/app.conf runtime 0644 0:0 live shipped SITE/data/overlays/live/rootfs/etc/app.conf --",
            "/etc/link runtime 0777 0:0 live shipped SITE/data/overlays/live/rootfs/etc/link.ww --");
  }

  @Test
  void isAnObjectForScripts() {
    assertThat(ok("overlay", "trace", "c1", "etc/app.conf", "-j"))
        .isEqualTo(ok("overlay", "trace", "c1", "/etc/app.conf/", "-o", "json"))
        .contains("\"layer\": \"site\"")
        .contains("\"overlay\": \"conf\"")
        .contains("\"backup\": \"/etc/app.conf.wwbackup\"")
        .contains("\"value\": \"***\"");
    assertThat(ok("overlay", "trace", "c1", "/etc/link", "-o", "yaml"))
        .contains("target: /target")
        .contains("type: link");
    assertThat(ok("overlay", "trace", "c1", "-o", "csv"))
        .startsWith("path,kind,mode,owner,overlay,layer,written_by,covers\r\n");
  }

  @Test
  void saysWhatMayHaveBeenMeant() {
    CliSite.Result node = site.run("overlay", "trace", "c11");
    assertThat(node.code()).isEqualTo(1);
    assertThat(node.err()).isEqualTo("wwj: no node c11; did you mean 'c1'?\n");
    CliSite.Result file = site.run("overlay", "trace", "c1", "/etc/app.cnf");
    assertThat(file.code()).isEqualTo(1);
    assertThat(file.err())
        .isEqualTo(
            "wwj: node c1 gets no file /etc/app.cnf from its overlays; did you mean 'etc/app.conf'?;"
                + " all that it gets:  wwj overlay trace c1\n");
    assertThat(site.run("overlay", "trace", "c1", "-j", "-o", "csv").code()).isEqualTo(2);
  }

  @Test
  void tellsWhoWroteOverABackup() throws IOException {
    write("data/overlays/last/rootfs/etc/app.conf.wwbackup", "on top\n");
    write("nodes.conf", NODES.replace("[base, conf]", "[base, conf, last]"));
    assertThat(ok("overlay", "trace", "c1", "/etc/app.conf.wwbackup"))
        .contains("Written by:  SITE/data/overlays/last/rootfs/etc/app.conf.wwbackup ")
        .contains("Covers:      SITE/data/overlays/base/rootfs/etc/app.conf ");
  }

  @Test
  void saysWhereATemplateIsBroken() throws IOException {
    write("state/overlays/conf/rootfs/etc/app.conf.ww", "{{.Id}}\n{{.Nope}}\n");
    CliSite.Result broken = site.run("overlay", "trace", "c1", "/etc/app.conf");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(site.shown(broken.err()))
        .startsWith(
            "wwj: node c1, overlay conf: template: SITE/state/overlays/conf/rootfs/etc/app.conf.ww:2:2: ");
  }
}
