package org.wwj.boot;

import java.time.Instant;
import org.wwj.net.MacAddress;

/**
 * One thing a machine did on its way.
 *
 * @param mac which machine
 * @param phase what it reached
 * @param at when
 * @param detail one line for the admin: address offered, file asked for, reason of a failure
 * @param bytes delivered with this event, 0 for none
 */
public record BootEvent(MacAddress mac, Phase phase, Instant at, String detail, long bytes) {}
