package org.wwj.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
  @ParameterizedTest
  @CsvSource({"10.0.0.1, 69", "255.254.128.127, 65535", "0.0.0.0, 0"})
  void keepsEachItsAddress(String ip, int port) {
    Messages messages = new Messages(2);
    InetSocketAddress address = new InetSocketAddress(ip, port);
    messages.address(1, address);
    assertThat(messages.address(1)).isEqualTo(address);
    assertThat(messages.address(0)).isEqualTo(new InetSocketAddress("0.0.0.0", 0));
  }
}
