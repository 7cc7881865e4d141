package org.wwj.overlay;

import java.util.List;
import java.util.function.Consumer;
import org.wwj.template.Fields;

/** A struct that tells which of its fields are looked at. */
final class Watched implements Fields {
  private final Fields struct;
  private final Consumer<String> looked;

  Watched(Fields struct, Consumer<String> looked) {
    this.struct = struct;
    this.looked = looked;
  }

  @Override
  public Object field(String name) {
    looked.accept(name);
    return struct.field(name);
  }

  @Override
  public String typeName() {
    return struct.typeName();
  }

  @Override
  public List<String> fieldNames() {
    return struct.fieldNames();
  }

  /** To compare structs is to look at all that they hold. */
  @Override
  public boolean equals(Object other) {
    lookAtAll();
    if (other instanceof Watched watched) {
      watched.lookAtAll();
      return struct.equals(watched.struct);
    }
    return false;
  }

  @Override
  public int hashCode() {
    lookAtAll();
    return struct.hashCode();
  }

  private void lookAtAll() {
    struct.fieldNames().forEach(looked);
    looked.accept("Id");
  }
}
