/**
 * The HTTP server of the provisioning network: ranges, validators, sendfile. Leans on delivery, net
 * and ops. Start at {@link org.wwj.http.HttpServer}, then {@link org.wwj.http.Conversation}.
 */
@NullMarked
package org.wwj.http;

import org.jspecify.annotations.NullMarked;
