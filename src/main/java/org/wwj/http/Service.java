package org.wwj.http;

import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.wwj.delivery.SliceQueue;

/**
 * What all connections share.
 *
 * @param counter where answers are fetched
 * @param queues the slice queue of each event loop
 * @param closing whether the server is about to end: then nobody is sent anything that was not
 *     before
 */
record Service(
    Fetched.Counter counter,
    Function<EventLoop, SliceQueue> queues,
    Account account,
    Crowd crowd,
    HttpSettings settings,
    InstantSource clock,
    BooleanSupplier closing) {}
