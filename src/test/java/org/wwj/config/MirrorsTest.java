package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.net.BitRate;
import org.wwj.net.Prefix;

class MirrorsTest {
  private static Mirrors read(String items) {
    String text = "ipaddr: 10.0.0.1/24\ndelivery:\n  mirrors:\n" + items.indent(4);
    return SiteConfigReader.parse(Path.of("/etc/wwj/wwj.conf"), text).delivery().mirrors();
  }

  @Test
  void aNodeAsksThoseOfItsSubnetAndOfItsTagInTheOrderOfTheFile() {
    Mirrors mirrors =
        read(
            """
            - {subnet: 10.1.0.0/16, url: http://10.1.0.2:8080}
            - {tag: rack=r7, url: http://10.7.0.2/wwj/}
            - {subnet: 10.1.5.0/24, tag: rack=r7, url: http://10.7.0.3}
            - {subnet: 10.1.0.0/16, url: http://10.1.0.3:8080}
            - {subnet: 10.2.0.0/16, url: http://10.1.0.2:8080}
            - {url: http://10.0.0.5:9000/chunks, link speed: 25G}
            """);
    assertThat(mirrors.of(Prefix.parseAddress("10.1.5.9"), Map.of()))
        .containsExactly(
            "http://10.1.0.2:8080", "http://10.1.0.3:8080", "http://10.0.0.5:9000/chunks");
    assertThat(mirrors.of(Prefix.parseAddress("10.1.5.9"), Map.of("rack", "r7")))
        .containsExactly(
            "http://10.1.0.2:8080",
            "http://10.7.0.2/wwj",
            "http://10.7.0.3",
            "http://10.1.0.3:8080",
            "http://10.0.0.5:9000/chunks");
    assertThat(mirrors.of(Prefix.parseAddress("10.3.0.1"), Map.of("rack", "r8")))
        .containsExactly("http://10.0.0.5:9000/chunks");
    assertThat(mirrors.first(Prefix.parseAddress("10.3.0.1"), Map.of()).map(Mirrors.Mirror::link))
        .contains(BitRate.parse("25G"));
  }

  @Test
  void withoutTheSectionThereAreNone() {
    assertThat(SiteConfigReader.parse(Path.of("wwj.conf"), "ipaddr: 10.0.0.1/24\n"))
        .extracting(config -> config.delivery().mirrors())
        .isEqualTo(Mirrors.NONE);
    assertThat(read("")).isEqualTo(Mirrors.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          - {subnet: 10.1.0.0/16}                         | a mirror needs 'url'
          - {url: https://10.1.0.2}                       | need no TLS
          - {url: http://rack1:8080}                      | 'rack1' is a name, and a node that boots has no resolver
          - {url: http://10.1.0.2:99999}                  | port '99999'
          - {url: "http://10.1.0.2/a,b"}                  | is not like http://10.1.0.2:8080
          - {url: "http://10.1.0.2/a?b"}                  | is not like http://10.1.0.2:8080
          - {subnet: 10.1.0.5/16, url: http://10.1.0.2}   | write 10.1.0.0/16
          - {subnet: 10.1.0.0, url: http://10.1.0.2}      | has no prefix length
          - {tag: rack, url: http://10.1.0.2}             | 'rack' is not like rack=r7
          - {url: http://10.0.0.1:9873}                   | is this server itself
          - {ulr: http://10.0.0.1:9873}                   | unknown key 'ulr' in section 'delivery: mirrors'
          http://10.1.0.2                                 | takes a list of {subnet, tag, url}
          """)
  void mistakesAreToldWithTheirLine(String items, String message) {
    assertThatThrownBy(() -> read(items))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/etc/wwj/wwj.conf:4: ")
        .hasMessageContaining(message);
  }

  @Test
  void theSameMirrorTwiceIsAMistake() {
    assertThatThrownBy(() -> read("- {url: http://10.1.0.2}\n- {url: http://10.1.0.2/}"))
        .hasMessageContaining("/etc/wwj/wwj.conf:5: this mirror is in the list twice");
  }
}
