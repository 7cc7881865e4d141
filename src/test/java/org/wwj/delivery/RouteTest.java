package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.net.MacAddress;

class RouteTest {
  private static final MacAddress C1 = MacAddress.parse("52:54:00:00:00:01");

  @ParameterizedTest
  @CsvSource({
    "/ipxe/52-54-00-00-00-01,IPXE",
    "/kernel/52:54:00:00:00:01,KERNEL",
    "/image/525400000001,IMAGE",
    "/container/52-54-00-00-00-01,IMAGE",
    "/overlay-system/52-54-00-00-00-01,SYSTEM",
    "/overlay-runtime/52-54-00-00-00-01,RUNTIME",
    "/initramfs/52-54-00-00-00-01,INITRAMFS",
    "/manifest/52-54-00-00-00-01,MANIFEST",
    "/report/52-54-00-00-00-01,REPORT",
    "/provision/52-54-00-00-00-01,IPXE"
  })
  void knowsWarewulfsRoutesAndTheirOlderNames(String path, Route.Thing thing) {
    assertThat(Route.parse(path, Map.of())).contains(new Route.ForMachine(thing, C1));
  }

  @Test
  void theOlderRouteNamesTheStageInTheQuery() {
    assertThat(Route.parse("/provision/52-54-00-00-00-01", Map.of("stage", "KERNEL")))
        .contains(new Route.ForMachine(Route.Thing.KERNEL, C1));
    assertThat(Route.parse("/provision/", Map.of("stage", "system", "wwid", C1.toString())))
        .contains(new Route.ForMachine(Route.Thing.SYSTEM, C1));
    assertThat(Route.parse("/provision/52-54-00-00-00-01", Map.of("stage", "passwd")).orElseThrow())
        .isInstanceOf(Route.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/etc/passwd",
        "/statusx",
        "/status/x",
        "/efiboot/",
        "/IPXE/52-54-00-00-00-01"
      })
  void otherPathsLeadNowhere(String path) {
    assertThat(Route.parse(path, Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ipxe/",
        "/ipxe/c1",
        "/kernel/52-54-00-00-00-01/x",
        "/chunk/",
        "/chunk/12",
        "/chunk/zz"
      })
  void aRouteWithoutAUsableNameSaysWhatItExpects(String path) {
    assertThat(Route.parse(path, Map.of()).orElseThrow()).isInstanceOf(Route.Malformed.class);
  }
}
