package org.wwj.cli;

import java.io.PrintWriter;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what of a command line was not understood in a line or two, not in three screens. */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    err.println("wwj: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See  " + spec.qualifiedName() + " --help");
    err.flush();
    return spec.exitCodeOnInvalidInput();
  }
}
