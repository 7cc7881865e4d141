/**
 * SSH host keys of nodes and their certificates, in OpenSSH's formats and without a program
 * started. Leans on config for the file that keeps the secret. Start at the HostKeys class.
 */
@NullMarked
package org.wwj.overlay.ssh;

import org.jspecify.annotations.NullMarked;
