package org.wwj.overlay.ssh;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/**
 * The way from a private number on the curve P-256 to its public point, which the JDK does not
 * offer: a sum of multiples of the generator that are computed once. It takes longer for some
 * numbers than for others; nobody who could measure that is near.
 */
final class P256 {
  private static final ECParameterSpec CURVE = curve();
  private static final BigInteger P = ((ECFieldFp) CURVE.getCurve().getField()).getP();
  private static final int WINDOW = 4;
  private static final int DIGITS = 15;
  private static final ECPoint[][] MULTIPLES = multiples();

  private P256() {}

  private static ECParameterSpec curve() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /**
   * A private number of random bytes: 64 bits more than the curve has, so that none is likelier.
   */
  static BigInteger scalar(byte[] random) {
    BigInteger range = CURVE.getOrder().subtract(BigInteger.ONE);
    return new BigInteger(1, random).mod(range).add(BigInteger.ONE);
  }

  /** The generator so many times, 1 to the order less 1. */
  static ECPoint times(BigInteger scalar) {
    Jacobian sum = null;
    for (int window = 0; window * WINDOW < scalar.bitLength(); window++) {
      int digit = scalar.shiftRight(window * WINDOW).intValue() & DIGITS;
      if (digit > 0) {
        ECPoint multiple = MULTIPLES[window][digit];
        sum = sum == null ? Jacobian.of(multiple) : sum.plus(multiple);
      }
    }
    if (sum == null) {
      throw new IllegalArgumentException("0 times a point is none");
    }
    return sum.affine();
  }

  /** The generator 1 to 15 times 16 to the power of the row: a sum of these is any multiple. */
  private static ECPoint[][] multiples() {
    int rows = (P.bitLength() + WINDOW - 1) / WINDOW;
    ECPoint[][] table = new ECPoint[rows][DIGITS + 1];
    ECPoint unit = CURVE.getGenerator();
    for (ECPoint[] row : table) {
      row[1] = unit;
      Jacobian sum = Jacobian.of(unit).twice();
      for (int digit = 2; digit <= DIGITS; digit++) {
        row[digit] = sum.affine();
        sum = sum.plus(unit);
      }
      unit = sum.affine();
    }
    return table;
  }

  /** The point x/z², y/z³: sums need no division. */
  private record Jacobian(BigInteger x, BigInteger y, BigInteger z) {
    static Jacobian of(ECPoint point) {
      return new Jacobian(point.getAffineX(), point.getAffineY(), BigInteger.ONE);
    }

    /** For curves whose a is -3. */
    Jacobian twice() {
      BigInteger zz = square(z);
      BigInteger yy = square(y);
      BigInteger beta = product(x, yy);
      BigInteger alpha = product(x.subtract(zz), x.add(zz)).multiply(BigInteger.valueOf(3)).mod(P);
      BigInteger x3 = square(alpha).subtract(beta.shiftLeft(3)).mod(P);
      BigInteger y3 =
          product(alpha, beta.shiftLeft(2).subtract(x3)).subtract(square(yy).shiftLeft(3)).mod(P);
      return new Jacobian(x3, y3, product(y, z).shiftLeft(1).mod(P));
    }

    /** For another point that is not its inverse: the sums above never meet themselves. */
    Jacobian plus(ECPoint other) {
      BigInteger zz = square(z);
      BigInteger h = product(other.getAffineX(), zz).subtract(x).mod(P);
      BigInteger r = product(other.getAffineY(), product(z, zz)).subtract(y).mod(P);
      BigInteger hh = square(h);
      BigInteger hhh = product(h, hh);
      BigInteger v = product(x, hh);
      BigInteger x3 = square(r).subtract(hhh).subtract(v.shiftLeft(1)).mod(P);
      BigInteger y3 = product(r, v.subtract(x3)).subtract(product(y, hhh)).mod(P);
      return new Jacobian(x3, y3, product(z, h));
    }

    ECPoint affine() {
      BigInteger inverse = z.modInverse(P);
      BigInteger squared = square(inverse);
      return new ECPoint(product(x, squared), product(y, product(squared, inverse)));
    }
  }

  private static BigInteger product(BigInteger a, BigInteger b) {
    return a.multiply(b).mod(P);
  }

  private static BigInteger square(BigInteger a) {
    return product(a, a);
  }

  /** The uncompressed form of SEC 1 §2.3.3. */
  static byte[] encode(ECPoint point) {
    byte[] bytes = new byte[65];
    bytes[0] = 4;
    place(point.getAffineX(), bytes, 33);
    place(point.getAffineY(), bytes, 65);
    return bytes;
  }

  private static void place(BigInteger number, byte[] into, int end) {
    byte[] bytes = number.toByteArray();
    int from = bytes.length > 32 ? 1 : 0;
    System.arraycopy(bytes, from, into, end - (bytes.length - from), bytes.length - from);
  }
}
