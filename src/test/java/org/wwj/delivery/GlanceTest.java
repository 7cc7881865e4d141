package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlanceTest {
  @TempDir Path folder;
  private final Queue<Runnable> loop = new ArrayDeque<>();

  @AfterEach
  void dealWithAll() {
    for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
      task.run();
    }
  }

  @Test
  void looksOnceUntilTheLoopHasDealtWithAll() throws IOException {
    Path file = Files.writeString(folder.resolve("image"), "abc");
    Glance.begin(loop::add);
    Glance.begin(loop::add);
    assertThat(loop).as("one request of many begins it").hasSize(1);
    assertThat(Glance.at(file).size()).isEqualTo(3);
    Files.writeString(file, "longer");
    assertThat(Glance.at(file).size()).isEqualTo(3);
    dealWithAll();
    Glance.begin(loop::add);
    assertThat(Glance.at(file).size()).isEqualTo(6);
  }

  @Test
  void looksEachTimeWhereNothingBegan() throws IOException {
    Path file = Files.writeString(folder.resolve("image"), "abc");
    assertThat(Glance.at(file).size()).isEqualTo(3);
    Files.writeString(file, "longer");
    assertThat(Glance.at(file).size()).isEqualTo(6);
  }

  @Test
  void keepsNoFailure() throws IOException {
    Path file = folder.resolve("image");
    Glance.begin(loop::add);
    assertThat(Glance.exists(file)).isFalse();
    assertThatThrownBy(() -> Glance.at(file)).isInstanceOf(NoSuchFileException.class);
    Files.writeString(file, "abc");
    assertThat(Glance.exists(file)).isTrue();
  }

  @Test
  void looksEachTimeWhileTheLoopEnds() throws IOException {
    Path file = Files.writeString(folder.resolve("image"), "abc");
    Glance.begin(task -> {
      throw new RejectedExecutionException("shut down");
    });
    assertThat(Glance.at(file).size()).isEqualTo(3);
    Files.writeString(file, "longer");
    assertThat(Glance.at(file).size()).isEqualTo(6);
  }
}
