package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.net.Transport;

class GlanceTest {
  @TempDir Path folder;
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("image"), "abc");
  }

  @AfterEach
  void end() {
    loop.shutdownNow();
  }

  private long size() throws Exception {
    return loop.submit(() -> Glance.at(file).size()).get();
  }

  @Test
  void looksOnceATurn() throws Exception {
    loop.submit(Glance::turn).get();
    assertThat(size()).isEqualTo(3);
    Files.writeString(file, "longer");
    assertThat(size()).isEqualTo(3);
    loop.submit(Glance::turn).get();
    assertThat(size()).isEqualTo(6);
  }

  @Test
  void looksEachTimeWhereThereAreNoTurns() throws Exception {
    assertThat(size()).isEqualTo(3);
    Files.writeString(file, "longer");
    assertThat(size()).isEqualTo(6);
  }

  @Test
  void looksAgainForWhatIsNotThere() throws Exception {
    Files.delete(file);
    loop.submit(Glance::turn).get();
    assertThat(loop.submit(() -> Glance.exists(file)).get()).isFalse();
    assertThatThrownBy(this::size).hasRootCauseInstanceOf(NoSuchFileException.class);
    Files.writeString(file, "abc");
    assertThat(loop.submit(() -> Glance.exists(file)).get()).isTrue();
  }

  @Test
  void anEventLoopLooksAgainEachTimeItAsksItsSockets() throws Exception {
    EventLoopGroup loops = Transport.choose().loops("glance", 1, Glance::turn);
    try {
      long kept =
          loops
              .submit(() -> {
                assertThat(Glance.at(file).size()).isEqualTo(3);
                Files.writeString(file, "longer");
                return Glance.at(file).size();
              })
              .get();
      assertThat(kept).as("in the same turn").isEqualTo(3);
      Awaitility.await()
          .until(() -> loops.submit(() -> Glance.at(file).size()).get(10, TimeUnit.SECONDS) == 6);
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }
}
