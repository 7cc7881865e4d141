package org.wwj.template;

/**
 * A nil pointer to a struct: prints {@code <nil>}, is false, and has no fields to be read.
 *
 * @param typeName Go's name of the type, {@code *T}
 */
public record NilPointer(String typeName) {}
