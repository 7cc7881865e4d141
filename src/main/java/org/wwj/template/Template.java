package org.wwj.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
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
    return parse(name, text, functions, (word, known) -> "");
  }

  /**
   * Parses a template.
   *
   * @param name how messages call it: the file's path
   * @param functions what it may call beside Go's own; they hide Go's of the same name
   * @param hint what to add to the message about an unknown function, given it and all that are
   *     known; may be nothing
   * @throws TemplateException at the first mistake, also for an unknown function or variable
   */
  public static Template parse(
      String name,
      String text,
      Map<String, Function> functions,
      BiFunction<String, Collection<String>, String> hint) {
    Source source = new Source(name, text);
    return new Template(source, Parser.parse(source, new Vocabulary(functions, hint)));
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
    Exec.run(this, data == null ? Values.MISSING : Values.of(data), out, new Budget(limits));
  }

  /** Renders into one text. */
  public String render(@Nullable Object data) {
    StringBuilder text = new StringBuilder();
    render(data, text::append);
    return text.toString();
  }

  /**
   * What it asks its data for, in the order of the text, found without rendering it.
   *
   * @param sample data in which every map and list holds one of its kind
   */
  public List<Use> uses(Object sample) {
    return Inspection.of(this, sample);
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
