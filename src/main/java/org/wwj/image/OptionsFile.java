package org.wwj.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options that a generation was built with, one a line, so that a build which another command
 * ends with keeps them: {@code kernel VERSION}, {@code initrd}, {@code module DRIVER}.
 */
final class OptionsFile {
  static final String NAME = "options";

  private OptionsFile() {}

  static void write(Builder.Options options, Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    if (!options.kernel().isEmpty()) {
      lines.add("kernel " + options.kernel());
    }
    if (options.initrd()) {
      lines.add("initrd");
    }
    options.modules().forEach(module -> lines.add("module " + module));
    if (!lines.isEmpty()) {
      Files.write(folder.resolve(NAME), lines);
    }
  }

  /** The options of that generation; the usual ones when it has none written down. */
  static Builder.Options read(Generation generation) throws IOException {
    Path file = generation.folder().resolve(NAME);
    String kernel = "";
    boolean initrd = false;
    List<String> modules = new ArrayList<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (line.startsWith("kernel ")) {
        kernel = line.substring("kernel ".length());
      } else if (line.startsWith("module ")) {
        modules.add(line.substring("module ".length()));
      } else {
        initrd |= line.equals("initrd");
      }
    }
    return new Builder.Options(false, kernel, initrd, modules);
  }
}
