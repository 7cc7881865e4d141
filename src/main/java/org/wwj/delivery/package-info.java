/**
 * The core: who asks for what, answered by an artifact or a refusal, the same for TFTP and HTTP;
 * slices, fairness and accounting. Leans on all lower layers. Start at {@link
 * org.wwj.delivery.Request}.
 */
@NullMarked
package org.wwj.delivery;

import org.jspecify.annotations.NullMarked;
