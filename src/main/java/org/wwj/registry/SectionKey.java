package org.wwj.registry;

import java.util.List;
import org.wwj.registry.Field.Group;

/**
 * A whole network device, disk, partition or file system of a node.
 *
 * @param group which of them
 * @param owner name of the device, disk or file system
 * @param part name of the partition, else empty
 */
public record SectionKey(Group group, String owner, String part) implements Comparable<SectionKey> {
  /** A network device, disk or file system. */
  public static SectionKey of(Group group, String owner) {
    return new SectionKey(group, owner, "");
  }

  /** A partition of a disk. */
  public static SectionKey partition(String disk, String part) {
    return new SectionKey(Group.PARTITION, disk, part);
  }

  /** Whether a field is in it; those of a disk's partitions are in the disk. */
  public boolean covers(FieldKey key) {
    Group of = key.field().group();
    return key.owner().equals(owner)
        && (of == group || (group == Group.DISK && of == Group.PARTITION))
        && (part.isEmpty() || key.part().equals(part));
  }

  /** The keys in nodes.conf from the node down to it. */
  public List<String> path() {
    List<String> path = first().path();
    return List.copyOf(path.subList(0, path.size() - 1));
  }

  /** Its first field, which stands for it where a field must. */
  FieldKey first() {
    return new FieldKey(Field.of(group).getFirst(), owner, part, "");
  }

  @Override
  public int compareTo(SectionKey other) {
    return first().compareTo(other.first());
  }
}
