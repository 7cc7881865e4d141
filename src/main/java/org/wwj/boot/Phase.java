package org.wwj.boot;

import java.util.Locale;

/** How far a machine's boot has come, in order. */
public enum Phase {
  /** Its firmware or iPXE asked for an address. */
  DISCOVER,
  /** It was offered one. */
  OFFER,
  /** It fetches the boot loader. */
  LOADER,
  /** It fetched its boot script. */
  SCRIPT,
  /** It fetches kernel and stage-1. */
  KERNEL,
  /** It fetches its image. */
  IMAGE,
  /** Stage-1 is done and hands over to the image's init. */
  INIT,
  /** It runs. */
  READY,
  /** It gave up, or something says that it cannot go on. */
  FAILED;

  /** The word in tables and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
