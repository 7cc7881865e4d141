package org.wwj.template;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;

/** The key derivation of RFC 7914; the JDK brings only the PBKDF2 inside of it. */
final class Scrypt {
  private static final int SALSA_ROUNDS = 8;
  private static final int WORDS = 16;

  private Scrypt() {}

  static byte[] key(byte[] password, byte[] salt, int n, int r, int p, int length) {
    int words = 32 * r;
    byte[] mixed = pbkdf2(password, salt, p * words * Integer.BYTES);
    IntBuffer all = ByteBuffer.wrap(mixed).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    int[] block = new int[words];
    for (int i = 0; i < p; i++) {
      all.get(i * words, block);
      mix(block, n, r);
      all.put(i * words, block);
    }
    return pbkdf2(password, mixed, length);
  }

  /** PBKDF2 with HMAC-SHA-256 and one iteration; written out because the JDK's takes only text. */
  private static byte[] pbkdf2(byte[] password, byte[] salt, int length) {
    byte[] key = password.length == 0 ? new byte[1] : password; // padded with zeros anyway
    byte[] out = new byte[length];
    byte[] message = Arrays.copyOf(salt, salt.length + Integer.BYTES);
    for (int i = 0; i * 32 < length; i++) {
      ByteBuffer.wrap(message).putInt(salt.length, i + 1);
      byte[] part = SprigCrypto.hmac(key, message);
      System.arraycopy(part, 0, out, i * 32, Math.min(32, length - i * 32));
    }
    return out;
  }

  private static void mix(int[] block, int n, int r) {
    int words = block.length;
    int[] memory = new int[n * words];
    int[] other = new int[words];
    for (int i = 0; i < n; i++) {
      System.arraycopy(block, 0, memory, i * words, words);
      mixBlock(block, other, r);
    }
    for (int i = 0; i < n; i++) {
      int from = (block[words - WORDS] & (n - 1)) * words;
      for (int k = 0; k < words; k++) {
        block[k] ^= memory[from + k];
      }
      mixBlock(block, other, r);
    }
  }

  /** Even parts come to the front, odd ones to the back. */
  private static void mixBlock(int[] block, int[] other, int r) {
    int[] x = Arrays.copyOfRange(block, block.length - WORDS, block.length);
    for (int i = 0; i < 2 * r; i++) {
      for (int k = 0; k < WORDS; k++) {
        x[k] ^= block[i * WORDS + k];
      }
      salsa(x);
      System.arraycopy(x, 0, other, (i % 2 * r + i / 2) * WORDS, WORDS);
    }
    System.arraycopy(other, 0, block, 0, block.length);
  }

  private static void salsa(int[] block) {
    int[] x = block.clone();
    for (int round = 0; round < SALSA_ROUNDS; round += 2) {
      for (int i = 0; i < 4; i++) {
        quarter(x, 5 * i % WORDS, (5 * i + 4) % WORDS, (5 * i + 8) % WORDS, (5 * i + 12) % WORDS);
      }
      for (int i = 0; i < 4; i++) {
        int row = 4 * i;
        quarter(x, row + i, row + (i + 1) % 4, row + (i + 2) % 4, row + (i + 3) % 4);
      }
    }
    for (int i = 0; i < WORDS; i++) {
      block[i] += x[i];
    }
  }

  private static void quarter(int[] x, int a, int b, int c, int d) {
    x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
    x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
    x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
    x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
  }
}
