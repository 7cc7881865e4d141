/**
 * The command line: picocli commands and their tables. Leans on everything below. Start at {@link
 * org.wwj.cli.WwjCommand}.
 */
@NullMarked
package org.wwj.cli;

import org.jspecify.annotations.NullMarked;
