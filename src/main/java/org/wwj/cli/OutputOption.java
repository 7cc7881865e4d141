package org.wwj.cli;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The option {@code -o}: the form in which a command shows what it found. */
public final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      converter = FormWord.class,
      description =
          "table, wide (more columns), csv (RFC 4180), or json or yaml for scripts: every key is"
              + " always there, with null, [] or {} where nothing is set.")
  @Nullable Form form;

  /** The forms. */
  public enum Form {
    TABLE("table"),
    WIDE("wide"),
    CSV("csv"),
    JSON("json"),
    YAML("yaml");

    private final String word;

    Form(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word; // picocli reads and completes by it
    }
  }

  /** Reads a form. */
  public static final class FormWord implements ITypeConverter<Form> {
    @Override
    public Form convert(String word) {
      return Words.parse(Form.values(), word);
    }
  }

  /** Whether the option was given. */
  public boolean given() {
    return form != null;
  }

  /** The form, a table when none was asked for. */
  public Form form() {
    return form == null ? Form.TABLE : form;
  }

  /** Objects as JSON or YAML. */
  public String objects(Object list) {
    return form() == Form.YAML ? Printed.yaml(list) : Printed.json(list);
  }

  /** Whether objects are wanted, not rows. */
  public boolean structured() {
    return form() == Form.JSON || form() == Form.YAML;
  }

  /** Whether every column is wanted: in all forms but the one that nobody asked for, a table. */
  public boolean wide() {
    return given() && form != Form.TABLE;
  }

  /** What was found, in the form that was asked for. */
  public String shown(Supplier<?> objects, Supplier<String> otherwise) {
    return structured() ? objects(objects.get()) : otherwise.get();
  }

  /** A table as text or CSV. */
  public String rows(Table table) {
    return form() == Form.CSV ? table.csv() : table.toString();
  }
}
