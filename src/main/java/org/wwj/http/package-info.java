/**
 * The HTTP server of the provisioning network: ranges, validators, sendfile. Leans on delivery, net
 * and ops. Start at the HttpServer class.
 */
@NullMarked
package org.wwj.http;

import org.jspecify.annotations.NullMarked;
