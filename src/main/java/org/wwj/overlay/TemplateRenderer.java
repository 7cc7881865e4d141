package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageStore;
import org.wwj.registry.Snapshot;
import org.wwj.template.Fields;
import org.wwj.template.GoString;
import org.wwj.template.Template;
import org.wwj.template.TemplateException;

/** Renders single templates: each is parsed once, and rendered again when what it read changed. */
final class TemplateRenderer {
  private static final int MAX_PARSED = 4096;

  private final ImageStore images;
  private final String buildHost;
  private final Path hostRoot;
  private final Results results;
  private final Map<Path, Parsed> parsed = new ConcurrentHashMap<>();
  private volatile @Nullable AllNodes allNodes;
  private volatile @Nullable AllNodes nodesBefore;
  private volatile Rendering.@Nullable Keys keys;

  TemplateRenderer(ImageStore images, String buildHost, Path hostRoot, long roomBytes) {
    this.images = images;
    this.buildHost = buildHost;
    this.hostRoot = hostRoot;
    this.results = new Results(roomBytes);
  }

  private record Parsed(String stamp, boolean outside, Template template) {}

  /** What the template writes for that node; also a mistake in it is such a result. */
  Result render(String overlay, TreeFile file, Results.Subject subject) throws IOException {
    return results.of(overlay, file, subject, looking -> make(overlay, file, subject, looking));
  }

  private Result make(String overlay, TreeFile file, Results.Subject subject, Looking looking)
      throws IOException {
    String path = file.path().substring(0, file.path().length() - ".ww".length());
    Rendering rendering = rendering(path, subject, looking);
    try {
      run(overlay, file, subject, looking, rendering);
      List<Result.Piece> pieces =
          rendering.slots().written().stream().map(Result.Piece::of).toList();
      return new Result(looking.looked(), rendering.reads(), rendering.secret(), pieces, null);
    } catch (TemplateException | OverlayException e) {
      return new Result(
          looking.looked(),
          rendering.reads(),
          rendering.secret(),
          List.of(),
          String.valueOf(e.getMessage()));
    }
  }

  /** A rendering of its own that has not begun; it writes the path by default. */
  Rendering rendering(String path, Results.Subject subject, Looking looking) {
    SiteConfig config = subject.all().config();
    HostFiles files = HostFiles.of(hostRoot, config);
    return new Rendering(
        new Slots(path),
        new Reads(),
        looking,
        files,
        images,
        config,
        keys(files.keys()),
        subject.node());
  }

  private void run(
      String overlay, TreeFile file, Results.Subject subject, Looking looking, Rendering rendering)
      throws IOException {
    boolean outside = subject.all().config().overlays().outside();
    template(file, outside)
        .render(TemplateStruct.of(subject, overlay, file, buildHost, looking), rendering);
  }

  /**
   * Renders it for an admin to look at; nothing is kept.
   *
   * @param path what it writes by default
   */
  Slots preview(String overlay, TreeFile file, String path, Results.Subject subject)
      throws IOException {
    Looking looking = new Looking();
    Rendering rendering = rendering(path, subject, looking);
    run(overlay, file, subject, looking, rendering);
    return rendering.slots();
  }

  /**
   * Renders it once more, for its values alone.
   *
   * @return the rendering, whole or as far as it came
   */
  Rendering look(String overlay, TreeFile file, Results.Subject subject, Seen seen)
      throws IOException {
    Looking looking = new Looking();
    Rendering rendering = rendering(file.path(), subject, looking);
    try {
      Fields data = TemplateStruct.of(subject, overlay, file, buildHost, looking);
      boolean outside = subject.all().config().overlays().outside();
      template(file, outside).render(seen.watching(data), rendering);
    } catch (TemplateException | OverlayException e) {
      seen.failed(String.valueOf(e.getMessage()));
    }
    return rendering;
  }

  private Template template(TreeFile file, boolean outside) throws IOException {
    Parsed known = parsed.get(file.source());
    if (known != null && known.stamp().equals(file.stamp()) && known.outside() == outside) {
      return known.template();
    }
    String text = GoString.decode(Files.readAllBytes(file.source()));
    Template template = Templates.parse(file.source().toString(), text, outside);
    if (parsed.size() >= MAX_PARSED) {
      parsed.clear();
    }
    parsed.put(file.source(), new Parsed(file.stamp(), outside, template));
    return template;
  }

  /** One for the site's folder, which a new wwj.conf may move. */
  private Rendering.Keys keys(Path folder) {
    Rendering.Keys known = keys;
    if (known == null || !known.ssh().secret().startsWith(folder)) {
      known = new Rendering.Keys(folder);
      keys = known;
    }
    return known;
  }

  /**
   * The nodes of a snapshot, made once. Those of the one before it stay for who has it in hand: to
   * take turns would make them again and again.
   */
  AllNodes nodes(Snapshot snapshot) {
    AllNodes known = known(snapshot);
    if (known != null) {
      return known;
    }
    synchronized (results) {
      known = known(snapshot);
      if (known == null) {
        known = new AllNodes(snapshot, allNodes, results::forget);
        nodesBefore = allNodes;
        allNodes = known;
      }
      return known;
    }
  }

  @SuppressWarnings("ReferenceEquality") // a snapshot is never changed
  private @Nullable AllNodes known(Snapshot snapshot) {
    AllNodes now = allNodes;
    AllNodes before = nodesBefore;
    if (now != null && now.snapshot() == snapshot) {
      return now;
    }
    return before != null && before.snapshot() == snapshot ? before : null;
  }
}
