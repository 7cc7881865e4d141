package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wwj.boot.BootTags;
import org.wwj.cli.Finding.Severity;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;

/** Tags that the server goes by, and whose values must mean something. */
final class TagRules {
  private TagRules() {}

  /** What a node or profile says itself and nobody can go by. */
  static List<Mistake> of(Kind kind, Definition definition) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Map.Entry<FieldKey, Setting> entry : definition.all()) {
      FieldKey key = entry.getKey();
      if (key.field() == Field.TAGS && entry.getValue().value() instanceof Value.Text(var text)) {
        BootTags.mistake(key.tag(), text)
            .ifPresent(wrong ->
                mistakes.add(
                    new Mistake(
                        Severity.ERROR,
                        kind.word() + " " + definition.name(),
                        entry.getValue().line(),
                        wrong,
                        Set.of((kind == Kind.PROFILE ? "profile " : "") + definition.name()))));
      }
    }
    return mistakes;
  }
}
