/**
 * The commands {@code wwj overlay}: what overlays hold, what becomes of it on nodes, and changes of
 * the site's own. Leans on the overlay package, which decides. Start at {@link
 * org.wwj.cli.overlay.OverlayCommand}.
 */
@NullMarked
package org.wwj.cli.overlay;

import org.jspecify.annotations.NullMarked;
