package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Parsed once, rendered by many at the same time. */
class TemplateThreadsTest {
  private static final int THREADS = 16;
  private static final int ROUNDS = 200;

  @Test
  void rendersTheSameFromAllThreadsAtOnce() throws Exception {
    Map<String, String> texts = Corpus.templates();
    texts.keySet().removeIf(name -> name.matches("s(Random.*|RandInt|Uuid|Shuffle)|dNow|e[A-Z].*"));
    List<Template> parsed = new ArrayList<>();
    texts.forEach((name, text) -> {
      try {
        parsed.add(Template.parse(name, text, Sprig.functions()));
      } catch (TemplateException e) {
        // those that are about mistakes of the grammar
      }
    });
    Map<String, Object> data = Corpus.data();
    List<String> alone = rendered(parsed, data);
    assertThat(alone).hasSizeGreaterThan(500);

    CyclicBarrier start = new CyclicBarrier(THREADS);
    Callable<List<String>> together =
        () -> {
          start.await();
          return rendered(parsed, data);
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (Future<List<String>> result : threads.invokeAll(copies(together))) {
        assertThat(result.get()).isEqualTo(alone);
      }
    }
  }

  @Test
  void keepsTheVariablesOfEachRenderingApart() throws Exception {
    Template template =
        Template.parse(
            "t",
            "{{$x := .}}{{$d := dict}}{{range until 50}}{{$_ := set $d \"n\" $x}}{{end}}{{$d.n}}",
            Sprig.functions());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> results = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        long number = i;
        results.add(threads.submit(() -> template.render(number)));
      }
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(results.get(i).get()).isEqualTo(String.valueOf(i));
      }
    }
  }

  private static <T> List<Callable<T>> copies(Callable<T> task) {
    return java.util.Collections.nCopies(THREADS, task);
  }

  private static List<String> rendered(List<Template> templates, Map<String, Object> data) {
    List<String> texts = new ArrayList<>();
    for (Template template : templates) {
      try {
        texts.add(template.render(data));
      } catch (TemplateException e) {
        texts.add(e.getMessage());
      }
    }
    return texts;
  }
}
