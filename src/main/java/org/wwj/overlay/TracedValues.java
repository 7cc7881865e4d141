package org.wwj.overlay;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a template looked at.
 *
 * @param fields values by the field's name, as {@code node list -a} has it; {@code AllNodes[*]}
 *     stands for each node
 * @param files of the server and of images, also those that are not there
 * @param secret whether it saw something that not everybody may read
 */
public record TracedValues(SortedMap<String, String> fields, List<Path> files, boolean secret) {
  static final TracedValues NONE = new TracedValues(new TreeMap<>(), List.of(), false);

  /** Whether a field is the node's, or of all nodes; the others are the site's settings. */
  public static boolean ofNode(String field) {
    String root = field.replaceFirst("[.\\[].*", "");
    return root.equals("AllNodes") || TemplateStruct.isOfNode(root);
  }
}
