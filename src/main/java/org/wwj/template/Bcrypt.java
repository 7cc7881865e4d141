package org.wwj.template;

import java.math.BigInteger;
import java.util.Random;

/**
 * The password hash of Provos and Mazières, {@code $2a$} with cost 10 as sprig makes it. The tables
 * of its cipher Blowfish are the digits of pi behind the point, so they are calculated.
 */
final class Bcrypt {
  /** More bytes of a password are not looked at, so Go refuses them. */
  static final int MOST = 72;

  private static final int COST = 10;
  private static final int ROUNDS = 16;
  private static final int KEYS = ROUNDS + 2;
  private static final int BOX = 256;
  private static final String ALPHABET =
      "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int[] PI = piDigits(KEYS + 4 * BOX);

  private final int[] state = PI.clone();
  private int left;
  private int right;

  private Bcrypt() {}

  static String hash(byte[] password, Random random) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return hash(password, salt);
  }

  static String hash(byte[] password, byte[] salt) {
    byte[] key = java.util.Arrays.copyOf(password, password.length + 1); // with C's closing zero
    Bcrypt cipher = new Bcrypt();
    cipher.expand(salt, key);
    for (int i = 0; i < 1 << COST; i++) {
      cipher.expand(new byte[16], key);
      cipher.expand(new byte[16], salt);
    }
    byte[] text = "OrpheanBeholderScryDoubt".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int[] words = words(text, 6);
    for (int i = 0; i < 64; i++) {
      for (int k = 0; k < words.length; k += 2) {
        cipher.encrypt(words[k], words[k + 1]);
        words[k] = cipher.left;
        words[k + 1] = cipher.right;
      }
    }
    byte[] sum = new byte[23]; // the last byte was always left out
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (byte) (words[i / 4] >> (24 - i % 4 * 8));
    }
    return "$2a$" + COST + "$" + base64(salt) + base64(sum);
  }

  /** Mixes key and salt into the tables. */
  private void expand(byte[] salt, byte[] key) {
    int[] keyWords = words(key, KEYS);
    for (int i = 0; i < KEYS; i++) {
      state[i] ^= keyWords[i];
    }
    int[] saltWords = words(salt, 4);
    left = 0;
    right = 0;
    for (int i = 0; i < state.length; i += 2) {
      encrypt(left ^ saltWords[i & 2], right ^ saltWords[(i & 2) + 1]);
      state[i] = left;
      state[i + 1] = right;
    }
  }

  /** The bytes as words of 32 bits, from the start again as often as it takes. */
  private static int[] words(byte[] bytes, int count) {
    int[] words = new int[count];
    for (int i = 0; i < 4 * count; i++) {
      words[i / 4] = words[i / 4] << 8 | (bytes[i % bytes.length] & 0xff);
    }
    return words;
  }

  private void encrypt(int first, int second) {
    int l = first ^ state[0];
    int r = second;
    for (int i = 1; i <= ROUNDS; i += 2) {
      r ^= mixed(l) ^ state[i];
      l ^= mixed(r) ^ state[i + 1];
    }
    left = r ^ state[ROUNDS + 1];
    right = l;
  }

  private int mixed(int x) {
    int sum = state[KEYS + (x >>> 24)] + state[KEYS + BOX + (x >>> 16 & 0xff)];
    return (sum ^ state[KEYS + 2 * BOX + (x >>> 8 & 0xff)]) + state[KEYS + 3 * BOX + (x & 0xff)];
  }

  /** Base64 with an alphabet of its own and without padding. */
  private static String base64(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    for (int bit = 0; bit < 8 * bytes.length; bit += 6) {
      int pair = (bytes[bit / 8] & 0xff) << 8;
      pair |= bit / 8 + 1 < bytes.length ? bytes[bit / 8 + 1] & 0xff : 0;
      out.append(ALPHABET.charAt(pair >> (10 - bit % 8) & 63));
    }
    return out.toString();
  }

  /** Words of pi's fraction, by Machin's formula. */
  private static int[] piDigits(int words) {
    int guard = 64;
    int bits = 32 * words + guard;
    BigInteger sixteen = arctan(5, bits).shiftLeft(4);
    BigInteger pi = sixteen.subtract(arctan(239, bits).shiftLeft(2)).shiftRight(guard);
    int[] digits = new int[words];
    for (int i = words - 1; i >= 0; i--) {
      digits[i] = pi.intValue();
      pi = pi.shiftRight(32);
    }
    return digits;
  }

  /** The arc tangent of 1/x with so many bits behind the point. */
  private static BigInteger arctan(int x, int bits) {
    BigInteger square = BigInteger.valueOf((long) x * x);
    BigInteger term = BigInteger.ONE.shiftLeft(bits).divide(BigInteger.valueOf(x));
    BigInteger sum = BigInteger.ZERO;
    for (int n = 1; term.signum() != 0; n += 2) {
      BigInteger part = term.divide(BigInteger.valueOf(n));
      sum = n % 4 == 1 ? sum.add(part) : sum.subtract(part);
      term = term.divide(square);
    }
    return sum;
  }
}
