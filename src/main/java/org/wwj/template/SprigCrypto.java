package org.wwj.template;

import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Function.Type.UINT32;
import static org.wwj.template.Sprig.text;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Sprig's passwords and its AES. */
final class SprigCrypto {
  /** Half a second of work; a rendering may do it some 8 times. */
  private static final long COSTLY = 2_500_000;

  private static final int BLOCK = 16;
  private static final String SEED = "com.lyndir.masterpassword";
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String VOWELS = "AEIOU";
  private static final String CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ";
  private static final String SMALL_VOWELS = "aeiou";
  private static final String SMALL_CONSONANTS = "bcdfghjklmnpqrstvwxyz";
  private static final String DIGITS = "0123456789";

  /** What each letter of a password's form stands for. */
  private static final Map<Character, String> LETTERS =
      Map.of(
          'V',
          VOWELS,
          'C',
          CONSONANTS,
          'v',
          SMALL_VOWELS,
          'c',
          SMALL_CONSONANTS,
          'A',
          VOWELS + CONSONANTS,
          'a',
          VOWELS + SMALL_VOWELS + CONSONANTS + SMALL_CONSONANTS,
          'n',
          DIGITS,
          'o',
          "@&%?,=[]_:-+*$#!'^~;()/.",
          'x',
          VOWELS + SMALL_VOWELS + CONSONANTS + SMALL_CONSONANTS + DIGITS + "!@#$%^&*()");

  /** The forms of the Master Password algorithm. */
  private static final Map<String, List<String>> FORMS =
      Map.of(
          "maximum",
          List.of("anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"),
          "long",
          List.of(
              ("CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv"
                      + " CvccCvcvCvcvno CvcvnoCvccCvcv CvcvCvccnoCvcv CvcvCvccCvcvno"
                      + " CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv"
                      + " CvccCvccnoCvcv CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc"
                      + " CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno")
                  .split(" ")),
          "medium",
          List.of("CvcnoCvc", "CvcCvcno"),
          "short",
          List.of("Cvcn"),
          "basic",
          List.of("aaanaaan", "aannaaan", "aaannaaa"),
          "pin",
          List.of("nnnn"));

  private SprigCrypto() {}

  static void addTo(Map<String, Function> all) {
    all.put("bcrypt", Function.of(a -> bcrypt(text(a, 0)), STRING).costing(a -> COSTLY));
    all.put(
        "htpasswd",
        Function.of(a -> htpasswd(text(a, 0), text(a, 1)), STRING, STRING).costing(a -> COSTLY));
    all.put(
        "derivePassword",
        Function.of(SprigCrypto::derived, UINT32, STRING, STRING, STRING, STRING)
            .costing(a -> COSTLY));
    all.put("encryptAES", Function.of(a -> encrypted(text(a, 0), text(a, 1)), STRING, STRING));
    all.put("decryptAES", Function.of(a -> decrypted(text(a, 0), text(a, 1)), STRING, STRING));
  }

  private static String bcrypt(String password) {
    byte[] bytes = GoString.encode(password);
    return bytes.length > Bcrypt.MOST
        ? "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes"
        : Bcrypt.hash(bytes, RANDOM);
  }

  private static String htpasswd(String user, String password) {
    return user.contains(":") ? "invalid username: " + user : user + ":" + bcrypt(password);
  }

  private static Object derived(List<Object> args) {
    int counter = (int) ((GoInt) args.get(0)).value();
    List<String> forms = FORMS.getOrDefault(text(args, 1), List.of());
    if (forms.isEmpty()) {
      return "cannot find password template " + text(args, 1);
    }
    byte[] password = GoString.encode(text(args, 2));
    byte[] key = Scrypt.key(password, labelled(text(args, 3), new byte[0]), 32768, 8, 2, 64);
    byte[] count = new byte[Integer.BYTES];
    ByteBuffer.wrap(count).putInt(counter);
    byte[] seed = hmac(key, labelled(text(args, 4), count));
    String form = forms.get((seed[0] & 0xff) % forms.size());
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < form.length(); i++) {
      String letters = LETTERS.getOrDefault(form.charAt(i), "");
      out.append(letters.charAt((seed[i + 1] & 0xff) % letters.length()));
    }
    return out.toString();
  }

  /** The algorithm's name, the text's length and the text, and what else there is. */
  private static byte[] labelled(String text, byte[] rest) {
    byte[] seed = GoString.encode(SEED);
    byte[] bytes = GoString.encode(text);
    byte[] all = new byte[seed.length + Integer.BYTES + bytes.length + rest.length];
    ByteBuffer.wrap(all).put(seed).putInt(bytes.length).put(bytes).put(rest);
    return all;
  }

  static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static String encrypted(String password, String text) {
    if (text.isEmpty()) {
      return "";
    }
    byte[] start = new byte[BLOCK];
    RANDOM.nextBytes(start);
    byte[] coded = aes(Cipher.ENCRYPT_MODE, "PKCS5Padding", password, start, GoString.encode(text));
    byte[] all = Arrays.copyOf(start, BLOCK + coded.length);
    System.arraycopy(coded, 0, all, BLOCK, coded.length);
    return Base64.getEncoder().encodeToString(all);
  }

  private static String decrypted(String password, String coded) {
    if (coded.isEmpty()) {
      return "";
    }
    byte[] all = BaseDecoder.base64(coded);
    if (all.length < BLOCK) {
      throw new TemplateException(
          "runtime error: slice bounds out of range [:" + BLOCK + "] with capacity " + all.length);
    }
    if (all.length % BLOCK != 0) {
      throw new TemplateException("crypto/cipher: input not full blocks");
    }
    if (all.length == BLOCK) {
      throw new TemplateException("runtime error: index out of range [-1]");
    }
    byte[] plain =
        aes(
            Cipher.DECRYPT_MODE,
            "NoPadding",
            password,
            Arrays.copyOf(all, BLOCK),
            Arrays.copyOfRange(all, BLOCK, all.length));
    int padding = plain[plain.length - 1] & 0xff;
    if (padding > plain.length) {
      throw new TemplateException(
          "runtime error: slice bounds out of range [:" + (plain.length - padding) + "]");
    }
    return GoString.decode(Arrays.copyOf(plain, plain.length - padding));
  }

  private static byte[] aes(
      int mode, String padding, String password, byte[] start, byte[] content) {
    byte[] key = Arrays.copyOf(GoString.encode(password), 32);
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/" + padding);
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(start));
      return cipher.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it, and the lengths are right
    }
  }
}
