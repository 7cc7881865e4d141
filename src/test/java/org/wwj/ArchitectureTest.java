package org.wwj;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The house of docs/design.md: which package may lean on which. */
class ArchitectureTest {
  /**
   * Layers from the ground up; packages of one layer never see each other, but for {@link #EDGES}.
   */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("libc"),
          List.of("net", "ops", "template", "archive"),
          List.of("config"),
          List.of("registry"),
          List.of("image", "overlay", "boot", "power"),
          List.of("delivery"),
          List.of("dhcp", "tftp", "http"),
          List.of("admin", "cli", "lab"));

  private static final Map<String, String> EDGES = Map.of("overlay", "image", "cli", "lab");

  private static final Map<String, Integer> LAYER_OF =
      IntStream.range(0, LAYERS.size())
          .boxed()
          .flatMap(i -> LAYERS.get(i).stream().map(name -> Map.entry(name, i)))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.wwj");

  @Test
  void arrowsPointToLowerLayersOnly() {
    ArchRuleDefinition.classes().should(leanOnLowerLayersOnly()).check(CLASSES);
  }

  @Test
  void librariesStayInTheirRooms() {
    only("io.netty..", "net", "tftp", "dhcp", "http", "delivery");
    only("io.undertow..", "admin");
    only("org.libvirt..", "power", "lab");
    only("com.sun.jna..", "power", "lab");
    only("picocli..", "cli");
    only("com.google.re2j..", "template");
    only("land.oras..", "image.oci");
    only("tools.jackson..", "config", "boot", "cli", "image.oci");
  }

  private static void only(String library, String... rooms) {
    String[] allowed = new String[rooms.length + 1];
    allowed[0] = "org.wwj";
    for (int i = 0; i < rooms.length; i++) {
      allowed[i + 1] = "org.wwj." + rooms[i] + "..";
    }
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  private static ArchCondition<JavaClass> leanOnLowerLayersOnly() {
    return new ArchCondition<>("lean on lower layers only") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        String from = room(item);
        if (from.isEmpty()) {
          return; // org.wwj itself is the wiring and sees all
        }
        if (!LAYER_OF.containsKey(from)) {
          events.add(
              SimpleConditionEvent.violated(item, item.getName() + " is in no known package"));
          return;
        }
        item.getDirectDependenciesFromSelf()
            .forEach(dependency -> {
              JavaClass target = dependency.getTargetClass();
              if (target.getPackageName().startsWith("org.wwj") && !allowed(from, room(target))) {
                events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
              }
            });
      }
    };
  }

  private static boolean allowed(String from, String to) {
    return from.equals(to)
        || to.equals(EDGES.get(from))
        || (LAYER_OF.containsKey(to) && LAYER_OF.get(to) < LAYER_OF.get(from));
  }

  private static String room(JavaClass item) {
    String name = item.getPackageName();
    return name.equals("org.wwj") ? "" : name.substring("org.wwj.".length()).split("\\.", 2)[0];
  }
}
