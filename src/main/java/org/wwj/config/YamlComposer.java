package org.wwj.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds one document from the engine's events. The engine's own composer loses where an alias
 * stands and recurses without a limit, and the editor needs the one and the server the other.
 */
final class YamlComposer {
  static final int MAX_DEPTH = 64;

  /** Pieces after all aliases are followed; a bomb of ten aliased lists of ten has 10^10. */
  static final long MAX_PIECES = 5_000_000;

  private static final String CORE_TAGS = "tag:yaml.org,2002:";

  private final String file;
  private final String text;
  private final int @Nullable [] offsets;
  private final Deque<Frame> open = new ArrayDeque<>();
  private final Map<String, Weighed> anchors = new HashMap<>();
  private @Nullable Yaml root;

  private record Weighed(@Nullable Yaml piece, long weight) {}

  private static final class Frame {
    final CollectionStartEvent start;
    final boolean mapping;
    final List<Yaml> items = new ArrayList<>();
    final List<Yaml.Entry> entries = new ArrayList<>();
    final Set<String> keys = new HashSet<>();
    Yaml.@Nullable Text key;
    long weight = 1;
    int end = -1;

    Frame(CollectionStartEvent start, boolean mapping) {
      this.start = start;
      this.mapping = mapping;
    }
  }

  YamlComposer(String file, String text) {
    this.file = file;
    this.text = text;
    this.offsets = offsets(text);
  }

  /** Marks count code points, strings UTF-16 units: the way over, when they differ. */
  private static int @Nullable [] offsets(String text) {
    int points = text.codePointCount(0, text.length());
    if (points == text.length()) {
      return null;
    }
    int[] offsets = new int[points + 1];
    int offset = 0;
    for (int i = 0; i < points; i++) {
      offsets[i] = offset;
      offset += Character.charCount(text.codePointAt(offset));
    }
    offsets[points] = offset;
    return offsets;
  }

  @Nullable Yaml document() {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setCodePointLimit(StrictYaml.MAX_BYTES)
            .build();
    try {
      int documents = 0;
      for (Event event : new Parse(settings).parseString(text)) {
        if (event.getEventId() == Event.ID.DocumentStart && documents++ > 0) {
          throw error(
              event.getStartMark(), "a second document begins; the file must hold only one");
        }
        take(event);
      }
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> problem = e.getProblemMark();
      // What is open until the end of the file is best told by where it began.
      boolean atEnd = problem.map(mark -> offset(mark.getIndex()) >= text.length()).orElse(true);
      Optional<Mark> mark = atEnd ? e.getContextMark().or(() -> problem) : problem;
      throw new ConfigException(
          where(mark.map(Mark::getLine).orElse(0) + 1) + oneLine(e.getProblem(), e), e);
    } catch (ReaderException e) {
      throw new ConfigException(
          where(StrictYaml.lineAt(text, offset(e.getPosition())))
              + "character U+%04X is not allowed in YAML".formatted(e.getCodePoint()),
          e);
    } catch (YamlEngineException e) {
      throw new ConfigException(where(1) + oneLine(e.getMessage(), e), e);
    }
    return root;
  }

  private static String oneLine(@Nullable String problem, YamlEngineException e) {
    String said = problem == null ? String.valueOf(e.getMessage()) : problem;
    String line = said.lines().findFirst().orElse("not YAML");
    return line.contains("TAB") ? line + " (indent with spaces)" : line;
  }

  private void take(Event event) {
    switch (event.getEventId()) {
      case Scalar -> scalar((ScalarEvent) event);
      case Alias -> alias((AliasEvent) event);
      case SequenceStart, MappingStart -> {
        CollectionStartEvent start = (CollectionStartEvent) event;
        checkTag(start.getTag(), start);
        anchor(start, new Weighed(null, 0));
        if (open.size() >= MAX_DEPTH) {
          throw error(event.getStartMark(), "nested deeper than " + MAX_DEPTH + " levels");
        }
        open.push(new Frame(start, event.getEventId() == Event.ID.MappingStart));
      }
      case SequenceEnd, MappingEnd -> close(event);
      default -> {}
    }
  }

