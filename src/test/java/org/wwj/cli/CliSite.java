package org.wwj.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A site in a folder, and the commands as an admin runs them on it. */
public final class CliSite {
  private final Path folder;

  /** How a command ended. */
  public record Result(int code, String out, String err) {}

  /** A site with that nodes.conf. */
  public CliSite(Path folder, String nodes) {
    this.folder = folder;
    write(
        conf(),
        """
        ipaddr: 10.0.0.1/24
        paths: {localstatedir: %1$s/state, datadir: %1$s/data, rundir: %1$s/run}
        """
            .formatted(folder));
    write(nodes(), nodes);
  }

  /** The site with every field, for the listings. */
  static CliSite full(Path folder) {
    return new CliSite(folder, resource("list/nodes.conf"));
  }

  static String resource(String name) {
    try {
      return Files.readString(Path.of("src/test/resources", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  public Path conf() {
    return folder.resolve("wwj.conf");
  }

  public Path nodes() {
    return folder.resolve("nodes.conf");
  }

  /** Runs it on this site. */
  public Result run(String... args) {
    List<String> all = new ArrayList<>(List.of("--conf", conf().toString()));
    all.addAll(List.of(args));
    return plain(all.toArray(String[]::new));
  }

  /** Runs it as it is. */
  static Result plain(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = WwjCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler((e, command, parsed) -> WwjCommand.failed(e, command));
    int code = line.execute(args);
    return new Result(code, out.toString(), err.toString());
  }

  /** Without the folder's own name, which differs from run to run. */
  public String shown(String text) {
    return text.replace(folder.toString(), "SITE");
  }
}
