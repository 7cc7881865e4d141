package org.wwj.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.registry.Field;
import org.wwj.registry.history.Entry;
import org.wwj.registry.history.History;
import org.wwj.registry.history.RecordedStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    subcommands = HistoryCommand.Show.class,
    description = {
      "Lists the changes of nodes.conf, the newest last: when, by whom, and which fields.",
      "Each is a file in history/ below localstatedir, with a diff that patch -R takes."
    },
    footer = {
      "",
      "Examples:  wwj history -n 5",
      "           wwj history show 42      its command line and diff",
      "           wwj undo 42              takes it back"
    })
final class HistoryCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many (default ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = {"-j", "--json"},
      description = "As JSON.")
  private boolean json;

  /** A site's nodes.conf with its history. */
  static RecordedStore store(SiteConfig config) {
    Path folder = config.paths().localstatedir().resolve("history");
    return new RecordedStore(
        config.nodesFile(), new History(folder, config.nodesFile()), Clock.systemUTC());
  }

  @Override
  public Integer call() {
    List<Entry> entries = store(site.config()).settled().newest(Math.max(0, most));
    PrintWriter out = Objects.requireNonNull(spec, "set by picocli").commandLine().getOut();
    if (json) {
      List<Map<String, Object>> all = new ArrayList<>();
      for (Entry entry : entries) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("number", entry.number());
        one.put("when", entry.when().toString());
        one.put("who", entry.who());
        one.put("summary", entry.summary());
        one.put("command", entry.command());
        all.add(one);
      }
      out.print(Printed.json(all));
    } else {
      Table table = new Table("NUMBER", "WHEN", "WHO", "SUMMARY");
      entries.forEach(
          e -> table.row(String.valueOf(e.number()), e.when().toString(), e.who(), e.summary()));
      out.print(table);
    }
    out.flush();
    return 0;
  }

  /** The command {@code history show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one change with its diff; passwords as ***.",
      footer = {
        "",
        "Examples:  wwj history show 42",
        "           cd /etc/wwj && wwj history show --raw 42 | patch -R"
      })
  static final class Show implements Callable<Integer> {
    private static final Pattern SECRET = secret();

    @Mixin private SiteOption site = new SiteOption();
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--raw", description = "As the file has it, passwords and all.")
    private boolean raw;

    @Parameters(paramLabel = "NUMBER", description = "Its number in `wwj history`.")
    private int number;

    private static Pattern secret() {
      List<String> keys = new ArrayList<>();
      for (Field field : Field.values()) {
        if (field.secret()) {
          keys.add(Pattern.quote(field.yaml()));
        }
      }
      return Pattern.compile(
          "(?<![\\w-])((?:"
              + String.join("|", keys)
              + ")[\"']?\\s*:[ \\t]+)(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^']|'')*'|[^,}\\r\\n]+)");
    }

    @Override
    public Integer call() {
      History history = store(site.config()).settled();
      history.from(number); // says which there are when it is none of them
      Path file = history.file(number);
      String text;
      try {
        text = Files.readString(file);
      } catch (IOException e) {
        throw new ConfigException(file + ": cannot be read: " + e.getMessage(), e);
      }
      PrintWriter out = Objects.requireNonNull(spec, "set by picocli").commandLine().getOut();
      out.print(raw ? text : blanked(text));
      out.flush();
      return 0;
    }

    static String blanked(String text) {
      return SECRET.matcher(text).replaceAll("$1***");
    }
  }
}
