package org.wwj.http;

import java.util.Map;

/**
 * System properties that Netty reads once, when its classes load. A server calls {@link #install}
 * before it touches anything of Netty; a property given on the command line wins.
 */
public final class NettyTuning {
  /**
   * Names and values. Bulk bytes never pass through buffers, so small arenas are enough. Leaks are
   * sought by our tests, in every buffer; to look for them in service costs DHCP a twentieth.
   */
  public static final Map<String, String> PROPERTIES =
      Map.of(
          "io.netty.allocator.type", "pooled",
          "io.netty.allocator.numDirectArenas", "2",
          "io.netty.allocator.numHeapArenas", "0",
          "io.netty.allocator.maxOrder", "5", // 8 KiB pages << 5: chunks of 256 KiB
          "io.netty.leakDetection.level", "disabled");

  private NettyTuning() {}

  /** Sets what the command line left open. */
  public static void install() {
    PROPERTIES.forEach((name, value) -> {
      if (System.getProperty(name) == null) {
        System.setProperty(name, value);
      }
    });
  }
}
