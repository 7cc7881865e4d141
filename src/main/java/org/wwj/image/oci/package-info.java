/**
 * Container images, wherever they lie: registries, OCI layouts, docker archives. Chooses the
 * platform, checks every digest, hands the layers on. Leans on the ORAS Java SDK for registries, on
 * image and archive. Start at {@link org.wwj.image.oci.Sources}.
 */
@NullMarked
package org.wwj.image.oci;

import org.jspecify.annotations.NullMarked;
