package org.wwj.template;

import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.number;
import static org.wwj.template.Sprig.text;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Sprig's functions whose result is another one each time. */
final class SprigRandom {
  private static final String DIGITS = "0123456789";
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private SprigRandom() {}

  static void addTo(Map<String, Function> all) {
    StringBuilder ascii = new StringBuilder();
    for (char c = ' '; c <= '~'; c++) {
      ascii.append(c);
    }
    of(all, "randAlphaNum", LETTERS + DIGITS);
    of(all, "randAlpha", LETTERS);
    of(all, "randNumeric", DIGITS);
    of(all, "randAscii", ascii.toString());
    all.put("randInt", Function.of(a -> between(number(a, 0), number(a, 1)), INT, INT));
    all.put("randBytes", Function.of(a -> bytes(number(a, 0)), INT));
    all.put("uuidv4", Function.of(a -> UUID.randomUUID().toString()));
    all.put("shuffle", Function.of(a -> shuffled(text(a, 0)), STRING));
  }

  private static void of(Map<String, Function> all, String name, String alphabet) {
    all.put(
        name,
        Function.of(
            a -> {
              StringBuilder out = new StringBuilder();
              for (int i = Meter.length(number(a, 0)); i > 0; i--) {
                out.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
              }
              return out.toString();
            },
            INT));
  }

  private static Object between(long least, long bound) {
    if (bound - least <= 0) {
      throw new TemplateException("invalid argument to Intn");
    }
    return least + RANDOM.nextLong(bound - least); // may wrap, as in Go
  }

  private static Object bytes(long count) {
    if (count < 0) {
      throw new TemplateException("runtime error: makeslice: len out of range");
    }
    byte[] bytes = new byte[Meter.length(count)];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String shuffled(String text) {
    int[] left = text.codePoints().toArray();
    for (int i = left.length - 1; i > 0; i--) {
      int j = RANDOM.nextInt(i + 1);
      int swapped = left[i];
      left[i] = left[j];
      left[j] = swapped;
    }
    return new String(left, 0, left.length);
  }
}
