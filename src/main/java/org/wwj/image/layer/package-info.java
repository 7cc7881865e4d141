/**
 * Layers of container images and archives of root file systems, unpacked as root: what OCI
 * image-spec layer.md asks, limits for archives that mean harm, digests. Leans on archive. Start at
 * {@link org.wwj.image.layer.LayerApplier}.
 */
@NullMarked
package org.wwj.image.layer;

import org.jspecify.annotations.NullMarked;
