/**
 * The nodes and profiles of nodes.conf: reading, merging by Warewulf's rules, the immutable
 * snapshot that all readers share, and edits. Leans on config and net. Start at {@link
 * org.wwj.registry.Snapshot}.
 */
@NullMarked
package org.wwj.registry;

import org.jspecify.annotations.NullMarked;
