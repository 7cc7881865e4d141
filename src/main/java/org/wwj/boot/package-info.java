/**
 * What a machine gets next, by firmware and stage, and what it has done so far: boot policy,
 * scripts, tokens and the timeline. Leans on registry, template, config, net and ops. Start at
 * {@link org.wwj.boot.BootPolicy}.
 */
@NullMarked
package org.wwj.boot;

import org.jspecify.annotations.NullMarked;
