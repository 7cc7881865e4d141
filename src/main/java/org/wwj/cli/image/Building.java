package org.wwj.cli.image;

import java.io.PrintWriter;
import java.time.Clock;
import org.wwj.image.Builder;
import org.wwj.image.ImageStore;

/** A build that another command ends with. */
final class Building {
  private Building() {}

  /** Builds the image unless nothing has changed, and tells of it. */
  static void build(ImageStore store, String image, PrintWriter out) {
    Builder.Outcome outcome =
        new Builder(store, Clock.systemUTC())
            .build(
                image,
                Builder.Options.DEFAULT,
                step -> {
                  out.println(image + ": " + step);
                  out.flush();
                });
    out.println(ImageBuildCommand.line(outcome));
    out.flush();
  }
}
