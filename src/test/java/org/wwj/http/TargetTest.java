package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                             | /
          /grub.efi                     | /grub.efi
          //grub.efi                    | /grub.efi
          ///a////b//                   | /a/b/
          /a/./b/.                      | /a/b
          /./                           | /
          /a%20b                        | /a b
          /a%2Fb                        | /a/b
          /%2f%2Fb                      | /b
          /caf%C3%A9                    | /café
          /a+b                          | /a+b
          /...                          | /...
          /a..b                         | /a..b
          http://10.0.0.1:9873//x       | /x
          HTTP://sms                    | /
          http://sms?a=b                | /
          /x?                           | /x
          """)
  void normalisesPaths(String target, String path) {
    assertThat(Target.parse(target)).isInstanceOf(Target.Named.class);
    assertThat(((Target.Named) Target.parse(target)).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "*",
        "../etc/passwd",
        "/..",
        "/../etc/passwd",
        "/a/../b",
        "/a/%2e%2e/b",
        "/a/.%2E",
        "/%2e%2e%2fetc",
        "/..?x",
        "/a\\b",
        "/a%5cb",
        "/a%00",
        "/a%0a",
        "/a%7f",
        "/a\u0001",
        "/%",
        "/%4",
        "/%zz",
        "/%C3",
        "/%FF",
        "/\u00ff",
        "/\u4e2d",
        "/%C0%AE%C0%AE/x",
        "/x?a=%",
        "/x?%zz=1",
        "/x?a=%00",
        "ftp://x/y",
        "https://x/y",
        "http://sms/../x"
      })
  void refuses(String target) {
    assertThat(Target.parse(target)).isInstanceOf(Target.Malformed.class);
  }

  @Test
  void decodesTheFirstOfEachParameter() {
    assertThat(Target.parse("/x?stage=ipxe&uuid=&flag&tag=a+b%26c&stage=grub&&=y&%61=1"))
        .isEqualTo(
            new Target.Named(
                "/x", Map.of("stage", "ipxe", "uuid", "", "flag", "", "tag", "a b&c", "a", "1")));
  }

  @Test
  void takesRawUtf8AsSomeFirmwareSendsIt() {
    assertThat(((Target.Named) Target.parse("/caf\u00c3\u00a9")).path()).isEqualTo("/café");
  }
}
