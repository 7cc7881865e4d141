package org.wwj.template;

/** Go's {@code complex128}, which only constants such as {@code 1+2i} make. */
record GoComplex(double real, double imaginary) {}
