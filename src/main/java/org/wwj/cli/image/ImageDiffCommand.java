package org.wwj.cli.image;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.OutputOption;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Table;
import org.wwj.image.Generation;
import org.wwj.image.GenerationDiff;
import org.wwj.image.GenerationDiff.Change;
import org.wwj.image.Generations;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image diff}. */
@Command(
    name = "diff",
    description = {
      "Tells what differs between two generations of an image: packages, files, bytes.",
      "A file counts as another when its mode, owner, size or time is."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image diff rocky-10                the one before the current, and it",
      "  wwj image diff rocky-10 A              A, and the current",
      "  wwj image diff rocky-10 A B --files"
    },
    mixinStandardHelpOptions = true)
final class ImageDiffCommand implements Callable<Integer> {
  private static final double MIB = 1024 * 1024;

  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--files", description = "List the files, too.")
  private boolean files;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "A",
      description = "A generation; without it the one before the current.")
  private String first = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "B",
      description = "The other; without it the current.")
  private String second = "";

  @Override
  public Integer call() {
    ImageStore store = ImageCommand.store(site.config());
    String image = ImageReference.parse(name, store).image();
    Generations generations = new Generations(store);
    Generation after =
        second.isEmpty()
            ? store
                .find(image)
                .orElseThrow(() ->
                    new ImageException(
                        "image %1$s is not built: wwj image build %1$s".formatted(image)))
            : generations.require(image, second);
    Generation before =
        first.isEmpty() ? generations.before(image) : generations.require(image, first);
    GenerationDiff diff = GenerationDiff.of(before, after);
    PrintWriter out = spec.commandLine().getOut();
    if (output.structured()) {
      out.print(output.objects(object(diff)));
    } else if (output.given() && output.form() == OutputOption.Form.CSV) {
      out.print(output.rows(table(diff)));
    } else {
      tell(diff, out);
    }
    out.flush();
    return 0;
  }

  private void tell(GenerationDiff diff, PrintWriter out) {
    out.println(
        "%s: %s -> %s"
            .formatted(
                ImageStore.nameOf(name), diff.before().generation(), diff.after().generation()));
    if (!diff.before().kernelVersion().equals(diff.after().kernelVersion())) {
      out.println(
          "kernel: " + diff.before().kernelVersion() + " -> " + diff.after().kernelVersion());
    }
    out.println(
        "packages: "
            + (diff.packagesKnown()
                ? counts(diff.packages())
                : "not known of both; they are of what is built from now on"));
    diff.packages().forEach(change -> out.println("  " + line(change, true)));
    out.println(
        "files: "
            + (diff.filesKnown()
                ? counts(diff.files())
                    + (files || diff.files().isEmpty() ? "" : " (--files lists them)")
                : "not known of both; they are of what is built from now on"));
    if (files) {
      diff.files().forEach(change -> out.println("  " + line(change, false)));
    }
    out.println(
        String.format(
            Locale.ROOT,
            "bytes: %.1f %% of %.1f MiB are shared; %.1f MiB travel",
            percent(diff),
            diff.bytes() / MIB,
            diff.travels() / MIB));
  }

  private static double percent(GenerationDiff diff) {
    return diff.bytes() == 0 ? 100 : 100.0 * diff.shared() / diff.bytes();
  }

  private static String counts(List<Change> changes) {
    long added = changes.stream().filter(Change::added).count();
    long removed = changes.stream().filter(Change::removed).count();
    return changes.isEmpty()
        ? "the same"
        : "%d added, %d removed, %d changed"
            .formatted(added, removed, changes.size() - added - removed);
  }

  private static String line(Change change, boolean values) {
    if (change.added()) {
      return "+ " + change.name() + (values ? " " + change.after() : "");
    }
    if (change.removed()) {
      return "- " + change.name() + (values ? " " + change.before() : "");
    }
    return "~ " + change.name() + (values ? " " + change.before() + " -> " + change.after() : "");
  }

  private Table table(GenerationDiff diff) {
    Table table = new Table("KIND", "NAME", "BEFORE", "AFTER");
    diff.packages()
        .forEach(change -> table.row("package", change.name(), change.before(), change.after()));
    if (files) {
      diff.files()
          .forEach(change -> table.row("file", change.name(), change.before(), change.after()));
    }
    return table;
  }

  private Map<String, @Nullable Object> object(GenerationDiff diff) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("image", ImageStore.nameOf(name));
    object.put("before", diff.before().generation());
    object.put("after", diff.after().generation());
    object.put("kernel_before", diff.before().kernelVersion());
    object.put("kernel_after", diff.after().kernelVersion());
    object.put("packages", diff.packagesKnown() ? changes(diff.packages()) : null);
    object.put("files", diff.filesKnown() ? numbers(diff.files()) : null);
    object.put("paths", files ? changes(diff.files()) : List.of());
    object.put("bytes", diff.bytes());
    object.put("shared_bytes", diff.shared());
    object.put("travel_bytes", diff.travels());
    return object;
  }

  private static Map<String, Long> numbers(List<Change> changes) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put("added", changes.stream().filter(Change::added).count());
    numbers.put("removed", changes.stream().filter(Change::removed).count());
    numbers.put("changed", changes.stream().filter(c -> !c.added() && !c.removed()).count());
    return numbers;
  }

  private static List<Map<String, @Nullable Object>> changes(List<Change> changes) {
    return changes.stream()
        .map(change -> {
          Map<String, @Nullable Object> object = new LinkedHashMap<>();
          object.put("name", change.name());
          object.put("before", change.added() ? null : change.before());
          object.put("after", change.removed() ? null : change.after());
          return object;
        })
        .toList();
  }
}
