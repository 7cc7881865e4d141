package org.wwj.template;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/** A nil {@code map[string]interface {}}: empty, and nothing can be put into it. */
final class NilMap extends AbstractMap<String, Object> {
  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return Set.of();
  }
}
