package org.wwj.bench;

/** A point of a boot that the console shows. */
enum Milestone {
  /** iPXE runs the script. */
  SCRIPT("script"),
  /** The kernel's first line. */
  KERNEL("kernel"),
  /** Stage-1 has its address. */
  NETWORK("stage-1 net"),
  /** Stage-1 hands over to the image's own init. */
  ROOT("stage-1 done"),
  /** The node has told the server that it is up. */
  READY("ready");

  private final String title;

  Milestone(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** What the console shows then; {@code script} is the line of the peer's own script. */
  String text(String script) {
    return switch (this) {
      case SCRIPT -> script;
      case KERNEL -> "Linux version";
      case NETWORK -> "STAGE1-NET";
      case ROOT -> "STAGE1-DONE";
      case READY -> "NODE-READY rc=0";
    };
  }
}
