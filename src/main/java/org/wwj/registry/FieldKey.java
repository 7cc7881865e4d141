package org.wwj.registry;

import java.util.ArrayList;
import java.util.List;
import org.wwj.registry.Field.Group;

/**
 * One settable place of a node: a field, and the names on the way to it. Sorted as {@code list -a}
 * shows the fields.
 *
 * @param field which field
 * @param owner name of the network device, disk or file system; empty for the others
 * @param part name of the partition, else empty
 * @param tag name of the tag or resource, else empty
 */
public record FieldKey(Field field, String owner, String part, String tag)
    implements Comparable<FieldKey> {
  /** A field at the top or in {@code kernel:} or {@code ipmi:}. */
  public static FieldKey of(Field field) {
    return new FieldKey(field, "", "", "");
  }

  /** A field of a network device, disk or file system. */
  public static FieldKey of(Field field, String owner) {
    return new FieldKey(field, owner, "", "");
  }

  /** A tag of the node (owner empty), of {@code ipmi:} or of a device; or a resource. */
  public static FieldKey tag(Field field, String owner, String tag) {
    return new FieldKey(field, owner, "", tag);
  }

  /** The keys in nodes.conf from the node down to the value. */
  public List<String> path() {
    List<String> path = new ArrayList<>();
    switch (field.group()) {
      case NODE, TOP -> {}
      case PARTITION -> path.addAll(List.of(Group.DISK.yaml(), owner, "partitions", part));
      default -> {
        path.add(field.group().yaml());
        if (field.group().named()) {
          path.add(owner);
        }
      }
    }
    path.add(field.yaml());
    if (field.type() == Field.Type.TAGS || field.type() == Field.Type.TREE) {
      path.add(tag);
    }
    return path;
  }

  /** The name in {@code list -a}: {@code NetDevs[default].Tags[DNS]}. */
  public String display() {
    String name =
        switch (field.group()) {
          case NODE, TOP -> field.display();
          case PARTITION -> "Disks[" + owner + "].Partitions[" + part + "]." + field.display();
          default ->
              field.group().display()
                  + (field.group().named() ? "[" + owner + "]." : ".")
                  + field.display();
        };
    return tag.isEmpty() ? name : name + "[" + tag + "]";
  }

  @Override
  public int compareTo(FieldKey other) {
    // The fields of devices, of disks and of file systems each follow each other in the table.
    if (field != other.field && !isListedWith(other.field)) {
      return field.place() - other.field.place();
    }
    int order = owner.compareTo(other.owner);
    if (order == 0 && field.group() != other.field.group()) {
      order = field.group() == Group.PARTITION ? 1 : -1; // a disk's own fields come first
    }
    if (order == 0) {
      order = part.compareTo(other.part);
    }
    if (order == 0) {
      order = field.place() - other.field.place();
    }
    return order == 0 ? tag.compareTo(other.tag) : order;
  }

  private boolean isListedWith(Field other) {
    return field.group().block() == other.group().block() && field.group().named();
  }
}
