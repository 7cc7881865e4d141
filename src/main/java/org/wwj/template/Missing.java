package org.wwj.template;

/**
 * No value at all: what a missing key of a map yields. {@link Nil#NIL} is a nil that is there; only
 * some messages tell the two apart.
 */
enum Missing {
  /** The one value. */
  VALUE
}
