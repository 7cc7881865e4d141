package org.wwj.cli.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.OutputOption;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Table;
import org.wwj.config.SiteConfig;
import org.wwj.image.Generation;
import org.wwj.image.GenerationRecord;
import org.wwj.image.ImageStore;
import org.wwj.image.Inspection;
import org.wwj.image.Inspector;
import org.wwj.image.Manifest;
import org.wwj.net.HostList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image history}. */
@Command(
    name = "history",
    description = {
      "Lists the generations of an image, the newest first: kernel, size, and who has which.",
      "PINNED are nodes that name that one; the others boot the current. -o wide adds packages and source."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image history rocky-10",
      "  wwj image history rocky-10 -o json | jq -r '.[0].generation'    the newest"
    },
    mixinStandardHelpOptions = true)
final class ImageHistoryCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "IMAGE", description = "The image.")
  private String name = "";

  private record Row(GenerationRecord about, boolean current, Inspection inspection) {
    String reference() {
      return about.generation().image() + "@" + about.generation().id();
    }

    Optional<Manifest> manifest() {
      return Optional.ofNullable(about.manifest());
    }

    String note() {
      if (!inspection.sound()) {
        return "damaged: " + inspection.damages().getFirst();
      }
      return switch (inspection.seal()) {
        case NONE -> "not signed";
        case OTHER -> "signed by another key";
        case SITE, WRONG -> "";
      };
    }
  }

  @Override
  public Integer call() {
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    String image = ImageReference.parse(name, store).image();
    Optional<Generation> current = store.find(image);
    Inspector inspector = new Inspector(config.paths().keys());
    List<Row> rows = new ArrayList<>();
    for (Generation generation : store.history(image)) {
      rows.add(
          new Row(
              GenerationRecord.of(generation),
              current.equals(Optional.of(generation)),
              inspector.quick(generation)));
    }
    GenerationUse use = GenerationUse.of(config);
    String text =
        output.shown(
            () -> rows.stream().map(row -> object(row, use)).toList(),
            () -> output.rows(table(rows, use, output.wide())));
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    if (rows.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("wwj: image " + image + " is not built: wwj image build " + image);
    }
    return rows.isEmpty() ? 1 : 0;
  }

  private static Table table(List<Row> rows, GenerationUse use, boolean wide) {
    List<String> header =
        new ArrayList<>(
            List.of(
                "GENERATION",
                "BUILT",
                "KERNEL",
                "SIZE MIB",
                "CURRENT",
                "PINNED",
                "RUNNING",
                "NOTE"));
    if (wide) {
      header.addAll(List.of("PACKAGES", "SOURCE", "SOURCE DIGEST"));
    }
    Table table = new Table(header.toArray(String[]::new));
    for (Row row : rows) {
      GenerationRecord about = row.about();
      List<String> cells =
          new ArrayList<>(
              List.of(
                  about.generation().id(),
                  about.built().toString(),
                  row.manifest().map(Manifest::kernelVersion).orElse(""),
                  row.manifest().map(manifest -> mebibytes(manifest.size())).orElse(""),
                  row.current() ? "yes" : "no",
                  HostList.compress(use.pinnedTo(row.reference())),
                  HostList.compress(use.running(row.reference())),
                  row.note()));
      if (wide) {
        cells.add(about.packages() < 0 ? "" : String.valueOf(about.packages()));
        cells.add(about.source());
        cells.add(about.sourceDigest());
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static Map<String, @Nullable Object> object(Row row, GenerationUse use) {
    GenerationRecord about = row.about();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("image", about.generation().image());
    object.put("generation", about.generation().id());
    object.put("built", about.built().toString());
    object.put("current", row.current());
    object.put("kernel_version", row.manifest().map(Manifest::kernelVersion).orElse(null));
    object.put("size_bytes", row.manifest().map(Manifest::size).orElse(null));
    object.put("disk_bytes", about.bytes());
    object.put("packages", about.packages() < 0 ? null : about.packages());
    object.put("source", about.source().isEmpty() ? null : about.source());
    object.put("source_digest", about.sourceDigest().isEmpty() ? null : about.sourceDigest());
    object.put("pinned", List.copyOf(use.pinnedTo(row.reference())));
    object.put("running", List.copyOf(use.running(row.reference())));
    object.put("signature", row.inspection().seal().name().toLowerCase(Locale.ROOT));
    object.put(
        "damages", row.inspection().damages().stream().map(Inspection.Damage::toString).toList());
    return object;
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / (1024 * 1024.0));
  }
}
