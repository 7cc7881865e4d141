package org.wwj.template;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A certificate to be made (RFC 5280), with the extensions that sprig gives its own.
 *
 * @param commonName whom it is for
 * @param addresses IP addresses it is good for, as text
 * @param names DNS names it is good for
 * @param days how long it is valid
 * @param authority whether it may sign others
 */
record X509(String commonName, List<?> addresses, List<?> names, long days, boolean authority) {
  static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

  /** Who signs. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Issuer(byte[] name, byte[] keyIdentifier, PrivateKey key) {}

  Issuer issuer(java.security.KeyPair key) {
    return new Issuer(name(), new byte[0], key.getPrivate());
  }

  /** The certificate as PEM. */
  String signed(PublicKey key, Issuer issuer) {
    byte[] algorithm = algorithm(issuer.key());
    Instant now = Instant.now();
    byte[] body =
        Der.sequence(
            Der.of(0xa0, Der.integer(2)),
            Der.integer(Keys.serial()),
            algorithm,
            issuer.name(),
            Der.sequence(time(now), time(now.plusSeconds(Math.multiplyExact(days, 86_400L)))),
            name(),
            key.getEncoded(),
            Der.of(0xa3, Der.sequence(extensions(key, issuer))));
    byte[] whole = Der.sequence(body, algorithm, Der.bits(signature(issuer.key(), body)));
    return new Pem("CERTIFICATE", whole).toString();
  }

  private byte[] name() {
    return commonName.isEmpty()
        ? Der.sequence()
        : Der.sequence(
            Der.of(Der.SET, Der.sequence(Der.identifier("2.5.4.3"), Der.text(commonName))));
  }

  private static byte[] time(Instant instant) {
    ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
    boolean near = utc.getYear() < 2050;
    String pattern = near ? "yyMMddHHmmss'Z'" : "yyyyMMddHHmmss'Z'";
    return Der.of(
        near ? 0x17 : 0x18,
        utc.format(DateTimeFormatter.ofPattern(pattern)).getBytes(StandardCharsets.US_ASCII));
  }

  private static String digest(PrivateKey key) {
    if (!(key instanceof ECKey ec)) {
      return "SHA256";
    }
    int bits = ec.getParams().getOrder().bitLength();
    return bits <= 256 ? "SHA256" : bits <= 384 ? "SHA384" : "SHA512";
  }

  private static byte[] algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> Der.sequence(Der.identifier("1.2.840.113549.1.1.11"), Der.of(0x05));
      case "EC" ->
          Der.sequence(
              Der.identifier(
                  switch (digest(key)) {
                    case "SHA256" -> "1.2.840.10045.4.3.2";
                    case "SHA384" -> "1.2.840.10045.4.3.3";
                    default -> "1.2.840.10045.4.3.4";
                  }));
      default -> Der.sequence(Der.identifier("1.3.101.112"));
    };
  }

  private static byte[] signature(PrivateKey key, byte[] body) {
    String name =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> digest(key) + "withECDSA";
          default -> "Ed25519";
        };
    try {
      Signature signature = Signature.getInstance(name);
      signature.initSign(key);
      signature.update(body);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new TemplateException("error creating certificate: " + e.getMessage(), e);
    }
  }

  private byte[][] extensions(PublicKey key, Issuer issuer) {
    List<byte[]> all = new ArrayList<>();
    byte[] usage = {(byte) (authority ? 2 : 5), (byte) (authority ? 0xa4 : 0xa0)};
    all.add(extension("2.5.29.15", true, Der.of(Der.BIT_STRING, usage)));
    all.add(
        extension(
            "2.5.29.37",
            false,
            Der.sequence(
                Der.identifier("1.3.6.1.5.5.7.3.1"), Der.identifier("1.3.6.1.5.5.7.3.2"))));
    byte[] isAuthority = authority ? Der.of(0x01, new byte[] {-1}) : new byte[0];
    all.add(extension("2.5.29.19", true, Der.sequence(isAuthority)));
    if (authority) {
      byte[] bits = Der.read(key.getEncoded()).parts().get(1).content();
      byte[] sum = SprigEncoding.digest("SHA-1", Arrays.copyOfRange(bits, 1, bits.length));
      all.add(extension(SUBJECT_KEY_IDENTIFIER, false, Der.octets(sum)));
    }
    if (issuer.keyIdentifier().length > 0 && !Arrays.equals(issuer.name(), name())) {
      all.add(extension("2.5.29.35", false, Der.sequence(Der.of(0x80, issuer.keyIdentifier()))));
    }
    byte[] alternatives = alternatives();
    if (alternatives.length > 2) {
      all.add(extension("2.5.29.17", commonName.isEmpty(), alternatives));
    }
    return all.toArray(byte[][]::new);
  }

  private static byte[] extension(String identifier, boolean critical, byte[] value) {
    byte[] flag = critical ? Der.of(0x01, new byte[] {-1}) : new byte[0];
    return Der.sequence(Der.identifier(identifier), flag, Der.octets(value));
  }

  private byte[] alternatives() {
    List<byte[]> all = new ArrayList<>();
    for (Object name : names) {
      if (!(Values.of(name) instanceof String dns)) {
        throw new TemplateException(
            "error processing alternate dns name: "
                + GoFormat.value(Values.of(name))
                + " is not a string");
      }
      all.add(Der.of(0x82, dns.getBytes(StandardCharsets.UTF_8)));
    }
    for (Object address : addresses) {
      if (!(Values.of(address) instanceof String ip)) {
        throw new TemplateException(
            "error parsing ip: " + GoFormat.value(Values.of(address)) + " is not a string");
      }
      all.add(Der.of(0x87, address(ip)));
    }
    return Der.sequence(all.toArray(byte[][]::new));
  }

  /** Digits only: a name would be looked up. */
  private static byte[] address(String text) {
    Meter.brief(text);
    boolean four = text.matches("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    boolean six = text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    try {
      if (four || six) {
        return java.net.InetAddress.getByName(text).getAddress();
      }
    } catch (java.net.UnknownHostException e) {
      throw new TemplateException("error parsing ip: " + text, e);
    }
    throw new TemplateException("error parsing ip: " + text);
  }
}