  private void scalar(ScalarEvent event) {
    checkTag(event.getTag(), event);
    Yaml.Style style =
        switch (event.getScalarStyle()) {
          case PLAIN, JSON_SCALAR_STYLE -> Yaml.Style.PLAIN;
          case SINGLE_QUOTED -> Yaml.Style.SINGLE;
          case DOUBLE_QUOTED -> Yaml.Style.DOUBLE;
          case LITERAL, FOLDED -> Yaml.Style.BLOCK;
        };
    Yaml.Span span = span(event, event);
    if (style == Yaml.Style.BLOCK) {
      int end = span.end();
      while (end > span.start() && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      span = span.until(end);
    }
    Yaml.Text piece = new Yaml.Text(span, event.getValue(), style);
    anchor(event, new Weighed(piece, 1));
    add(piece, 1);
  }

  private void alias(AliasEvent event) {
    String name = event.getAlias().getValue();
    Weighed target = anchors.get(name);
    if (target == null) {
      throw error(event.getStartMark(), "alias *" + name + " has no anchor &" + name + " above it");
    }
    if (target.piece() == null) {
      throw error(event.getStartMark(), "alias *" + name + " stands inside its own anchor");
    }
    add(new Yaml.Alias(span(event, event), target.piece()), target.weight());
  }

  private void close(Event end) {
    Frame frame = open.pop();
    Yaml.Span span = span(frame.start, end);
    if (!frame.start.isFlow() && frame.end >= 0) {
      // The engine's mark lies past the blanks and comments behind it.
      span = span.until(frame.end);
    }
    Yaml piece =
        frame.mapping
            ? new Yaml.Mapping(span, List.copyOf(frame.entries), frame.start.isFlow())
            : new Yaml.Sequence(span, List.copyOf(frame.items), frame.start.isFlow());
    anchor(frame.start, new Weighed(piece, frame.weight));
    add(piece, frame.weight);
  }

  private void anchor(NodeEvent event, Weighed piece) {
    event.getAnchor().map(Anchor::getValue).ifPresent(name -> anchors.put(name, piece));
  }

  private void add(Yaml piece, long weight) {
    Frame frame = open.peek();
    if (frame == null) {
      root = piece;
      return;
    }
    frame.end = Math.max(frame.end, piece.span().end());
    frame.weight += weight;
    if (frame.weight > MAX_PIECES) {
      throw new ConfigException(
          where(piece.line()) + "more than " + MAX_PIECES + " values after following aliases");
    }
    if (!frame.mapping) {
      frame.items.add(piece);
    } else if (frame.key == null) {
      frame.key = key(piece, frame);
    } else {
      Yaml.Entry entry = new Yaml.Entry(frame.key, piece);
      if (entry.isMerge() && Yaml.Mapping.mergeSources(piece).isEmpty()) {
        throw new ConfigException(
            where(piece.line()) + "merge key << takes a map or a list of maps");
      }
      frame.entries.add(entry);
      frame.key = null;
    }
  }

  private Yaml.Text key(Yaml piece, Frame frame) {
    if (!(piece.target() instanceof Yaml.Text text)) {
      throw new ConfigException(where(piece.line()) + "a key must be a word, not a list or a map");
    }
    if (!frame.keys.add(text.value())) {
      throw new ConfigException(
          where(piece.line()) + "key '" + text.value() + "' appears twice in one map; remove one");
    }
    return new Yaml.Text(piece.span(), text.value(), text.style());
  }

  private void checkTag(Optional<String> tag, Event event) {
    if (tag.isPresent() && !tag.get().equals("!") && !tag.get().startsWith(CORE_TAGS)) {
      throw error(event.getStartMark(), "tag " + tag.get() + " means nothing here; remove it");
    }
  }

  private Yaml.Span span(Event first, Event last) {
    Mark start = first.getStartMark().orElseThrow();
    Mark end = last.getEndMark().orElseThrow();
    boolean anchored =
        first instanceof NodeEvent node
            && !(first instanceof AliasEvent)
            && node.getAnchor().isPresent();
    return new Yaml.Span(
        offset(start.getIndex()),
        offset(end.getIndex()),
        start.getLine() + 1,
        start.getColumn(),
        anchored);
  }

  private int offset(int codePoint) {
    return offsets == null
        ? Math.min(codePoint, text.length())
        : offsets[Math.min(codePoint, offsets.length - 1)];
  }

  private ConfigException error(Optional<Mark> mark, String message) {
    return new ConfigException(where(mark.map(Mark::getLine).orElse(0) + 1) + message);
  }

  private String where(int line) {
    return file + ":" + line + ": ";
  }
}
