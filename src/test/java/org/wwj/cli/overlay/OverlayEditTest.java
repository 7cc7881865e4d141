package org.wwj.cli.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.cli.CliSite;

class OverlayEditTest {
  @TempDir Path folder;
  private OverlaySite site;

  @BeforeEach
  void site() {
    site = new OverlaySite(folder);
  }

  /** Edits with a shell command; {@code $f} is the draft. */
  private CliSite.Result edit(String script, String... words) throws IOException {
    Path editor = Files.writeString(folder.resolve("editor"), "f=$1\n" + script + "\n");
    List<String> all = new ArrayList<>(List.of("edit", "--editor=sh " + editor));
    all.addAll(List.of(words));
    return site.run(all.toArray(String[]::new));
  }

  private static Path draft(String err) {
    Matcher kept = Pattern.compile("your draft is kept: (\\S+)").matcher(err);
    assertThat(kept.find()).as(err).isTrue();
    return Path.of(kept.group(1));
  }

  @Test
  void ofWhatShipsTheSiteGetsACopyOfThatFileAlone() throws IOException {
    CliSite.Result done = edit("echo '# more' >> $f", "hosts", "/etc/plain");
    assertThat(done.err()).isEmpty();
    assertThat(done.out())
        .isEqualTo(
            "Changed etc/plain of overlay hosts; the site's own now covers the one that ships\n");
    Path made = site.own("hosts/rootfs/etc/plain");
    assertThat(made).hasContent("as it is\n# more\n");
    assertThat(OverlaySite.mode(made)).isEqualTo("rw-------");
    assertThat(folder.resolve("data/overlays/hosts/rootfs/etc/plain")).hasContent("as it is\n");
    edit("echo '# again' >> $f", "multi", "etc/no.ww");
    assertThat(site.own("multi/rootfs/etc/no.ww")).exists();
    assertThat(site.own("multi/rootfs/etc/net.ww")).doesNotExist();
  }

  @Test
  void aCopyOfASecretsTemplateIsAsClosedAsWhatShips() throws IOException {
    edit("echo '# more' >> $f", "keys", "etc/key.ww");
    assertThat(OverlaySite.mode(site.own("keys/rootfs/etc/key.ww"))).isEqualTo("r--------");
    assertThat(site.ok("list", "-l", "keys", "-o", "csv"))
        .contains("-r--------,munge,munge,keys,etc/key.ww,true");
  }

  @Test
  void withoutAChangeNothingIsWritten() throws IOException {
    Path seen = folder.resolve("seen");
    assertThat(edit("echo $f > " + seen, "hosts", "etc/plain").out())
        .isEqualTo("Nothing to change.\n");
    assertThat(site.own("hosts/rootfs/etc/plain")).doesNotExist();
    Path draft = Path.of(Files.readString(seen).strip());
    assertThat(draft.getFileName()).hasToString("plain");
    assertThat(draft.getParent()).doesNotExist();
    edit(":", "ours", "etc/new.ww");
    assertThat(site.own("ours/rootfs/etc/new.ww")).doesNotExist();
  }

  @Test
  void beginsANewFile() throws IOException {
    assertThat(edit("echo x > $f", "ours", "etc/d/x.sh").err()).contains("--parents makes it");
    assertThat(edit("echo x > $f", "-p", "-m", "0700", "ours", "etc/d/x.sh").out())
        .isEqualTo("Made etc/d/x.sh of overlay ours\n");
    assertThat(site.own("ours/rootfs/etc/d/x.sh")).hasContent("x\n");
    assertThat(OverlaySite.mode(site.own("ours/rootfs/etc/d"))).isEqualTo("rwx------");
    assertThat(OverlaySite.mode(site.own("ours/rootfs/etc/d/x.sh"))).isEqualTo("rw-r--r--");
    edit("echo more >> $f", "ours", "etc/new.ww");
    assertThat(site.ok("show", "-r", "c1", "-q", "ours", "etc/new"))
        .startsWith("# c1 of cluster , from SITE/state/overlays/ours/rootfs/etc/new.ww\nmore\n");
    assertThat(site.ok("info", "ours", "etc/new.ww")).startsWith("What this file is for");
  }

  @Test
  void aTemplateThatDoesNotParseIsNotKept() throws IOException {
    CliSite.Result wrong = edit("printf 'a\\n {{.Id}' > $f", "hosts", "etc/hosts.ww");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("wwj: template: hosts/etc/hosts.ww:2:");
    assertThat(draft(wrong.err())).hasContent("a\n {{.Id}");
    assertThat(site.own("hosts/rootfs/etc/hosts.ww")).content().startsWith("# all\n");
    assertThat(edit("echo '{{evn \"A\"}}' > $f", "hosts", "etc/hosts.ww").err())
        .contains("function \"evn\" not defined")
        .contains("your draft is kept");
    // What is no template is nobody's business.
    assertThat(edit("echo '{{.Id}' > $f", "hosts", "etc/plain").code()).isZero();
  }

  @Test
  void refusesWhatCannotBeMeant() throws IOException {
    assertThat(edit(":", "hosts", "etc/hosts").err())
        .contains("wwj overlay edit hosts etc/hosts.ww");
    assertThat(edit(":", "hosts", "etc").err()).contains("etc is a folder");
    assertThat(edit(":", "nowhere", "etc/x").err())
        .contains("no overlay nowhere")
        .contains("wwj overlay create nowhere");
    CliSite.Result failed = edit("exit 3", "hosts", "etc/plain");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("ended with 3");
    CliSite.Result beaten =
        edit(
            "echo a >> $f; echo b >> " + site.own("hosts/rootfs/etc/hosts.ww"),
            "hosts",
            "etc/hosts.ww");
    assertThat(beaten.err()).contains("was changed meanwhile");
    assertThat(site.own("hosts/rootfs/etc/hosts.ww")).content().endsWith("b\n");
  }
}
