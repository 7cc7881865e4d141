package org.wwj.overlay;

/**
 * A node's overlays packed.
 *
 * @param bytes the archive; never changed
 * @param etag validator of exactly these bytes, without quotes
 */
@SuppressWarnings("ArrayRecordComponent") // archives are sent, never compared
public record Archive(byte[] bytes, String etag) {}
