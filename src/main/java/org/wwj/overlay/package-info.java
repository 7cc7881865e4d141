/**
 * Overlay trees rendered and packed for one node. Leans on template, archive, image and registry.
 * Start at the OverlayRenderer class.
 */
@NullMarked
package org.wwj.overlay;

import org.jspecify.annotations.NullMarked;
