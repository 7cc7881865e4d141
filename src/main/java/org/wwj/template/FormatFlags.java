package org.wwj.template;

/** Flags, width and precision of one directive of a format. */
final class FormatFlags {
  boolean plus;

  /** Plus on {@code %v}: field names, and no sign on numbers. */
  boolean plusV;

  /** Sharp on {@code %v}: Go syntax. */
  boolean sharpV;

  boolean minus;
  boolean sharp;
  boolean space;
  boolean zero;

  /** -1 without one. */
  int width = -1;

  /** -1 without one. */
  int precision = -1;

  boolean take(char c) {
    switch (c) {
      case '+' -> plus = true;
      case '-' -> minus = true;
      case '#' -> sharp = true;
      case ' ' -> space = true;
      case '0' -> zero = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** A width given as an argument: a negative one stands for the minus flag. */
  void width(int value) {
    if (value < 0) {
      minus = true;
      zero = false;
    }
    width = Math.abs(value);
  }

  /** For the verb {@code v}, whose plus and sharp mean something else. */
  void forValue() {
    sharpV = sharp;
    sharp = false;
    plusV = plus;
    plus = false;
  }

  boolean zeroPadded() {
    return zero && !minus;
  }

  /** The text brought to the width. */
  String pad(String text) {
    return pad(text, zeroPadded());
  }

  /** The text brought to the width with spaces, whatever the zero flag says. */
  String padWithSpaces(String text) {
    return pad(text, false);
  }

  private String pad(String text, boolean zeros) {
    if (width <= 0 || text.length() / 2 >= width) {
      return text; // without a look at each character
    }
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    String padding = (zeros ? "0" : " ").repeat(Meter.length(missing));
    return minus ? text + padding : padding + text;
  }

  /** Cut to the precision, in characters. */
  String cut(String text) {
    if (precision < 0 || text.length() <= precision) {
      return text;
    }
    int end = 0;
    for (int i = 0; i < precision && end < text.length(); i++) {
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end);
  }
}
