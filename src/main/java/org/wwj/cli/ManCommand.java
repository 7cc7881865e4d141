package org.wwj.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.wwj.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code man}: writes the manual pages. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    description = {
      "Writes manual pages.",
      "There is one for each command (section 1), for wwj.conf and for nodes.conf (section 5)."
    },
    footer = {
      "",
      "Examples:",
      "  sudo wwj man /usr/local/share/man      then: man wwj-node-set, man nodes.conf",
      "  wwj man /tmp/man && man -l /tmp/man/man1/wwj.1"
    })
final class ManCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      description = "A folder of manual pages; they go into man1 and man5 below it.")
  private Path folder = Path.of("");

  @Override
  public Integer call() {
    String source = new WwjCommand.Version().getVersion()[0];
    Map<String, String> pages = pages(spec.root(), source);
    try {
      for (Map.Entry<String, String> page : pages.entrySet()) {
        String name = page.getKey();
        Path section = folder.resolve("man" + name.charAt(name.length() - 1));
        Files.createDirectories(section);
        Files.writeString(section.resolve(name), page.getValue());
      }
    } catch (IOException e) {
      throw new ConfigException("cannot write manual pages below " + folder + ": " + e, e);
    }
    spec.commandLine().getOut().println(pages.size() + " pages in " + folder);
    return 0;
  }

  /** All pages by file name. */
  static Map<String, String> pages(CommandSpec root, String source) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.putAll(new ManPage(source, "").all(root));
    pages.putAll(new FilePages(source, "").all());
    return pages;
  }
}
