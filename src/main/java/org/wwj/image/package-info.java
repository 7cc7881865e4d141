/**
 * Images: import, generations, kernels, stage-1, manifests of content-defined chunks. Leans on
 * archive, registry, config, net and ops. Start at {@link org.wwj.image.ImageStore}.
 */
@NullMarked
package org.wwj.image;

import org.jspecify.annotations.NullMarked;
