package org.wwj;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The cases of a file in {@code src/test/resources/upgrade}.
 *
 * @param name what it shows, with options in brackets
 * @param old the text before
 * @param expected the text after
 * @param said the messages
 */
public record UpgradeCases(String name, String old, String expected, List<String> said) {
  /** Where they lie. */
  public static final Path FOLDER = Path.of("src/test/resources/upgrade");

  /** All of a file. */
  public static List<UpgradeCases> read(String file) throws IOException {
    String text = Files.readString(FOLDER.resolve(file));
    List<UpgradeCases> cases = new ArrayList<>();
    for (String part : text.substring(text.indexOf("\n= ") + 3).split("\n= ")) {
      String name = part.lines().findFirst().orElseThrow();
      String[] halves = part.substring(name.length() + 1).split("(?m)^->\n", 2);
      cases.add(
          new UpgradeCases(
              name,
              halves[0],
              halves[1]
                  .lines()
                  .filter(line -> !line.startsWith("! ") && !line.isEmpty())
                  .collect(Collectors.joining("\n", "", "\n")),
              halves[1]
                  .lines()
                  .filter(line -> line.startsWith("! "))
                  .map(line -> line.substring(2))
                  .toList()));
    }
    return cases;
  }

  @Override
  public String toString() {
    return name;
  }
}
