/**
 * What was changed in nodes.conf, by whom and when: plain files with diffs that can be taken back.
 * Leans on registry. Start at {@link org.wwj.registry.history.RecordedStore}.
 */
@NullMarked
package org.wwj.registry.history;

import org.jspecify.annotations.NullMarked;
