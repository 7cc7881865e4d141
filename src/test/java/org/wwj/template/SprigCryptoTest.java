package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SprigCryptoTest {
  private static final String ALPHABET =
      "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static String render(String text, Map<String, Object> data) {
    return Template.parse("t", text, Sprig.functions()).render(data);
  }

  /** Hashes that golang.org/x/crypto/bcrypt made. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\",$2a$10$GFtPKl7vUclQfYu8AyMzl.Tdwqp5fkrjH7Dh.5DImi53PFplHduY2",
        "secret,$2a$10$B1Udm46dQwfBLpRPgrg4CeoJ6flycbsQlS97wfVItIbvmLUgrJi7m",
        "\"gr\u00fc\u00dfe of quite some length, more than sixty-four bytes in all\",$2a$10$hGDDqzidYlgwz7HblqSvKucKI14nSTbO0JXM69QBaa4LvdGwCWEa6"
      })
  void hashesAsGoDoes(String password, String hash) {
    byte[] salt = new byte[16];
    String written = hash.substring(7, 29);
    int bits = 0;
    int have = 0;
    int at = 0;
    for (char c : written.toCharArray()) {
      bits = bits << 6 | ALPHABET.indexOf(c);
      have += 6;
      if (have >= 8 && at < 16) {
        salt[at++] = (byte) (bits >> (have - 8));
        have -= 8;
      }
    }
    assertThat(Bcrypt.hash(password.getBytes(StandardCharsets.UTF_8), salt)).isEqualTo(hash);
  }

  @Test
  void refusesPasswordsThatBcryptWouldCut() {
    assertThat(render("{{bcrypt (repeat 73 \"a\")}}", Map.of()))
        .isEqualTo(
            "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes");
  }

  /** The vectors of RFC 7914 §12. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\",\"\",16,1,1,77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
            + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
        "password,NaCl,1024,8,16,fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
      })
  void derivesKeysAsTheRfcSays(String password, String salt, int n, int r, int p, String key) {
    byte[] made = Scrypt.key(password.getBytes(), salt.getBytes(), n, r, p, 64);
    assertThat(HexFormat.of().formatHex(made)).isEqualTo(key);
  }

  private static X509Certificate certificate(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecdsa", "ed25519", "rsa"})
  void makesCertificatesThatAnAuthorityHasSigned(String kind) throws Exception {
    String[] pems =
        render(
                "{{$k := genPrivateKey \""
                    + kind
                    + "\"}}{{$ca := genCAWithKey \"my ca\" 365 $k}}"
                    + "{{$c := genSignedCert \"h\u00f6st\" (list \"10.0.0.1\" \"fe80::1\")"
                    + " (list \"a.example\") 30 $ca}}{{$ca.Cert}}|{{$c.Cert}}|{{$c.Key}}|{{$k}}",
                Map.of())
            .split("\\|");
    X509Certificate authority = certificate(pems[0]);
    X509Certificate leaf = certificate(pems[1]);

    authority.verify(authority.getPublicKey());
    leaf.verify(authority.getPublicKey());
    assertThat(authority.getBasicConstraints()).isGreaterThanOrEqualTo(0);
    assertThat(authority.getKeyUsage()[5]).isTrue();
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getIssuerX500Principal()).isEqualTo(authority.getSubjectX500Principal());
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=h\u00f6st");
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactly(
            List.of(2, "a.example"), List.of(7, "10.0.0.1"), List.of(7, "fe80:0:0:0:0:0:0:1"));
    assertThat(Duration.between(Instant.now(), leaf.getNotAfter().toInstant()).toDays())
        .isBetween(29L, 30L);
    KeyPair pair = Keys.parse(pems[2]);
    assertThat(pair.getPublic().getEncoded()).isEqualTo(leaf.getPublicKey().getEncoded());
    assertThat(Keys.pem(Keys.parse(pems[3]))).isEqualTo(pems[3]);
  }

  @Test
  void writesYearsBeyond2049AsTheRfcSays() throws Exception {
    String pem =
        render(
            "{{(genSelfSignedCertWithKey \"a\" nil nil 36500 (genPrivateKey \"ed25519\")).Cert}}",
            Map.of());
    assertThat(certificate(pem).getNotAfter().toInstant())
        .isAfter(Instant.parse("2100-01-01T00:00:00Z"));
  }
}
