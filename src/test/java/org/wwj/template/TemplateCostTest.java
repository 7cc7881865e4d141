package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twice the nodes take twice the work, counted in steps and not in time. */
class TemplateCostTest {
  private static Map<String, Object> site(int nodes) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(Map.of("Id", "n" + i, "Ip", "10.0.0." + i, "Tags", new StringMap(Map.of("r", "c"))));
    }
    return Map.of("Nodes", all);
  }

  private static long steps(Template template, int nodes) {
    Budget budget = new Budget(Limits.DEFAULT);
    Exec.run(template, site(nodes), text -> {}, budget);
    return budget.spent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{range .Nodes}}{{.Ip}} {{.Id}}{{if .Tags.r}} # {{.Tags.r | upper}}{{end}}\n{{end}}",
        "{{range $i, $n := .Nodes}}{{$i}} {{$n.Id}} {{index $n.Tags \"r\"}}{{end}}",
        "{{define \"n\"}}{{.Id}}{{end}}{{range .Nodes}}{{template \"n\" .}}{{end}}",
        "{{$d := dict}}{{range .Nodes}}{{$_ := set $d .Id .Ip}}{{end}}{{range $k, $v := $d}}{{$v}}{{end}}",
        "{{range .Nodes}}{{printf \"%-10s %s\\n\" .Id .Ip}}{{end}}",
        "{{$d := dict}}{{range .Nodes}}{{if hasKey $d .Id}}x{{end}}{{$_ := set $d .Id true}}{{end}}",
        "{{$n := .Nodes}}{{range $i, $x := $n}}{{(index $n $i).Id}}{{len $n}}{{end}}",
        "{{$n := .Nodes}}{{range .Nodes}}{{if and $n .Id}}{{default $n .Id}}{{end}}{{end}}"
      })
  void growsWithTheNodesAndNotWithTheirSquare(String text) {
    Template template = Template.parse("t", text, Sprig.functions());
    long once = steps(template, 2_000);
    long twice = steps(template, 4_000);
    assertThat(twice).isLessThan(once * 21 / 10);
    assertThat(once).isLessThan(2_000L * 40);
  }
}
