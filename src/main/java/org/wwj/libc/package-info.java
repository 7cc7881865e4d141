/**
 * What Linux does and the JDK has no words for: functions of the C library, bound by the foreign
 * function interface. Leans on the JDK only. Start at {@link org.wwj.libc.Native}.
 */
@NullMarked
package org.wwj.libc;

import org.jspecify.annotations.NullMarked;
