package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;

/** The completion scripts in the shells they are for, asking a wwj of this build. */
class ShellCompletionIT {
  @TempDir Path folder;
  private CliSite site;

  @BeforeEach
  void program() throws IOException {
    site = CliSite.full(folder);
    Files.createDirectories(folder.resolve("state/chroots/debian-12/rootfs"));
    Path program = folder.resolve("wwj");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' org.wwj.Main "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    for (CompletionCommand.Shell shell : CompletionCommand.Shell.values()) {
      Files.writeString(folder.resolve(shell.toString()), shell.script());
    }
  }

  /** What a shell prints for a program of its language, which finds wwj on its path. */
  private List<String> run(String shell, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(shell));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("WWJ_CONF", site.conf().toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TERM", "dumb");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return text.lines().toList();
  }

  private List<String> bash(String... words) throws Exception {
    StringBuilder script = new StringBuilder(". ./bash\nCOMP_WORDS=(");
    for (String word : words) {
      script.append('\'').append(word.replace("'", "'\\''")).append("' ");
    }
    script.append(")\nCOMP_CWORD=").append(words.length - 1).append('\n');
    script.append("_wwj_complete\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
    return run("bash", "-c", script.toString());
  }

  @Test
  void bashCompletes() throws Exception {
    Peers.require("bash");
    assertThat(bash("wwj", "node", "st")).containsExactly("status");
    assertThat(bash("wwj", "node", "list", "n")).containsExactly("n10", "n2");
    assertThat(bash("./wwj", "node", "list", "--conf", "ba")).containsExactly("bash");
    assertThat(bash("wwj", "node", "set", "--image", "=", "de")).containsExactly("debian-12");
    assertThat(bash("wwj", "node", "set", "--image", "=")).containsExactly("debian-12");
    // Words with signs of the shell are quoted unless they stand in quotes already.
    assertThat(bash("wwj", "node", "trace", "a1", "NetDevs\\[ib\\].M"))
        .containsExactly("NetDevs\\[ib\\].MTU");
    assertThat(bash("wwj", "node", "trace", "a1", "'NetDevs[ib].M"))
        .containsExactly("NetDevs[ib].MTU");
    assertThat(run("bash", "-c", ". ./bash; complete -p wwctl"))
        .containsExactly("complete -F _wwj_complete wwctl");
  }

  @Test
  void zshCompletes() throws Exception {
    Peers.require("zsh");
    // What the completion system of zsh is told; the two functions stand for its own.
    String told =
        """
        compdef() { :; }
        _describe() { print -rl -- "${(@P)4}"; }
        _files() { print -r -- FILES; }
        source ./zsh
        words=(%s); CURRENT=$#words; _wwj
        """;
    assertThat(run("zsh", "-f", "-c", told.formatted("wwj node st")))
        .singleElement()
        .asString()
        .startsWith("status:Shows how far");
    assertThat(run("zsh", "-f", "-c", told.formatted("wwj node list n")))
        .containsExactly("n10:", "n2:");
    assertThat(run("zsh", "-f", "-c", told.formatted("wwj node delete n2,n")))
        .containsExactly("n2,n10:");
    assertThat(run("zsh", "-f", "-c", told.formatted("wwj image import recipe:x")))
        .containsExactly("FILES");
  }

  /** The Tab key itself, in a terminal of zsh's own making. */
  @Test
  void zshCompletesAtItsPrompt() throws Exception {
    Peers.require("zsh");
    String typed =
        """
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell $'autoload -Uz compinit; compinit -u -D; source ./zsh; PS1=; unsetopt beep'
        zpty -w shell $'echo rea''dy'
        zpty -r -m shell answer '*ready*'
        zpty -n -w shell $'wwj node sta\\t'
        zpty -r -m shell answer '*node status *' && print found
        zpty -d shell
        """;
    assertThat(run("zsh", "-f", "-c", typed)).last().isEqualTo("found");
  }

  @Test
  void fishCompletes() throws Exception {
    Peers.require("fish");
    assertThat(run("fish", "--no-config", "-c", "source fish; complete -C 'wwj node st'"))
        .singleElement()
        .asString()
        .startsWith("status\tShows how far");
    assertThat(run("fish", "--no-config", "-c", "source fish; complete -C 'wwctl node list n'"))
        .isEmpty(); // no program of that name is here
    assertThat(run("fish", "--no-config", "-c", "source fish; complete -C 'wwj node list n'"))
        .containsExactlyInAnyOrder("n10", "n2");
    assertThat(run("fish", "--no-config", "-c", "source fish; complete -C './wwj '"))
        .anyMatch(line -> line.startsWith("node\t"));
    assertThat(
            run("fish", "--no-config", "-c", "source fish; complete -C 'wwj node list --conf ba'"))
        .contains("bash");
  }
}
