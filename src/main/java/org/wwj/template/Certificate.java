package org.wwj.template;

import java.util.List;

/** A certificate and its private key, both as PEM. */
record Certificate(String cert, String key) implements Fields {
  @Override
  public Object field(String name) {
    return switch (name) {
      case "Cert" -> cert;
      case "Key" -> key;
      default -> NO_FIELD;
    };
  }

  @Override
  public String typeName() {
    return "sprig.certificate";
  }

  @Override
  public List<String> fieldNames() {
    return List.of("Cert", "Key");
  }
}
