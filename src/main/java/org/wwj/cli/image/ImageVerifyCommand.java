package org.wwj.cli.image;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.OutputOption;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Table;
import org.wwj.config.SiteConfig;
import org.wwj.image.Generation;
import org.wwj.image.Generations;
import org.wwj.image.ImageStore;
import org.wwj.image.Inspection;
import org.wwj.image.Inspector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj image verify}. */
@Command(
    name = "verify",
    description = {
      "Reads every byte of what an image was built into and checks it against the site's signature.",
      "Ends with 1 when something is damaged, missing or not signed by this site."
    },
    footer = {
      "",
      "Examples:",
      "  wwj image verify                       the current generation of every image",
      "  wwj image verify --all rocky-10        all of its generations",
      "  wwj image verify rocky-10@20261123T051400Z-1f2e3d4c"
    },
    mixinStandardHelpOptions = true)
final class ImageVerifyCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-a", "--all"},
      description = "Older generations too.")
  private boolean all;

  @Parameters(
      paramLabel = "IMAGE[@GENERATION]",
      arity = "0..*",
      description = "Which; none means all images.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    SiteConfig config = site.config();
    ImageStore store = ImageCommand.store(config);
    Inspector inspector = new Inspector(config.paths().keys());
    List<Inspection> found = new ArrayList<>();
    PrintWriter out = spec.commandLine().getOut();
    boolean lines = !output.wide();
    for (Generation generation : chosen(store)) {
      Inspection inspection = inspector.thorough(generation);
      found.add(inspection);
      if (lines) {
        tell(inspection, out);
        out.flush();
      }
    }
    if (!lines) {
      out.print(
          output.shown(
              () -> found.stream().map(ImageVerifyCommand::object).toList(),
              () -> output.rows(table(found))));
      out.flush();
    }
    return found.stream().allMatch(Inspection::trusted) ? 0 : 1;
  }

  private List<Generation> chosen(ImageStore store) {
    List<Generation> chosen = new ArrayList<>();
    Generations generations = new Generations(store);
    for (String name : names.isEmpty() ? store.list() : names) {
      ImageReference reference = ImageReference.parse(name, store);
      if (!reference.id().isEmpty()) {
        chosen.add(generations.require(reference.image(), reference.id()));
      } else if (all) {
        chosen.addAll(store.history(reference.image()));
      } else if (!names.isEmpty() || store.find(reference.image()).isPresent()) {
        chosen.add(
            store
                .find(reference.image())
                .orElseThrow(() ->
                    new org.wwj.image.ImageException(
                        "image %1$s is not built: wwj image build %1$s"
                            .formatted(reference.image()))));
      }
    }
    return chosen;
  }

  private static void tell(Inspection inspection, PrintWriter out) {
    String name = name(inspection);
    if (inspection.trusted()) {
      out.println(
          "%s: sound, %d files, %d chunks, signed by %s"
              .formatted(name, inspection.files(), inspection.chunks(), inspection.keyId()));
      return;
    }
    inspection
        .damages()
        .forEach(damage ->
            out.println(
                name
                    + ": "
                    + inspection.generation().folder().resolve(damage.file())
                    + " "
                    + damage.what()));
    switch (inspection.seal()) {
      case NONE -> out.println(name + ": not signed, as it was built before images were");
      case OTHER ->
          out.println(
              name + ": signed by key " + inspection.keyId() + ", which is not this site's");
      case SITE, WRONG -> {}
    }
    out.println(name + ": " + inspection.fix());
  }

  private static String name(Inspection inspection) {
    return inspection.generation().image() + "@" + inspection.generation().id();
  }

  private static Table table(List<Inspection> found) {
    Table table = new Table("IMAGE", "GENERATION", "SOUND", "SIGNATURE", "DAMAGES");
    for (Inspection inspection : found) {
      table.row(
          inspection.generation().image(),
          inspection.generation().id(),
          inspection.sound() ? "yes" : "no",
          inspection.seal().name().toLowerCase(Locale.ROOT),
          String.join("; ", damages(inspection)));
    }
    return table;
  }

  private static List<String> damages(Inspection inspection) {
    return inspection.damages().stream().map(Inspection.Damage::toString).toList();
  }

  private static Map<String, @Nullable Object> object(Inspection inspection) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("image", inspection.generation().image());
    object.put("generation", inspection.generation().id());
    object.put("sound", inspection.sound());
    object.put("signature", inspection.seal().name().toLowerCase(Locale.ROOT));
    object.put("key", inspection.keyId().isEmpty() ? null : inspection.keyId());
    object.put("files", inspection.files());
    object.put("chunks", inspection.chunks());
    object.put("damages", damages(inspection));
    return object;
  }
}
