package org.wwj.template;

import static org.wwj.template.Function.Type.CERTIFICATE;
import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.LIST;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.number;
import static org.wwj.template.Sprig.text;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sprig's keys and certificates. */
final class SprigCertificates {
  private static final int RSA_BITS = 2048;

  /** Making a key takes as long as this many steps. */
  private static final long COSTLY = 2_500_000;

  private SprigCertificates() {}

  static void addTo(Map<String, Function> all) {
    costly(all, "genPrivateKey", Function.of(a -> Keys.generate(text(a, 0)), STRING));
    all.put(
        "buildCustomCert",
        Function.of(a -> custom(text(a, 0), text(a, 1)), STRING, STRING).costing(Meter::squared));
    costly(all, "genCA", Function.of(a -> authority(a, newKey()), STRING, INT));
    costly(
        all,
        "genCAWithKey",
        Function.of(a -> authority(a, given(text(a, 2))), STRING, INT, STRING));
    costly(
        all,
        "genSelfSignedCert",
        Function.of(a -> leaf(a, null, newKey()), STRING, LIST, LIST, INT));
    costly(
        all,
        "genSelfSignedCertWithKey",
        Function.of(a -> leaf(a, null, given(text(a, 4))), STRING, LIST, LIST, INT, STRING));
    costly(
        all,
        "genSignedCert",
        Function.of(
            a -> leaf(a, (Certificate) a.get(4), newKey()), STRING, LIST, LIST, INT, CERTIFICATE));
    costly(
        all,
        "genSignedCertWithKey",
        Function.of(
            a -> leaf(a, (Certificate) a.get(4), given(text(a, 5))),
            STRING,
            LIST,
            LIST,
            INT,
            CERTIFICATE,
            STRING));
  }

  private static void costly(Map<String, Function> all, String name, Function function) {
    all.put(name, function.costing(a -> COSTLY));
  }

  private static KeyPair newKey() {
    return Keys.rsa(RSA_BITS);
  }

  private static KeyPair given(String pem) {
    try {
      return Keys.parse(pem);
    } catch (TemplateException e) {
      throw new TemplateException("parsing private key: " + e.getMessage(), e);
    }
  }

  private static Object custom(String cert, String key) {
    String certificate = decoded(cert, "certificate");
    String privateKey = decoded(key, "private key");
    parsed(certificate);
    try {
      Keys.parse(privateKey);
    } catch (TemplateException e) {
      throw new TemplateException("error parsing private key: " + e.getMessage(), e);
    }
    return new Certificate(certificate, privateKey);
  }

  private static String decoded(String base64, String what) {
    try {
      return GoString.decode(BaseDecoder.base64(base64));
    } catch (TemplateException e) {
      throw new TemplateException("unable to decode base64 " + what, e);
    }
  }

  private static X509Certificate parsed(String text) {
    @Nullable Pem pem = Pem.first(text);
    if (pem == null) {
      throw new TemplateException("unable to decode certificate");
    }
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem.bytes()));
    } catch (CertificateException e) {
      throw new TemplateException(
          "error parsing certificate: decodedCert.Bytes: " + e.getMessage(), e);
    }
  }

  private static Object authority(List<Object> args, KeyPair key) {
    X509 subject = new X509(text(args, 0), List.of(), List.of(), number(args, 1), true);
    return new Certificate(subject.signed(key.getPublic(), subject.issuer(key)), Keys.pem(key));
  }

  private static Object leaf(List<Object> args, @Nullable Certificate authority, KeyPair key) {
    X509 subject =
        new X509(
            text(args, 0), (List<?>) args.get(1), (List<?>) args.get(2), number(args, 3), false);
    X509.Issuer issuer = authority == null ? subject.issuer(key) : issuer(authority);
    return new Certificate(subject.signed(key.getPublic(), issuer), Keys.pem(key));
  }

  private static X509.Issuer issuer(Certificate authority) {
    X509Certificate certificate = parsed(authority.cert());
    KeyPair key;
    try {
      key = Keys.parse(authority.key());
    } catch (TemplateException e) {
      throw new TemplateException("error parsing private key: " + e.getMessage(), e);
    }
    byte @Nullable [] extension = certificate.getExtensionValue(X509.SUBJECT_KEY_IDENTIFIER);
    byte[] identifier =
        extension == null ? new byte[0] : Der.read(Der.read(extension).content()).content();
    return new X509.Issuer(
        certificate.getSubjectX500Principal().getEncoded(), identifier, key.getPrivate());
  }
}
