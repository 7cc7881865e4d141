package org.wwj.overlay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wwj.template.Output;
import org.wwj.template.TemplateException;

/**
 * What one template writes: the default output, which is the template's own name, and those that
 * its {@code file} calls began (warewulf.md §4.4).
 */
final class Slots implements Output {
  private final String folder;
  private final List<Slot> slots = new ArrayList<>();
  private Slot current;
  private boolean aborted;
  private boolean backup = true;

  /** One output: a file, or a link once it has a target. */
  static final class Slot {
    private final Slots all;
    private final String path;
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private @Nullable String target;

    private Slot(Slots all, String path, String name) {
      this.all = all;
      this.path = path;
      this.name = name;
    }

    /** As the template calls it; empty for the default output. */
    String name() {
      return name;
    }

    String path() {
      return path;
    }

    String text() {
      return text.toString();
    }

    @Nullable String target() {
      return target;
    }

    /** Whether what it covers is kept. */
    boolean backup() {
      return all.backup;
    }
  }

  /** Output of the template that writes this path by default. */
  Slots(String path) {
    this.folder = path.substring(0, path.lastIndexOf('/') + 1);
    this.current = new Slot(this, path, "");
    slots.add(current);
  }

  @Override
  public void write(String text) {
    current.text.append(text);
  }

  @Override
  public boolean stopped() {
    return aborted;
  }

  /** Begins another output: relative to the template's folder, or from the node's root. */
  void file(String name) {
    current = new Slot(this, normal(name.startsWith("/") ? name : folder + name, name), name);
    slots.add(current);
  }

  private static String normal(String path, String name) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          throw new TemplateException("file '" + name + "' leads out of the overlay");
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (parts.isEmpty() || path.indexOf('\0') >= 0) {
      throw new TemplateException("'" + name + "' is no name for a file");
    }
    return String.join("/", parts);
  }

  void link(String target) {
    if (target.isEmpty()) {
      throw new TemplateException("a link needs a target");
    }
    current.target = target;
  }

  /** One word of it is for all outputs. */
  void noBackup() {
    backup = false;
  }

  void abort() {
    aborted = true;
  }

  /** The default output, which may not be written. */
  Slot first() {
    return slots.getFirst();
  }

  /** What to write: nothing after an abort, and no default output beside named ones but a link. */
  List<Slot> written() {
    if (aborted) {
      return List.of();
    }
    return slots.size() == 1 || slots.getFirst().target != null
        ? List.copyOf(slots)
        : List.copyOf(slots.subList(1, slots.size()));
  }
}
