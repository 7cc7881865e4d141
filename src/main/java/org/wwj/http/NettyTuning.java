package org.wwj.http;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.Map;

/**
 * System properties that Netty reads once, when its classes load. A server calls {@link #install}
 * before it touches anything of Netty; a property given on the command line wins.
 */
public final class NettyTuning {
  /**
   * Names and values. Bulk bytes never pass through buffers, so small arenas are enough. Leaks are
   * sought by our tests, in every buffer; to look for them in service costs DHCP a twentieth.
   * Events for the JDK's flight recorder delay the first answer by a tenth of a second.
   */
  public static final Map<String, String> PROPERTIES =
      Map.of(
          "io.netty.allocator.type", "pooled",
          "io.netty.allocator.numDirectArenas", "2",
          "io.netty.allocator.numHeapArenas", "0",
          "io.netty.allocator.maxOrder", "5", // 8 KiB pages << 5: chunks of 256 KiB
          "io.netty.leakDetection.level", "disabled",
          "io.netty.jfr.enabled", "false");

  private NettyTuning() {}

  /** Sets what the command line left open, and spares Netty the search for a logger. */
  public static void install() {
    PROPERTIES.forEach((name, value) -> {
      if (System.getProperty(name) == null) {
        System.setProperty(name, value);
      }
    });
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
  }
}
