package org.wwj.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.lab.Firmware;
import org.wwj.lab.Lab;
import org.wwj.lab.LabException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wwj lab}: a virtual cluster on this machine. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    description = {
      "A virtual cluster on this machine: an isolated network, a wwj server in it, and diskless"
          + " machines that boot from it.",
      "Nothing of the host changes: network, server and libvirt live in a network namespace of"
          + " their own, files below one folder, and `lab down` removes them.",
    },
    footer = {
      "",
      "Try:",
      "  sudo ./wwj lab up            two machines, BIOS and UEFI, boot to ready",
      "  ./wwj lab status             where each of them stands",
      "  sudo ./wwj lab add c3        one more, a copy of c1",
      "  sudo ./wwj lab down          all gone",
    },
    subcommands = {
      LabCommand.Up.class,
      LabCommand.Status.class,
      LabCommand.Add.class,
      LabCommand.Down.class,
    })
public final class LabCommand {
  /** The lab that a command is about. */
  static final class Folder {
    @Option(
        names = "--dir",
        paramLabel = "FOLDER",
        defaultValue = "/var/lib/wwj-lab",
        description = "Where the lab lives (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("/var/lib/wwj-lab");

    Lab lab() {
      return new Lab(folder);
    }
  }

  private interface Step {
    boolean run();
  }

  /** Runs it; 0 when it went well, 1 with one clear message when not. */
  private static int attempt(Step step) {
    try {
      return step.run() ? 0 : 1;
    } catch (LabException e) {
      System.err.println("wwj: " + e.getMessage());
      return 1;
    }
  }

  @Command(
      name = "up",
      mixinStandardHelpOptions = true,
      description = {
        "Brings the cluster up and shows the boots until all machines are ready (exit 0) or one"
            + " has failed (exit 1, with the reason).",
        "What is up already stays; a machine that has failed is started again.",
      },
      footer = {"", "Example:  sudo wwj lab up --memory 2048"})
  static final class Up implements Callable<Integer> {
    @Mixin private Folder folder = new Folder();

    @Option(
        names = "--libvirt",
        paramLabel = "URI",
        defaultValue = "",
        description =
            "Run the machines in the host's libvirt (qemu:///system) and the server on the host,"
                + " on a libvirt network hpc-prov without DHCP.")
    private String uri = "";

    @Option(
        names = "--image",
        defaultValue = "debian-12",
        description = "The recipe of the image to boot (default ${DEFAULT-VALUE}).")
    private String image = "debian-12";

    @Option(
        names = "--memory",
        paramLabel = "MIB",
        defaultValue = "1024",
        description = "RAM of each machine (default ${DEFAULT-VALUE}).")
    private int memory = 1024;

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        defaultValue = "300",
        description = "How long the boots may take (default ${DEFAULT-VALUE}; emulation is slow).")
    private int timeout = 300;

    @Option(
        names = "--netns",
        hidden = true,
        defaultValue = "wwj-lab",
        description = "The network namespace it lives in.")
    private String namespace = "wwj-lab";

    @Override
    public Integer call() {
      Lab.Plan plan = new Lab.Plan(uri, namespace, image, memory, Duration.ofSeconds(timeout));
      return attempt(() -> folder.lab().up(plan));
    }
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows where each machine stands, its console, the server and libvirt.",
      footer = {"", "Example:  wwj lab status"})
  static final class Status implements Callable<Integer> {
    @Mixin private Folder folder = new Folder();

    @Override
    public Integer call() {
      return attempt(() -> {
        System.out.print(folder.lab().status().text());
        return true;
      });
    }
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description =
          "Adds a machine by copying another one's definition, with the next MAC and address,"
              + " and shows its boot.",
      footer = {"", "Example:  sudo wwj lab add c3 --firmware uefi"})
  static final class Add implements Callable<Integer> {
    @Mixin private Folder folder = new Folder();

    @Parameters(paramLabel = "NODE", description = "Its name, such as c3.")
    private String name = "";

    @Option(
        names = "--like",
        paramLabel = "NODE",
        defaultValue = "c1",
        description = "What to copy (default ${DEFAULT-VALUE}).")
    private String like = "c1";

    @Option(
        names = "--firmware",
        paramLabel = "KIND",
        description = "bios, uefi or uefi-http (default: as the one it is copied from).")
    private @Nullable String firmware;

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        defaultValue = "300",
        description = "How long the boot may take (default ${DEFAULT-VALUE}).")
    private int timeout = 300;

    @Override
    public Integer call() {
      String word = firmware;
      return attempt(() ->
          folder
              .lab()
              .add(
                  name,
                  like,
                  word == null ? null : Firmware.parse(word),
                  Duration.ofSeconds(timeout)));
    }
  }

  @Command(
      name = "down",
      mixinStandardHelpOptions = true,
      description = "Ends the machines, libvirt and the server, and removes all the lab made.",
      footer = {"", "Example:  sudo wwj lab down --keep-image"})
  static final class Down implements Callable<Integer> {
    @Mixin private Folder folder = new Folder();

    @Option(names = "--keep-image", description = "Keep the built image for the next `lab up`.")
    private boolean keepImage;

    @Override
    public Integer call() {
      return attempt(() -> {
        folder.lab().down(keepImage);
        return true;
      });
    }
  }
}
