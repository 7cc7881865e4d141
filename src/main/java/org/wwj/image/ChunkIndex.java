package org.wwj.image;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.wwj.archive.Digest;
import org.wwj.ops.Log;

/**
 * Where the bytes of each chunk lie, over all generations of all images. Readers take no lock: they
 * see one immutable map, swapped whole when generations have come or gone.
 */
public final class ChunkIndex {
  private final ImageStore store;
  private volatile State state = new State(Set.of(), Map.of(), Map.of());

  /** An index over the store's generations, empty until it is refreshed. */
  public ChunkIndex(ImageStore store) {
    this.store = store;
  }

  /**
   * Where a chunk lies.
   *
   * @param file the file that holds it
   * @param offset its first byte there
   * @param size its number of bytes
   */
  public record Location(Path file, long offset, int size) {}

  /** Where the chunk lies, as of the last refresh. Never blocks. */
  public Optional<Location> find(Digest digest) {
    return Optional.ofNullable(state.chunks.get(digest));
  }

  /** Generations known as of the last refresh. */
  public Set<Generation> generations() {
    return state.manifests.keySet();
  }

  /** A generation's manifest as of the last refresh. Never blocks. */
  public Optional<Manifest> manifest(Generation generation) {
    return Optional.ofNullable(state.manifests.get(generation));
  }

  /**
   * Looks for generations that came or went since; reads the manifests of new ones only. Blocks on
   * the disk.
   *
   * @return whether anything changed
   */
  public synchronized boolean refresh() {
    List<Generation> now =
        store.list().stream().flatMap(image -> store.history(image).stream()).toList();
    State old = state;
    if (old.seen.equals(Set.copyOf(now))) {
      return false;
    }
    Map<Generation, Manifest> manifests = new HashMap<>();
    Map<Digest, Location> chunks = new HashMap<>();
    for (Generation generation : now) {
      Manifest known = old.manifests.get(generation);
      try {
        Manifest manifest = known == null ? Manifest.read(generation.manifest()) : known;
        manifests.put(generation, manifest);
        for (Chunk c : manifest.chunks()) {
          chunks.put(c.digest(), new Location(generation.squashfs(), c.offset(), c.size()));
        }
      } catch (ImageException e) {
        Log.warn(
            "image.manifest",
            "image",
            generation.image(),
            "reason",
            String.valueOf(e.getMessage()));
      }
    }
    state = new State(Set.copyOf(now), Map.copyOf(chunks), Map.copyOf(manifests));
    Log.info(
        "image.index",
        "chunks",
        chunks.size(),
        "generations",
        manifests.keySet().stream()
            .map(g -> g.image() + "@" + g.id())
            .sorted()
            .collect(Collectors.joining(",")));
    return true;
  }

  /** What was seen includes generations whose manifest is damaged, so that each is told of once. */
  private record State(
      Set<Generation> seen, Map<Digest, Location> chunks, Map<Generation, Manifest> manifests) {}
}
