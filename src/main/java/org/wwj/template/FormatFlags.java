package org.wwj.template;

/** Flags, width and precision of one directive of a format. */
final class FormatFlags {
  boolean plus;

  /** Plus on {@code %v}: field names, and no sign on numbers. */
  boolean plusV;

  boolean minus;
  boolean sharp;
  boolean space;
  boolean zero;
  int width = -1;
  int precision = -1;

  boolean take(char c) {
    switch (c) {
      case '+' -> plus = true;
      case '-' -> {
        minus = true;
        zero = false;
      }
      case '#' -> sharp = true;
      case ' ' -> space = true;
      case '0' -> zero = !minus;
      default -> {
        return false;
      }
    }
    return true;
  }

  void width(int value) {
    if (value < 0) {
      minus = true;
      zero = false;
    }
    width = Math.abs(value);
  }

  /** The text brought to the width. */
  String pad(String text) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    return minus ? text + " ".repeat(missing) : (zero ? "0" : " ").repeat(missing) + text;
  }

  /** Cut to the precision, in characters. */
  String cut(String text) {
    return precision >= 0 && text.codePointCount(0, text.length()) > precision
        ? text.substring(0, text.offsetByCodePoints(0, precision))
        : text;
  }
}
