package org.wwj.cli.image;

import java.util.List;
import org.wwj.cli.Terminal;
import org.wwj.image.chroot.Chroot;
import picocli.CommandLine.Command;

/** The command {@code wwj image shell} (warewulf.md §1). */
@Command(
    name = "shell",
    aliases = "chroot",
    description = {
      "Opens a shell in an image, with this server's network, and builds the image afterwards.",
      "It is bash where the image has it; the prompt names the image. Commands may be piped in."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image shell rocky-10",
      "  wwj image shell -b /srv/rpms:/mnt:ro rocky-10",
      "  wwj image shell rocky-10 <<EOF",
      "  dnf -y install munge",
      "  EOF",
      "",
      "Environment: WW_PS1 is the prompt, WW_HISTFILE the history's file, else none."
    },
    mixinStandardHelpOptions = true)
final class ImageShellCommand extends InsideCommand {
  @Override
  List<String> command(Chroot chroot) {
    return chroot.shell();
  }

  @Override
  boolean typed() {
    return new Terminal().present();
  }
}
