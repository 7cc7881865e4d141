package org.wwj.cli.image;

import org.wwj.cli.Terminal;
import org.wwj.config.ConfigException;

/** A question to whoever is at the terminal. */
final class Confirmation {
  private Confirmation() {}

  /**
   * Whether it is answered with yes, or was beforehand.
   *
   * @throws ConfigException when nobody is there to answer
   */
  static boolean given(boolean yes, String question) {
    if (yes) {
      return true;
    }
    Terminal terminal = new Terminal();
    if (!terminal.present()) {
      throw new ConfigException("nobody is there to confirm: " + question + "; repeat with --yes");
    }
    return terminal.yes(question);
  }
}
