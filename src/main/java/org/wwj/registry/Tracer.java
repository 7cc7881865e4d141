package org.wwj.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Trace.Effect;
import org.wwj.registry.Trace.Source;
import org.wwj.registry.Trace.Step;

/**
 * Tells what {@link Merge} does and does not keep: who says what about the fields of one node, and
 * why it counts or not. For one node at a time; the server never needs it.
 */
public final class Tracer {
  private final NodesFile file;

  /** One who is asked: a profile or node, with what is written there. */
  private record Voice(Source source, Definition definition) {}

  /** What one says about one field. */
  private record Said(Source source, Setting setting) {}

  public Tracer(NodesFile file) {
    this.file = file;
  }

  /**
   * The profiles of a node in the order of the merge, also those that do not exist; the node comes
   * after them.
   */
  public List<String> order(Definition node) {
    return new Merge(file).profiles(node.profiles());
  }

  /** The profiles that a profile stands for in the order of the merge, itself the last. */
  public List<String> orderOfProfile(String name) {
    return new Merge(file).profiles(List.of(name));
  }

  /** All that is said about the fields of a node. */
  public SortedMap<FieldKey, Trace> node(Definition node) {
    List<Voice> voices = voices(order(node));
    voices.add(new Voice(new Source(node.name(), false), node));
    return traces(voices);
  }

  /** All that a profile hands to the nodes that name it, with what it inherits itself. */
  public SortedMap<FieldKey, Trace> profile(String name) {
    return traces(voices(orderOfProfile(name)));
  }

  private List<Voice> voices(List<String> profiles) {
    List<Voice> voices = new ArrayList<>();
    for (String name : profiles) {
      Definition profile = file.profiles().get(name);
      if (profile != null) {
        voices.add(new Voice(new Source(name, true), profile));
      }
    }
    return voices;
  }

  private static SortedMap<FieldKey, Trace> traces(List<Voice> voices) {
    SortedMap<FieldKey, List<Said>> all = new TreeMap<>();
    for (Voice voice : voices) {
      voice
          .definition()
          .ended()
          .forEach((section, line) ->
              all.forEach((key, said) -> {
                if (section.covers(key)) {
                  said.add(new Said(voice.source(), new Setting(new Value.Cleared(), line)));
                }
              }));
      for (Map.Entry<FieldKey, Setting> entry : voice.definition().all()) {
        all.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
            .add(new Said(voice.source(), entry.getValue()));
      }
    }
    SortedMap<FieldKey, Trace> traces = new TreeMap<>();
    all.forEach((key, said) -> traces.put(key, new Weighing(key).of(said)));
    return traces;
  }

  /** Goes through what is said about one field by the rules of the merge. */
  private static final class Weighing {
    private final FieldKey key;
    private final List<Step> steps = new ArrayList<>();
    // Places in steps that make up the value so far.
    private final List<Integer> live = new ArrayList<>();
    private Optional<Value> value = Optional.empty();

    Weighing(FieldKey key) {
      this.key = key;
    }

    Trace of(List<Said> all) {
      for (Said said : all) {
        next(said);
      }
      Map<String, Source> negated = negated();
      for (int place : live) {
        Step step = steps.get(place);
        steps.set(
            place,
            switch (step.says()) {
              case Value.Items(var items) -> with(step, Effect.ADDS, lost(items, negated));
              default -> with(step, live.size() > 1 ? Effect.MERGES : Effect.WINS, Map.of());
            });
      }
      return new Trace(key, value.map(this::effective), List.copyOf(steps));
    }

    private void next(Said said) {
      Value says = said.setting().value();
      boolean own = key.field() == Field.PROFILES || key.field() == Field.COMMENT;
      Effect effect = Effect.WINS;
      if (said.source().profile() && own) {
        effect = Effect.NOT_INHERITED;
      } else if (says instanceof Value.Cleared) {
        effect = Effect.CLEARS;
        drop(Effect.CLEARED, said.source());
        value = Optional.empty();
      } else {
        Optional<Value> joined = value.flatMap(before -> join(before, says));
        if (joined.isEmpty()) {
          drop(Effect.SUPERSEDED, said.source());
        }
        value = Optional.of(joined.orElse(says));
        live.add(steps.size());
      }
      steps.add(
          new Step(said.source(), said.setting().line(), says, effect, Optional.empty(), Map.of()));
    }

    /** What two say together, or empty when the second takes the first one's place. */
    private static Optional<Value> join(Value before, Value says) {
      if (before instanceof Value.Items(var first) && says instanceof Value.Items(var second)) {
        List<String> items = new ArrayList<>(first);
        items.addAll(second);
        return Optional.of(new Value.Items(List.copyOf(items)));
      }
      boolean maps = isTree(before, Map.class) && isTree(says, Map.class);
      boolean lists = isTree(before, List.class) && isTree(says, List.class);
      return (maps || lists)
              && before instanceof Value.Tree(var first)
              && says instanceof Value.Tree(var second)
          ? Optional.of(new Value.Tree(Resource.merge(first, second)))
          : Optional.empty();
    }

    private static boolean isTree(Value value, Class<?> kind) {
      return value instanceof Value.Tree(var tree) && kind.isInstance(tree);
    }

    private void drop(Effect effect, Source by) {
      for (int place : live) {
        Step step = steps.get(place);
        steps.set(
            place,
            new Step(
                step.source(), step.line(), step.says(), effect, Optional.of(by), step.lost()));
      }
      live.clear();
    }

    private Map<String, Source> negated() {
      Map<String, Source> negated = new LinkedHashMap<>();
      if (Merge.negates(key.field())) {
        for (int place : live) {
          Step step = steps.get(place);
          if (step.says() instanceof Value.Items(var items)) {
            items.stream()
                .filter(item -> item.startsWith("~"))
                .forEach(item -> negated.put(item.substring(1), step.source()));
          }
        }
      }
      return negated;
    }

    private static Map<String, Source> lost(List<String> items, Map<String, Source> negated) {
      Map<String, Source> lost = new LinkedHashMap<>();
      for (String item : items) {
        Source by = negated.get(item);
        if (by != null) {
          lost.put(item, by);
        }
      }
      return lost;
    }

    private static Step with(Step step, Effect effect, Map<String, Source> lost) {
      return new Step(step.source(), step.line(), step.says(), effect, step.by(), lost);
    }

    private Value effective(Value raw) {
      return raw instanceof Value.Items(var items)
          ? new Value.Items(Merge.effective(key.field(), items))
          : raw;
    }
  }
}
