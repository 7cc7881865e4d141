package org.wwj.template;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A slice whose elements have one Go type, such as {@code []string}, or that is nil. Any other Java
 * list is a {@code []interface {}} that is not nil.
 */
public final class GoList extends AbstractList<Object> implements RandomAccess {
  static final String ANY = "interface {}";

  private final String elementType;
  private final List<Object> elements;
  private final boolean nil;

  private GoList(String elementType, List<Object> elements, boolean nil) {
    this.elementType = elementType;
    this.elements = elements;
    this.nil = nil;
  }

  /**
   * A slice.
   *
   * @param elementType Go's name of the elements' type
   */
  public static GoList of(String elementType, List<?> elements) {
    return new GoList(elementType, new ArrayList<>(elements), false);
  }

  /** A nil slice: prints as an empty one, and as {@code null} in JSON. */
  public static GoList nil(String elementType) {
    return new GoList(elementType, List.of(), true);
  }

  /** A {@code []string}. */
  public static GoList strings(List<String> elements) {
    return of("string", elements);
  }

  /** Go's name of the elements' type. */
  static String elementType(List<?> list) {
    return list instanceof GoList typed ? typed.elementType : ANY;
  }

  static boolean isNil(List<?> list) {
    return list instanceof GoList typed && typed.nil;
  }

  /** A part that keeps the type, as Go's {@code list[from:to]}. */
  static List<Object> slice(List<?> list, int from, int to) {
    List<Object> part = new ArrayList<>(list.subList(from, to));
    return list instanceof GoList typed ? new GoList(typed.elementType, part, false) : part;
  }

  @Override
  public Object get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GoList list
        && elementType.equals(list.elementType)
        && nil == list.nil
        && elements.equals(list.elements);
  }

  @Override
  public int hashCode() {
    return Objects.hash(elementType, elements);
  }
}
