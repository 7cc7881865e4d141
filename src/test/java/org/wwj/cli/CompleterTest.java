package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.image.ImageFixture;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class CompleterTest {
  @TempDir Path folder;
  private CliSite site;

  @BeforeEach
  void full() throws IOException {
    site = CliSite.full(folder);
    for (String kernel : List.of("6.1.0-18-amd64", "6.12.3")) {
      Files.createDirectories(
          folder.resolve("state/chroots/debian-12/rootfs/usr/lib/modules").resolve(kernel));
    }
    Files.createDirectories(folder.resolve("state/chroots/rocky-10/rootfs"));
    Files.createDirectories(folder.resolve("state/overlays/chrony/rootfs"));
    Files.createDirectories(folder.resolve("data/overlays/hosts/rootfs"));
    Files.createDirectories(folder.resolve("data/overlays/hostname/rootfs"));
    Files.createDirectories(folder.resolve("data/images/debian-12"));
    Files.createDirectories(folder.resolve("ipxe"));
    Files.createFile(folder.resolve("ipxe/rack.ipxe"));
  }

  private Completer.Answer answer(String... words) {
    Completer.Answer answer = answer(WwjCommand.commandLine(), words);
    // Most often only the command that is named is there to look at.
    WwjCommand.toldCommandLine(words)
        .ifPresent(named -> assertThat(answer(named, words)).isEqualTo(answer));
    return answer;
  }

  private Completer.Answer answer(CommandLine commands, String... words) {
    return new Completer(
            commands.getCommandSpec(), conf -> new SiteNames(conf == null ? site.conf() : conf))
        .complete(List.of(words));
  }

  private List<String> words(String... words) {
    return answer(words).candidates().stream().map(Completer.Candidate::word).toList();
  }

  @Test
  void generationsOfTheImageThatIsNamed() throws IOException {
    Path made = folder.resolve("state/provision/images/debian-12/20260101T000000Z-aa");
    ImageFixture.generation(made, "debian-12", "x");
    assertThat(words("node", "set", "n2", "--image", "debian-12@"))
        .containsExactly("debian-12@20260101T000000Z-aa");
    assertThat(words("image", "verify", "debian-12@2"))
        .containsExactly("debian-12@20260101T000000Z-aa");
    assertThat(words("image", "rollback", "debian-12", "")).containsExactly("20260101T000000Z-aa");
    assertThat(words("image", "diff", "debian-12", "20260101T000000Z-aa", "2"))
        .containsExactly("20260101T000000Z-aa");
    assertThat(words("image", "rollback", "rocky-10", "")).isEmpty();
  }

  @Test
  void commandsWithWhatTheyDo() {
    assertThat(words(""))
        .contains("node", "profile", "image", "check")
        .doesNotContain("__complete");
    assertThat(answer("node", "l").candidates())
        .containsExactly(
            new Completer.Candidate(
                "list", "Lists nodes after the merge with their profiles, by cluster and name"));
    assertThat(words("container", "l")).containsExactly("list");
    assertThat(words("node", "--conf", site.conf().toString(), "st")).containsExactly("status");
  }

  @Test
  void flagsThatWereNotGiven() {
    assertThat(words("node", "list", "--n")).containsExactly("--net");
    assertThat(words("node", "list", "--net", "--n")).isEmpty();
    assertThat(words("node", "list", "-"))
        .contains("--all", "--conf", "--output")
        .doesNotContain("--warewulfconf");
    assertThat(words("node", "set", "n2", "--im")).containsExactly("--image");
  }

  @Test
  void namesOfTheSite() {
    assertThat(words("node", "list", "n")).containsExactly("n10", "n2");
    assertThat(words("node", "list", "a1", "b")).containsExactly("b1");
    assertThat(words("node", "delete", "n2,n")).containsExactly("n2,n10");
    assertThat(words("node", "add", "n")).isEmpty();
    assertThat(words("profile", "set", "g")).containsExactly("gpu");
    assertThat(words("node", "set", "n2", "--image", "")).containsExactly("debian-12", "rocky-10");
    assertThat(words("node", "set", "--image=roc")).containsExactly("--image=rocky-10");
    assertThat(words("node", "set", "-C", "d")).containsExactly("debian-12");
    assertThat(words("profile", "set", "-P", "base,de")).containsExactly("base,default");
    assertThat(words("node", "set", "-O", "~h")).containsExactly("~hostname", "~hosts");
    assertThat(words("node", "set", "-R", "hosts,")).contains("hosts,chrony", "hosts,hostname");
    assertThat(words("node", "set", "--kernelversion", "6.1.")).containsExactly("6.1.0-18-amd64");
    assertThat(words("node", "set", "--ipxe", "")).containsExactly("rack");
    assertThat(words("node", "set", "--primarynet", "")).containsExactly("default", "ib");
    assertThat(words("node", "set", "--netname", "i")).containsExactly("ib");
    assertThat(words("node", "set", "--system-overlays-add", "chr")).containsExactly("chrony");
    assertThat(words("profile", "unset", "--disk", "")).containsExactly("/dev/vda");
    assertThat(words("image", "build", "r")).containsExactly("rocky-10");
    assertThat(words("node", "trace", "a1", "NetDevs[ib].Ip"))
        .containsExactly("NetDevs[ib].Ipaddr", "NetDevs[ib].Ipaddr6");
  }

  @Test
  void overlaysAndTheirFiles() throws IOException {
    Files.createDirectories(folder.resolve("data/overlays/hosts/rootfs/etc"));
    Files.createFile(folder.resolve("data/overlays/hosts/rootfs/etc/hosts.ww"));
    assertThat(words("overlay", "show", "host")).containsExactly("hostname", "hosts");
    assertThat(words("overlay", "show", "hosts", "")).containsExactly("etc/", "etc/hosts.ww");
    assertThat(words("overlay", "edit", "hosts", "/etc/h")).containsExactly("/etc/hosts.ww");
    assertThat(words("overlay", "chmod", "hosts", "etc/h")).containsExactly("etc/hosts.ww");
    assertThat(words("overlay", "delete", "nowhere", "")).isEmpty();
    assertThat(words("overlay", "show", "--render", "n")).containsExactly("n10", "n2");
    assertThat(words("overlay", "build", "n2,n")).containsExactly("n2,n10");
    assertThat(words("overlay", "create", "h")).isEmpty();
    assertThat(answer("overlay", "import", "hosts", "").files()).isTrue();
    assertThat(words("overlay", "import", "hosts", "/etc/motd", "/e"))
        .containsExactly("/etc/", "/etc/hosts.ww");
  }

  @Test
  void wordsOfTypes() {
    assertThat(words("node", "list", "-o", ""))
        .containsExactly("table", "wide", "csv", "json", "yaml");
    assertThat(words("node", "list", "-ao", "c")).containsExactly("csv");
    assertThat(words("node", "set", "--onboot=")).containsExactly("--onboot=yes", "--onboot=no");
    assertThat(words("node", "set", "--root", "s")).containsExactly("squashfs");
    assertThat(words("completion", "")).containsExactly("bash", "zsh", "fish");
    assertThat(words("node", "set", "--mtu", "")).isEmpty();
  }

  @Test
  void filesAreLeftToTheShell() {
    assertThat(answer("node", "list", "--conf", ""))
        .isEqualTo(new Completer.Answer(List.of(), true));
    assertThat(answer("node", "list", "--conf=/et").files()).isTrue();
    assertThat(answer("man", "").files()).isTrue();
    assertThat(answer("image", "import", "rec").files()).isTrue();
    assertThat(words("image", "import", "rec")).containsExactly("recipe:debian-12");
  }

  @Test
  void theSiteIsTheOneOnTheLineAndABrokenOneHasNoNames() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    CliSite second = new CliSite(other, "nodes: {x1: {}}");
    String conf = second.conf().toString();
    assertThat(words("--conf", conf, "node", "list", "")).containsExactly("x1");
    assertThat(words("node", "list", "--conf", conf, "")).containsExactly("x1");
    assertThat(words("node", "list", "--warewulfconf=" + conf, "")).containsExactly("x1");
    Files.writeString(second.nodes(), "nodes: [");
    assertThat(words("--conf", conf, "node", "list", "")).isEmpty();
    assertThat(words("--conf", "/nowhere", "node", "set", "--image", "")).isEmpty();
  }

  @Test
  void afterTwoDashesAllIsNames() {
    assertThat(words("node", "list", "--", "")).containsExactly("a1", "b1", "n10", "n2");
    assertThat(words("node", "list", "--", "--")).isEmpty();
    assertThat(answer()).isEqualTo(new Completer.Answer(List.of(), false));
    assertThat(words("no", "such", "thing")).isEmpty();
  }

  /** Whatever the model holds is reached: each command, each flag, and a place for each value. */
  @Test
  void everyCommandAndFlagOfTheModelCompletes() {
    List<List<String>> commands = new ArrayList<>();
    commands(WwjCommand.commandLine().getCommandSpec(), List.of(), commands);
    assertThat(commands).hasSizeGreaterThan(15);
    for (List<String> command : commands) {
      CommandSpec spec = WwjCommand.commandLine().getCommandSpec();
      List<String> path = new ArrayList<>();
      for (String word : command) {
        assertThat(words(with(path, ""))).as("%s", path).contains(word);
        path.add(word);
        spec = spec.subcommands().get(word).getCommandSpec();
      }
      List<String> flags = words(with(path, "--"));
      for (OptionSpec option : spec.options()) {
        if (!option.hidden()) {
          assertThat(flags).as("%s", path).containsAnyOf(option.names());
        }
      }
    }
  }

  private static String[] with(List<String> path, String last) {
    List<String> all = new ArrayList<>(path);
    all.add(last);
    return all.toArray(String[]::new);
  }

  private static void commands(CommandSpec spec, List<String> path, List<List<String>> all) {
    for (CommandSpec sub : ManPage.subcommands(spec)) {
      List<String> below = new ArrayList<>(path);
      below.add(sub.name());
      all.add(below);
      commands(sub, below, all);
    }
  }

  @Test
  void theCommandTheScriptsAskPrintsALineEach() {
    String conf = site.conf().toString();
    assertThat(CliSite.plain("__complete", "--", "--conf", conf, "node", "list", "n").out())
        .isEqualTo("n10\t\nn2\t\n");
    assertThat(CliSite.plain("__complete", "--", "node", "st").out())
        .startsWith("status\tShows how far");
    assertThat(CliSite.plain("__complete", "--", "node", "list", "--conf", "").out())
        .isEqualTo(":files\n");
    assertThat(CliSite.plain("__complete", "--").out()).isEmpty();
    assertThat(CliSite.plain("__complete", "--", "ser").out()).startsWith("server\tServes DHCP");
  }
}
