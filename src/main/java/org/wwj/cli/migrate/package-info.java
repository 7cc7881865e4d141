/**
 * Taking a whole Warewulf site over: what is found, what will be done, the doing and the report.
 * Leans on the upgrades in config and registry. Start at {@link
 * org.wwj.cli.migrate.MigrateCommand}.
 */
@NullMarked
package org.wwj.cli.migrate;

import org.jspecify.annotations.NullMarked;
