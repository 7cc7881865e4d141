package org.wwj.registry.history;

import java.util.function.Supplier;

/**
 * What goes on record beside the diff.
 *
 * @param who user and host
 * @param command the command line, secrets blanked
 * @param summary the line that {@code wwj history} shows; asked for once the change is worked out
 */
public record Note(String who, String command, Supplier<String> summary) {}
