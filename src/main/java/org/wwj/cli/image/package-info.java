/**
 * The commands {@code wwj image}: import, builds, lists, and work in and on trees. Leans on the
 * image package, which decides. Start at {@link org.wwj.cli.image.ImageCommand}.
 */
@NullMarked
package org.wwj.cli.image;

import org.jspecify.annotations.NullMarked;
