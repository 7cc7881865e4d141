package org.wwj.overlay;

import java.util.List;

/**
 * What a template looked at beside the site's settings and files, names in their order.
 *
 * @param own fields of the node it was rendered for
 * @param atAll whether it looked at the list of all nodes
 * @param all fields of the nodes in that list
 */
record Looked(List<String> own, boolean atAll, List<String> all) {
  static final Looked NOTHING = new Looked(List.of(), false, List.of());
}
