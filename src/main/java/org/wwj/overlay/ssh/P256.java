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
 * offer. It takes longer for some numbers than for others; nobody who could measure that is near.
 */
final class P256 {
  private static final ECParameterSpec CURVE = curve();
  private static final BigInteger P = ((ECFieldFp) CURVE.getCurve().getField()).getP();
  private static final BigInteger GX = CURVE.getGenerator().getAffineX();
  private static final BigInteger GY = CURVE.getGenerator().getAffineY();

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
    Jacobian sum = new Jacobian(GX, GY, BigInteger.ONE);
    for (int bit = scalar.bitLength() - 2; bit >= 0; bit--) {
      sum = sum.twice();
      if (scalar.testBit(bit)) {
        sum = sum.plusGenerator();
      }
    }
    return sum.affine();
  }

  /** The point x/z², y/z³: sums need no division. */
  private record Jacobian(BigInteger x, BigInteger y, BigInteger z) {
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

    /** Never meets the generator itself or its inverse: the multiples before it are even. */
    Jacobian plusGenerator() {
      BigInteger zz = square(z);
      BigInteger h = product(GX, zz).subtract(x).mod(P);
      BigInteger r = product(GY, product(z, zz)).subtract(y).mod(P);
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
