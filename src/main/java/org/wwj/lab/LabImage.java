package org.wwj.lab;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.wwj.image.ImageStore;

/** The image the lab's machines boot: built once, by the same commands an admin would type. */
final class LabImage {
  private final LabDir dir;
  private final String name;

  LabImage(LabDir dir, String name) {
    this.dir = dir;
    this.name = name;
  }

  private ImageStore store() {
    return new ImageStore(dir.chroots(), dir.provision());
  }

  boolean built() {
    return store().find(name).isPresent();
  }

  /** Imports it from its recipe and builds a generation, as far as that is not done yet. */
  void build() {
    if (built()) {
      return;
    }
    if (!Files.isDirectory(store().rootfs(name))) {
      wwj("image", "import", "recipe:" + name, name);
    }
    wwj("image", "build", name);
    if (!built()) {
      throw new LabException(
          "'wwj image build %s' left no generation in %s"
              .formatted(name, store().generations(name)));
    }
  }

  private void wwj(String... words) {
    List<String> command = WwjProgram.command(words);
    int exit = Commands.attached(command, Map.of("WWJ_CONF", dir.conf().toString()));
    if (exit != 0) {
      throw new LabException(
          "'wwj %s' ended with exit code %d; by hand: WWJ_CONF=%s ./wwj %s"
              .formatted(String.join(" ", words), exit, dir.conf(), String.join(" ", words)));
    }
  }
}
