package org.wwj.image.oci;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.wwj.image.ImageException;
import org.wwj.image.layer.Layer;

/**
 * Layers that are got ready by several threads while the first ones are unpacked already. Closing
 * it ends what is still under way.
 */
final class Pipeline implements AutoCloseable {
  /** Docker and podman fetch three and six at a time. */
  private static final int PARALLEL = 4;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          PARALLEL, Thread.ofPlatform().daemon().name("layer-", 0).factory());
  private final Map<String, Future<Layer>> begun = new HashMap<>();
  private final List<Supplier<Layer>> layers = new ArrayList<>();

  /**
   * Adds the next layer; the same one twice is got ready once.
   *
   * @param key what tells it from others
   * @param work what makes it ready
   */
  void add(String key, Callable<Layer> work) {
    Future<Layer> future = begun.computeIfAbsent(key, k -> threads.submit(work));
    layers.add(() -> await(future));
  }

  /** All layers in the order they were added; each waits until it is ready. */
  List<Supplier<Layer>> layers() {
    return List.copyOf(layers);
  }

  /** Does something beside the layers. */
  <T> Future<T> beside(Callable<T> work) {
    return threads.submit(work);
  }

  /**
   * Waits for something.
   *
   * @throws ImageException saying why it failed
   */
  static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case ImageException told -> told;
        case IOException disk -> new ImageException(String.valueOf(disk.getMessage()), disk);
        case null, default -> new IllegalStateException(e);
      };
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
