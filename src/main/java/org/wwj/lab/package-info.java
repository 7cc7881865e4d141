/**
 * The virtual cluster: an isolated network, a server in it and diskless machines through libvirt.
 * Leans on power and everything below. Start at the LabCommand class of cli.
 */
@NullMarked
package org.wwj.lab;

import org.jspecify.annotations.NullMarked;
