package org.wwj.image;

/** Told how far an import is. Calls may come from several threads at once. */
public interface ImportProgress {
  /** Tells nobody. */
  ImportProgress NONE = new ImportProgress() {};

  /** The next step begins, in words for the admin. */
  default void step(String what) {}

  /** What is to come: that many layers, that many bytes of them in all. */
  default void expect(int layers, long bytes) {}

  /** That many of the expected bytes are here; negative when some have to come again. */
  default void received(long bytes) {}

  /** One more layer is unpacked. */
  default void unpacked() {}
}
