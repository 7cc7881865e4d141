package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wwj.template.Corpus.withoutColumn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;

/**
 * The corpus and thousands of generated templates, rendered by real Go with real sprig and by wwj.
 * Where Debian's Go is older than the golden files, {@link OlderGo} says what it may do otherwise.
 */
class TemplateOracleIT {
  private static final Path RESOURCES = Path.of("src/test/resources/template").toAbsolutePath();
  private static final Path SPRIG =
      Path.of("/usr/share/gocode/src/github.com/Masterminds/sprig/functions.go");
  private static final int GENERATED = 5000;
  private static final TimeZone ZONE = TimeZone.getDefault();

  @TempDir private static Path folder;
  private static Path oracle = Path.of("");
  private static OlderGo older = OlderGo.NONE;

  @BeforeAll
  static void buildTheOracle() throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    Peers.require("go", SPRIG.toString());
    oracle = folder.resolve("oracle");
    older = OlderGo.of(run("go", "version"));
    run("go", "build", "-o", oracle.toString(), RESOURCES.resolve("oracle.go").toString());
  }

  @AfterAll
  static void restoreTheZone() {
    TimeZone.setDefault(ZONE);
  }

  /** What the program prints; it has to succeed. */
  private static String run(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("GO111MODULE", "off");
    environment.put("GOPATH", "/usr/share/gocode");
    environment.put("GOCACHE", folder.resolve("cache").toString());
    environment.put("GOFLAGS", "");
    environment.put("TZ", "UTC");
    Process process = builder.start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended && process.exitValue() == 0)
        .as("%s: %s", String.join(" ", command), Files.readString(errors))
        .isTrue();
    return GoString.decode(Files.readAllBytes(out));
  }

  private static Map<String, String> askGo(Path... files) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(oracle.toString(), RESOURCES.resolve("data.json").toString()));
    for (Path file : files) {
      command.add(file.toString());
    }
    return Corpus.cases(run(command.toArray(String[]::new)));
  }

  /** Cases in which Go says something else, with both texts. */
  private static Map<String, String> differences(
      Map<String, String> templates, Map<String, String> go) {
    assertThat(go.keySet()).isEqualTo(templates.keySet());
    Map<String, String> different = new LinkedHashMap<>();
    templates.forEach((name, text) -> {
      String ours = withoutColumn(Corpus.render(name, text));
      String theirs = go.get(name);
      boolean same = ours.equals(theirs) || older.excuses(name, theirs, ours);
      if (!same && !printsAnAddress(theirs)) {
        different.put(name, text + "\nGo:  " + theirs + "\nwwj: " + ours);
      }
    });
    return different;
  }

  /** Go prints a pointer within a struct as its address, another one each time. */
  private static boolean printsAnAddress(String text) {
    return text.matches("(?s).*\\b0xc0[0-9a-f]{8}\\b.*");
  }

  @Test
  void goRendersTheCorpusAsWwjDoes() throws Exception {
    Path[] files =
        Corpus.FILES.stream()
            .map(file -> RESOURCES.resolve("corpus/" + file + ".txt"))
            .toArray(Path[]::new);
    Map<String, String> templates = Corpus.templates();
    assertThat(differences(templates, askGo(files))).isEmpty();
  }

  @Test
  void goRendersGeneratedTemplatesAsWwjDoes() throws Exception {
    Map<String, String> templates = TemplateGenerator.templates(20261125, GENERATED);
    Path file = folder.resolve("generated.txt");
    Files.write(file, GoString.encode(TemplateGenerator.file(templates)));
    Map<String, String> go = askGo(file);
    assertThat(differences(templates, go)).isEmpty();
    assertThat(go.values().stream().filter(text -> !text.startsWith("error: ")))
        .as("templates that render")
        .hasSizeGreaterThan(GENERATED / 3);
  }
}
