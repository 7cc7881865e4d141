/**
 * The TFTP server: codec, transfers with block size and window, retransmission. Leans on delivery,
 * net and ops. Start at the TftpServer class.
 */
@NullMarked
package org.wwj.tftp;

import org.jspecify.annotations.NullMarked;
