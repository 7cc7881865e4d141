/** The wiring: the entry point and the server, read top to bottom. */
@NullMarked
package org.wwj;

import org.jspecify.annotations.NullMarked;
