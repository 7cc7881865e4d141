package org.wwj.overlay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one template becomes for a node, for an admin to look at.
 *
 * @param backup whether what the outputs cover would be kept
 * @param aborted whether it gave up, so that nothing is written
 * @param outputs what is written; after an abort the default output so far
 */
public record Preview(boolean backup, boolean aborted, List<Output> outputs) {
  /**
   * One output.
   *
   * @param name as the template calls it, empty for the default
   * @param target what it links to, null for a file
   */
  public record Output(String name, @Nullable String target, String text) {}

  static Preview of(Slots slots) {
    List<Output> outputs = new ArrayList<>();
    List<Slots.Slot> shown = slots.stopped() ? List.of(slots.first()) : slots.written();
    for (Slots.Slot slot : shown) {
      outputs.add(new Output(slot.name(), slot.target(), slot.text()));
    }
    return new Preview(slots.first().backup(), slots.stopped(), List.copyOf(outputs));
  }

  static Preview link(String target) {
    return new Preview(true, false, List.of(new Output("", target.replaceFirst("\\.ww$", ""), "")));
  }

  /**
   * As Warewulf shows it (warewulf.md §4.6).
   *
   * @param template the template's name, as the admin wrote it
   * @param quiet without the lines above each output
   */
  public String format(String template, boolean quiet) {
    StringBuilder out = new StringBuilder();
    for (Output output : outputs) {
      if (!quiet) {
        out.append("backupFile: ").append(backup).append('\n');
        out.append("writeFile: ").append(!aborted).append('\n');
      }
      if (aborted) {
        out.append(output.text()).append(quiet ? "" : "Aborted\n");
        continue;
      }
      if (!quiet) {
        String name = output.name().isEmpty() ? template.replaceFirst("\\.ww$", "") : output.name();
        out.append("Filename: ").append(name).append('\n');
      }
      if (output.target() == null) {
        out.append(output.text());
      } else if (!quiet) {
        out.append("Symlink: ").append(output.target()).append('\n');
      }
    }
    return out.toString();
  }
}
