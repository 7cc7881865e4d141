/**
 * Commands inside an image's tree: namespaces, file systems of their own, what is bound in. Leans
 * on image for trees and their locks. Start at {@link org.wwj.image.chroot.Chroot}.
 */
@NullMarked
package org.wwj.image.chroot;

import org.jspecify.annotations.NullMarked;
