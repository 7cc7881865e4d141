package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Trace.Effect;
import org.wwj.registry.Trace.Source;
import org.wwj.registry.Trace.Step;

class TracerTest {
  private static final FieldKey IMAGE = FieldKey.of(Field.IMAGE_NAME);
  private static final FieldKey RUNTIME = FieldKey.of(Field.RUNTIME_OVERLAY);

  private static SortedMap<FieldKey, Trace> node(String text) {
    NodesFile file = NodesFile.parse(Path.of("nodes.conf"), text);
    return new Tracer(file).node(file.nodes().get("n1"));
  }

  /** {@code p1:2 superseded by n1} for each step. */
  private static List<String> steps(SortedMap<FieldKey, Trace> traces, FieldKey key) {
    return traces.get(key).steps().stream().map(TracerTest::told).toList();
  }

  private static String told(Step step) {
    return step.source().name()
        + ":"
        + step.line()
        + " "
        + step.effect().word()
        + step.by().map(by -> " by " + by.name()).orElse("");
  }

  @Test
  void theLastOneWinsAndSaysWhomItOvertook() {
    SortedMap<FieldKey, Trace> traces =
        node(
            """
            nodeprofiles:
              p1: {image name: a}
              p2: {profiles: [p1], image name: b}
              p3: {init: /i}
            nodes:
              n1: {profiles: [p2, p3], image name: c}
            """);
    assertThat(steps(traces, IMAGE))
        .containsExactly("p1:2 superseded by p2", "p2:3 superseded by n1", "n1:6 wins");
    assertThat(steps(traces, FieldKey.of(Field.INIT))).containsExactly("p3:4 wins");
    assertThat(traces.get(IMAGE).value()).contains(new Value.Text("c"));
  }

  @Test
  void listsAreJoinedAndNegationsNameWhatTheyTake() {
    SortedMap<FieldKey, Trace> traces =
        node(
            """
            nodeprofiles:
              p1: {runtime overlay: [a, b]}
              p2: {runtime overlay: [~b, c]}
            nodes:
              n1: {profiles: [p1, p2], runtime overlay: [~c, b]}
            """);
    Trace trace = traces.get(RUNTIME);
    assertThat(trace.value()).contains(new Value.Items(List.of("a")));
    assertThat(steps(traces, RUNTIME)).containsExactly("p1:2 adds", "p2:3 adds", "n1:5 adds");
    Source p2 = new Source("p2", true);
    assertThat(trace.steps())
        .extracting(Step::lost)
        .containsExactly(Map.of("b", p2), Map.of("c", new Source("n1", false)), Map.of("b", p2));
  }

  @Test
  void aNullClearsWhatCameBeforeAndALaterOneStartsAnew() {
    SortedMap<FieldKey, Trace> traces =
        node(
            """
            nodeprofiles:
              p1: {image name: a, runtime overlay: [x]}
              p2: {image name: ~}
              p3: {image name: b}
            nodes:
              n1: {profiles: [p1, p2, p3], runtime overlay: ~}
            """);
    assertThat(steps(traces, IMAGE))
        .containsExactly("p1:2 cleared by p2", "p2:3 clears", "p3:4 wins");
    assertThat(steps(traces, RUNTIME)).containsExactly("p1:2 cleared by n1", "n1:6 clears");
    assertThat(traces.get(RUNTIME).value()).isEmpty();
  }

  @Test
  void resourcesAreMergedUnlessTheirKindsDiffer() {
    SortedMap<FieldKey, Trace> traces =
        node(
            """
            nodeprofiles:
              p1: {resources: {a: {x: 1}, b: [1], c: [1]}}
            nodes:
              n1: {profiles: [p1], resources: {a: {y: 2}, b: [2], c: one}}
            """);
    assertThat(steps(traces, FieldKey.tag(Field.RESOURCES, "", "a")))
        .containsExactly("p1:2 merges", "n1:4 merges");
    assertThat(steps(traces, FieldKey.tag(Field.RESOURCES, "", "b")))
        .containsExactly("p1:2 merges", "n1:4 merges");
    assertThat(steps(traces, FieldKey.tag(Field.RESOURCES, "", "c")))
        .containsExactly("p1:2 superseded by n1", "n1:4 wins");
  }

  @Test
  void aProfilesCommentAndProfilesAreItsOwn() {
    SortedMap<FieldKey, Trace> traces =
        node(
            """
            nodeprofiles:
              p1: {comment: theirs}
              p2: {profiles: [p1]}
            nodes:
              n1: {profiles: [p2]}
            """);
    Trace comment = traces.get(FieldKey.of(Field.COMMENT));
    assertThat(comment.steps()).extracting(Step::effect).containsExactly(Effect.NOT_INHERITED);
    assertThat(comment.value()).isEmpty();
    assertThat(steps(traces, FieldKey.of(Field.PROFILES)))
        .containsExactly("p2:3 not inherited", "n1:5 wins".replace("wins", "adds"));
  }

  @Test
  void theOrderNamesAlsoProfilesThatDoNotExist() {
    NodesFile file =
        NodesFile.parse(
            Path.of("f"),
            """
            nodeprofiles: {a: {profiles: [b]}}
            nodes: {n1: {profiles: [a, ~c, c, d]}}
            """);
    Tracer tracer = new Tracer(file);
    assertThat(tracer.order(file.nodes().get("n1"))).containsExactly("b", "a", "d");
    assertThat(tracer.orderOfProfile("a")).containsExactly("b", "a");
    assertThat(tracer.profile("a").values())
        .extracting(Trace::value)
        .containsOnly(Optional.empty());
  }

  /** The merge and the trace go through the same definitions by the same rules. */
  @Test
  void everyValueIsTheOneOfTheMerge() throws IOException {
    Path path = Path.of("src/test/resources/list/nodes.conf");
    NodesFile file = NodesFile.parse(path, Files.readString(path));
    Tracer tracer = new Tracer(file);
    Merge merge = new Merge(file);
    file.nodes()
        .forEach((name, definition) -> {
          Map<FieldKey, Value> merged =
              merge.node(name).fields().values().stream()
                  .collect(Collectors.toMap(Traced::key, TracerTest::effective));
          Map<FieldKey, Value> traced =
              tracer.node(definition).values().stream()
                  .filter(trace -> trace.value().isPresent())
                  .collect(Collectors.toMap(Trace::key, trace -> trace.value().orElseThrow()));
          assertThat(traced).as(name).isEqualTo(merged);
        });
    assertThat(tracer.node(file.nodes().get("a1")).get(IMAGE).steps())
        .last()
        .extracting(Step::source)
        .isEqualTo(new Source("default", true));
    assertThat(Optional.ofNullable(tracer.profile("gpu").get(IMAGE)).map(Trace::value))
        .contains(Optional.of(new Value.Text("rocky-10")));
  }

  private static Value effective(Traced traced) {
    return traced.value() instanceof Value.Items(var items)
        ? new Value.Items(Merge.effective(traced.key().field(), items))
        : traced.value();
  }
}
