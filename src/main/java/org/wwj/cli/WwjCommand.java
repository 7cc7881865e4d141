package org.wwj.cli;

import picocli.CommandLine.Command;

/** The command {@code wwj}. */
@Command(
    name = "wwj",
    description = "Boots diskless clusters.",
    mixinStandardHelpOptions = true,
    subcommands = {LabCommand.class})
public final class WwjCommand {}
