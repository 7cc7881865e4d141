/**
 * Addresses and transports: the value types every other package speaks in, and the choice between
 * epoll and NIO. Leans on the JDK and Netty only. Start at {@link org.wwj.net.MacAddress}.
 */
@NullMarked
package org.wwj.net;

import org.jspecify.annotations.NullMarked;
