package org.wwj.overlay;

import org.wwj.config.Spelling;
import org.wwj.template.Template;

/** Reads the templates of overlays. */
public final class Templates {
  private Templates() {}

  /**
   * Reads a template, with the functions that overlays have.
   *
   * @param name how messages call it
   * @param outside whether the site lets templates look at the server's environment and ask its
   *     name servers
   * @throws org.wwj.template.TemplateException at the first mistake, naming line and column
   */
  public static Template parse(String name, String text, boolean outside) {
    return Template.parse(name, text, Directives.functions(outside), Spelling::hint);
  }
}
