package org.wwj.template;

/** Go's nil and its "no value": what a missing map key yields. Never a Java null inside. */
public enum Nil {
  /** The one value. */
  NIL
}
