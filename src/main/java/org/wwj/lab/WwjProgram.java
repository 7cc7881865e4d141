package org.wwj.lab;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this very wwj is started again: same Java, same flags, same jar. */
final class WwjProgram {
  private WwjProgram() {}

  /** The command line of a CLI call. */
  static List<String> command(String... arguments) {
    return command(ManagementFactory.getRuntimeMXBean().getInputArguments(), arguments);
  }

  /** The command line of the server, whose code is worth the second compiler. */
  static List<String> server(Path conf) {
    return command(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-XX:TieredStopAtLevel"))
            .toList(),
        "server",
        "--conf",
        conf.toString());
  }

  private static List<String> command(List<String> flags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.wwj.Main"));
    command.addAll(List.of(arguments));
    return command;
  }
}
