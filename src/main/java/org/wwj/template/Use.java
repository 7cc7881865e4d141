package org.wwj.template;

/**
 * One place where a template asks its data for a field.
 *
 * @param written as the template has it: {@code .NetDevs}, {@code $device.Hwaddr}
 * @param holder Go's name of the struct that has the field, empty for a map or where it is unknown
 * @param field the last name
 * @param value one that stands for the field's values; {@link Fields#NO_FIELD} when the struct has
 *     none of that name, {@link #UNKNOWN} when it cannot be told without rendering
 * @param line where, from 1
 */
public record Use(String written, String holder, String field, Object value, int line) {
  /** Stands for what only rendering would tell. */
  public static final Object UNKNOWN = new Object();
}
