package org.wwj;

import org.wwj.cli.WwjCommand;
import picocli.CommandLine;

/** The entry point of the launcher. */
public final class Main {
  private Main() {}

  /** Runs a command and ends with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new WwjCommand()).execute(args));
  }
}
