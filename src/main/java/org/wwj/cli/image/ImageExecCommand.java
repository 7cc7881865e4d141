package org.wwj.cli.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.wwj.image.chroot.Chroot;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** The command {@code wwj image exec} (warewulf.md §1). */
@Command(
    name = "exec",
    description = {
      "Runs a command in an image, with this server's network, and builds the image afterwards.",
      "The command gets what is typed or piped in, and its exit code is this one's. If it fails,"
          + " nothing is built. /etc/warewulf/image_exit.sh of the image is run after it."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image exec rocky-10 dnf -y install slurm-slurmd",
      "  wwj image exec --build=false rocky-10 -- rpm -qa",
      "  wwj image exec -b /srv/rpms:/mnt rocky-10 sh -c 'dnf -y install /mnt/*.rpm'",
      "  wwj image exec -n c1 rocky-10 cat /etc/hosts       as node c1 would see it",
      "  wwj image exec rocky-10 /bin/bash <<EOF            several commands",
      "",
      "Words after COMMAND are its own, also those that begin with a dash.",
      "A file readonly beside the image's tree keeps commands from changing it."
    },
    mixinStandardHelpOptions = true)
final class ImageExecCommand extends InsideCommand {
  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      parameterConsumer = Rest.class,
      description = "The command and its words.")
  private List<String> command = new ArrayList<>();

  /** Takes all that is left as it is: options among it are the command's. */
  static final class Rest implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec argument, CommandSpec command) {
      List<String> words = new ArrayList<>();
      while (!args.isEmpty()) {
        words.add(args.pop());
      }
      if (words.getFirst().equals("--")) {
        words.removeFirst();
      }
      argument.setValue(words);
    }
  }

  @Override
  List<String> command(Chroot chroot) {
    return command;
  }

  @Override
  boolean typed() {
    return false;
  }
}
