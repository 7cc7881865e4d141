package org.wwj.template;

import java.util.List;
import java.util.Map;

/**
 * Prices of what functions do, in steps of about 100 ns, and guards for results whose size an
 * argument names. Every loop that a template controls is paid for here or in {@link Exec}.
 */
final class Meter {
  /** Characters that are looked at within one step. */
  private static final int CHARS_READ = 32;

  /** Elements that are looked at within one step. */
  private static final int ELEMENTS_READ = 16;

  /** Characters that are made within one step. */
  private static final int CHARS_MADE = 8;

  /** Comparisons of characters within one step. */
  private static final int SEARCHED = 128;

  /** More than any date, version, address or key. */
  private static final int MOST_BRIEF = 20_000;

  private Meter() {}

  /** What it takes to look at the arguments, but not into them. */
  static long shallow(List<Object> arguments) {
    long steps = 0;
    for (Object argument : arguments) {
      steps += argument instanceof String text ? text.length() / CHARS_READ : 0;
    }
    return steps;
  }

  /** What it takes to go over the arguments' elements once. */
  static long elements(List<Object> arguments) {
    long steps = shallow(arguments);
    for (Object argument : arguments) {
      steps +=
          switch (argument) {
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> 0;
          };
    }
    return steps;
  }

  /** What it takes to look at all that the value holds. */
  static long weighed(Weight weight) {
    return weight.visits() / ELEMENTS_READ + weight.chars() / CHARS_READ;
  }

  /** What it took to make the value. */
  static long made(Object value) {
    return switch (value) {
      case String s -> s.length() / CHARS_MADE;
      case List<?> l -> l.size();
      case Map<?, ?> m -> m.size();
      default -> 0;
    };
  }

  /** A length, refused when it would fit into no output. */
  static int length(long length) {
    if (length > Limits.DEFAULT.valueChars()) {
      throw new TemplateException("result is longer than " + Limits.DEFAULT.valueChars());
    }
    return (int) Math.max(0, length);
  }

  /** Text that is read by more than one look at each character, refused beyond all reason. */
  static String brief(String text) {
    if (text.length() > MOST_BRIEF) {
      throw new TemplateException("text is longer than " + MOST_BRIEF);
    }
    return text;
  }

  /** What it takes to read texts that are gone over again and again. */
  static long squared(List<Object> arguments) {
    long steps = shallow(arguments);
    for (Object argument : arguments) {
      long length = argument instanceof String text ? text.length() : 0;
      steps += length * length / SEARCHED;
    }
    return steps;
  }

  /** What it takes to look for the first argument in the last at its worst. */
  static long search(List<Object> arguments) {
    long part = ((String) arguments.getFirst()).length();
    long text = ((String) arguments.getLast()).length();
    return shallow(arguments) + part * text / SEARCHED;
  }

  /** A product of lengths, refused when it would fit into no output. */
  static int length(long count, long each) {
    long most = Limits.DEFAULT.valueChars() + 1;
    return length(each == 0 || count <= most / each ? count * each : most);
  }

  /** A number of elements, refused when they are too many for a list. */
  static int count(long elements) {
    if (elements > Limits.LIST_ELEMENTS) {
      throw new TemplateException("list is longer than " + Limits.LIST_ELEMENTS);
    }
    return (int) Math.max(0, elements);
  }
}
