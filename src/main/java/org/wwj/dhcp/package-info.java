/**
 * The DHCP server: codec, decisions as pure functions, relays, raw frames and the router
 * advertisement that spares iPXE its wait. Carries no files. Start at the DhcpServer class.
 */
@NullMarked
package org.wwj.dhcp;

import org.jspecify.annotations.NullMarked;
