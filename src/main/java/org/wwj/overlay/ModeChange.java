package org.wwj.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is to become of a file's permissions, in the words of chmod(1): {@code 0640}, {@code u+x}.
 */
public final class ModeChange {
  private static final Pattern OCTAL = Pattern.compile("0*[0-7]{1,4}");
  private static final Pattern CLAUSE = Pattern.compile("([ugoa]*)([-+=])([rwxXst]*)");
  private static final int EXECUTE = 0111;

  private final List<Step> steps;

  private record Step(int bits, int scope, char how, boolean executeIfAny) {
    int apply(int mode, boolean folder) {
      boolean execute = executeIfAny && (folder || (mode & EXECUTE) != 0);
      int all = bits | (execute ? EXECUTE & scope : 0);
      return switch (how) {
        case '+' -> mode | all;
        case '-' -> mode & ~all;
        default -> (mode & ~scope) | all;
      };
    }
  }

  private ModeChange(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * Reads one.
   *
   * @throws OverlayException when it is none
   */
  public static ModeChange parse(String word) {
    if (OCTAL.matcher(word).matches()) {
      return new ModeChange(List.of(new Step(Integer.parseInt(word, 8), 07777, '=', false)));
    }
    List<Step> steps = new ArrayList<>();
    for (String part : word.split(",", -1)) {
      Matcher clause = CLAUSE.matcher(part);
      if (!clause.matches()) {
        throw new OverlayException(
            "'" + word + "' is no mode; write it as chmod takes it, like 0640 or u+x,go-w");
      }
      steps.add(step(clause.group(1), clause.group(2).charAt(0), clause.group(3)));
    }
    return new ModeChange(List.copyOf(steps));
  }

  private static Step step(String who, char how, String what) {
    boolean all = who.isEmpty() || who.contains("a");
    int scope = 0;
    scope |= all || who.contains("u") ? 04700 : 0;
    scope |= all || who.contains("g") ? 02070 : 0;
    scope |= all || who.contains("o") ? 01007 : 0;
    int bits = 0;
    bits |= what.contains("r") ? 0444 & scope : 0;
    bits |= what.contains("w") ? 0222 & scope : 0;
    bits |= what.contains("x") ? EXECUTE & scope : 0;
    bits |= what.contains("s") ? 06000 & scope : 0;
    bits |= what.contains("t") ? 01000 : 0;
    return new Step(bits, scope, how, what.contains("X"));
  }

  /** The permissions after it. */
  public int apply(int mode, boolean folder) {
    int changed = mode;
    for (Step step : steps) {
      changed = step.apply(changed, folder);
    }
    return changed;
  }
}
