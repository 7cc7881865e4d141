package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.registry.Node;

/**
 * What templates wrote, kept by what they read. Properties:
 *
 * <ul>
 *   <li>a result is used again exactly when the template, the settings, each file that it looked at
 *       and each field that it looked at are as they were: rendering it again would look at the
 *       same and write the same;
 *   <li>so a template that looks at nothing of its own node is rendered once for all of them;
 *   <li>who would render the same at the same time waits for the first;
 *   <li>a template that looks at the clock or throws dice is not kept.
 * </ul>
 */
final class Results {
  private static final int MAX_SHAPES = 16;
  private static final int STRIPES = 64;

  private final Lru<Key, Result> results;
  private final Map<Place, Memo> memos = new ConcurrentHashMap<>();
  private final List<Lock> stripes = new ArrayList<>();

  Results(long roomBytes) {
    results = new Lru<>(roomBytes);
    for (int i = 0; i < STRIPES; i++) {
      stripes.add(new ReentrantLock());
    }
  }

  /** For whom a template is rendered. */
  record Subject(Node node, AllNodes all) {}

  /** Renders a template, and takes down what that looks at. */
  interface Maker {
    Result make(Looking looking) throws IOException;
  }

  private record Place(String overlay, Path source) {}

  private record Key(
      Memo memo, Looked looked, List<Object> own, AllNodes.@Nullable Column column) {}

  /** A template as it is now, and what kinds of looks it has had. */
  private static final class Memo {
    private final TreeFile template;
    private final SiteConfig config;
    private volatile List<Looked> shapes = List.of();
    private volatile boolean unrepeatable;

    Memo(TreeFile template, SiteConfig config) {
      this.template = template;
      this.config = config;
    }

    @SuppressWarnings("ReferenceEquality") // AllNodes keeps one of those that are equal
    boolean isOf(TreeFile now, SiteConfig settings) {
      return config == settings
          && template.stamp().equals(now.stamp())
          && template.path().equals(now.path());
    }

    Key key(Looked looked, Subject subject) {
      List<Object> own =
          looked.own().stream().map(name -> NodeStruct.basis(subject.node(), name)).toList();
      return new Key(this, looked, own, looked.atAll() ? subject.all().column(looked.all()) : null);
    }

    /** What it will most likely be kept by. */
    Key guess(Subject subject) {
      return key(shapes.isEmpty() ? Looked.NOTHING : shapes.getFirst(), subject);
    }

    synchronized void add(Looked looked) {
      if (!shapes.contains(looked)) {
        List<Looked> next = new ArrayList<>(shapes);
        next.addFirst(looked);
        shapes = List.copyOf(next.subList(0, Math.min(next.size(), MAX_SHAPES)));
      }
    }
  }

  /** What the template writes for the subject, made when nothing kept says it. */
  Result of(String overlay, TreeFile template, Subject subject, Maker maker) throws IOException {
    Memo memo = memo(new Place(overlay, template.source()), template, subject.all().config());
    while (true) {
      Result known = find(memo, subject);
      if (known != null) {
        return known;
      }
      if (memo.unrepeatable) {
        return made(memo, subject, maker);
      }
      Key guess = memo.guess(subject);
      Lock lock = stripes.get(Math.floorMod(guess.hashCode(), STRIPES));
      lock.lock();
      try {
        known = find(memo, subject);
        if (known != null) {
          return known;
        }
        if (guess.equals(memo.guess(subject))) {
          return made(memo, subject, maker);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Drops what was made of what the nodes say no longer: it may be large, as their hosts are. */
  void forget(AllNodes.Column superseded) {
    results.removeIf(key -> superseded.equals(key.column()));
  }

  private Memo memo(Place place, TreeFile template, SiteConfig config) {
    Memo known = memos.get(place);
    if (known != null && known.isOf(template, config)) {
      return known;
    }
    BiFunction<Place, @Nullable Memo, Memo> renew =
        (p, old) -> old != null && old.isOf(template, config) ? old : new Memo(template, config);
    Memo now = memos.compute(place, renew);
    if (known != null) {
      results.removeIf(key -> key.memo().equals(known));
    }
    return now;
  }

  private @Nullable Result find(Memo memo, Subject subject) {
    for (Looked shape : memo.shapes) {
      Result kept = results.get(memo.key(shape, subject));
      if (kept != null && kept.reads().current()) {
        return kept;
      }
    }
    return null;
  }

  private Result made(Memo memo, Subject subject, Maker maker) throws IOException {
    Looking looking = new Looking();
    Result result = maker.make(looking);
    if (looking.repeatable()) {
      // In this order: who sees the shape of the look must find the result, or would make it again.
      results.put(memo.key(result.looked(), subject), result, result.weight());
      memo.add(result.looked());
    } else {
      memo.unrepeatable = true;
    }
    return result;
  }
}
