package org.wwj.template;

/** Go's nil, of no type. Never a Java null inside. */
public enum Nil {
  /** The one value. */
  NIL
}
