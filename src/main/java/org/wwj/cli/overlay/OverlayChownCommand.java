package org.wwj.cli.overlay;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.SiteOption;
import org.wwj.overlay.OverlayFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay chown}. */
@Command(
    name = "chown",
    description = {
      "Changes the owner of a file in an overlay: numbers, or names as the nodes know them.",
      "Of a file that ships only the owner becomes the site's, by a line in its file modes."
    },
    footer = {
      "",
      "Examples:  wwj overlay chown ours /etc/munge/munge.key munge munge",
      "           wwj overlay chown ours /srv/data 1000:100"
    },
    mixinStandardHelpOptions = true)
final class OverlayChownCommand implements Callable<Integer> {
  private static final Pattern WHO = Pattern.compile("\\d{1,9}|[A-Za-z_][A-Za-z0-9_.-]{0,31}");

  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-n", "--noupdate"},
      hidden = true,
      description = "Accepted as by Warewulf: there is nothing to build.")
  boolean accepted;

  @Parameters(index = "0", paramLabel = "OVERLAY", description = "The overlay.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "A file or folder in it.")
  private String given = "";

  @Parameters(index = "2", paramLabel = "USER[:GROUP]", description = "Whose it is to be.")
  private String owner = "";

  @Parameters(
      index = "3",
      arity = "0..1",
      paramLabel = "GROUP",
      description = "Its group; without one it keeps it.")
  private @Nullable String group;

  @Override
  public Integer call() {
    String[] words = owner.split(":", 2);
    if (words.length == 2 && group != null) {
      throw new ParameterException(spec.commandLine(), "the group is given twice");
    }
    String named = words.length == 2 ? words[1] : group;
    SiteOverlays overlays = SiteOverlays.of(site);
    OverlayFile file = SiteOverlays.file(overlays.overlay(name), given);
    String user = words[0].isEmpty() ? file.user() : who(words[0]);
    String with = named == null || named.isEmpty() ? file.group() : who(named);
    Path where = overlays.layer(name).modes().chown(file, user, with);
    spec.commandLine()
        .getOut()
        .println(
            "Owner of %s in overlay %s: %s:%s (%s)"
                .formatted(file.path(), name, user, with, where));
    return 0;
  }

  private String who(String word) {
    if (!WHO.matcher(word).matches()) {
      throw new ParameterException(
          spec.commandLine(), "'" + word + "' is neither a number nor a user's or group's name");
    }
    return word;
  }
}
