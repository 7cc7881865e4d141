package org.wwj.cli;

/**
 * One thing {@code wwj check} found.
 *
 * @param severity whether nodes are kept from booting by it
 * @param where {@code file:line}
 * @param text what is wrong and what to do
 */
record Finding(Severity severity, String where, String text) {
  /** How bad it is. */
  enum Severity {
    NOTE("note"),
    WARNING("warning"),
    ERROR("error");

    private final String word;

    Severity(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
