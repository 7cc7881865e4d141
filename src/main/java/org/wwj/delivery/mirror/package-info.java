/**
 * A mirror of a server's chunks: a cache on disk in front of another wwj. Leans on archive and
 * delivery. Start at {@link org.wwj.delivery.mirror.Mirror}.
 */
@NullMarked
package org.wwj.delivery.mirror;

import org.jspecify.annotations.NullMarked;
