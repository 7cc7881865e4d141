/**
 * What an operator sees of the process: log lines, counters, readiness for systemd, orderly start
 * and stop. Leans on the JDK only. Start at {@link org.wwj.ops.Log}.
 */
@NullMarked
package org.wwj.ops;

import org.jspecify.annotations.NullMarked;
