package org.wwj.template;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.template.Node.Block;

/** A parsed Go template. Immutable: parse once, render many times from any thread. */
public final class Template {
  private final Source source;
  private final Map<String, Block> blocks;

  private Template(Source source, Map<String, Block> blocks) {
    this.source = source;
    this.blocks = blocks;
  }

  /**
   * Parses a template.
   *
   * @param name how messages call it: the file's path
   * @param functions what it may call beside Go's own; they hide Go's of the same name
   * @throws TemplateException at the first mistake, also for an unknown function or variable
   */
  public static Template parse(String name, String text, Map<String, Function> functions) {
    Source source = new Source(name, text);
    return new Template(source, Parser.parse(source, functions));
  }

  /** Renders with the usual {@link Limits}. */
  public void render(@Nullable Object data, Output out) {
    render(data, out, Limits.DEFAULT);
  }

  /**
   * Renders the data.
   *
   * @throws TemplateException naming line and column; what came before it has been written
   */
  public void render(@Nullable Object data, Output out, Limits limits) {
    Exec.run(this, Values.of(data), out, limits);
  }

  /** Renders into one text. */
  public String render(@Nullable Object data) {
    StringBuilder text = new StringBuilder();
    render(data, text::append);
    return text.toString();
  }

  /** The name it was parsed under. */
  public String name() {
    return source.name();
  }

  Source source() {
    return source;
  }

  Map<String, Block> blocks() {
    return blocks;
  }
}
