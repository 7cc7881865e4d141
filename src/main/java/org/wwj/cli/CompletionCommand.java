package org.wwj.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code completion}: prints a script by which a shell completes wwj's command lines.
 */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script by which a shell completes commands, flags and names.",
      "Names of nodes, profiles, images, overlays and kernels are those of the site at the moment the"
          + " Tab key is pressed. It works under the names wwj and wwctl."
    },
    footer = {
      "",
      "Examples, for this shell:",
      "  source <(wwj completion bash)          the same for zsh",
      "  wwj completion fish | source",
      "",
      "For all shells to come:",
      "  cd /usr/share/bash-completion/completions && wwj completion bash > wwj",
      "  ln -s wwj /usr/share/bash-completion/completions/wwctl",
      "  wwj completion zsh > /usr/local/share/zsh/site-functions/_wwj",
      "  wwj completion fish > ~/.config/fish/completions/wwj.fish"
    })
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SHELL",
      converter = ShellWord.class,
      description = "${COMPLETION-CANDIDATES}.")
  private @Nullable Shell shell;

  /** The shells there is a script for. */
  enum Shell {
    BASH("bash"),
    ZSH("zsh"),
    FISH("fish");

    private final String word;

    Shell(String word) {
      this.word = word;
    }

    /** The script. */
    String script() {
      try (InputStream script =
          CompletionCommand.class.getResourceAsStream("/completion/" + word)) {
        return new String(
            Objects.requireNonNull(script, word).readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException("the script in wwj's own jar cannot be read", e);
      }
    }

    @Override
    public String toString() {
      return word; // picocli reads and completes by it
    }
  }

  /** Reads a shell's name. */
  static final class ShellWord implements ITypeConverter<Shell> {
    @Override
    public Shell convert(String word) {
      return Words.parse(Shell.values(), word);
    }
  }

  @Override
  public void run() {
    spec.commandLine().getOut().print(Objects.requireNonNull(shell, "a required word").script());
    spec.commandLine().getOut().flush();
  }
}
