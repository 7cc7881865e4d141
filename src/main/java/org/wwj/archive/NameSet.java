package org.wwj.archive;

/**
 * Names in folders that one layer has made. A million take 16 MB: names are kept as hashes of 64
 * bits, and two of an archive that meet can only mislead that archive's own whiteouts.
 */
final class NameSet {
  private long[] slots = new long[1 << 10];
  private int count;

  void add(long folder, String name) {
    if (count * 2 >= slots.length) {
      grow();
    }
    if (put(slots, key(folder, name))) {
      count++;
    }
  }

  boolean contains(long folder, String name) {
    long key = key(folder, name);
    int at = slot(key, slots.length);
    while (slots[at] != 0) {
      if (slots[at] == key) {
        return true;
      }
      at = (at + 1) & (slots.length - 1);
    }
    return false;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void clear() {
    slots = new long[1 << 10];
    count = 0;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long key : slots) {
      if (key != 0) {
        put(larger, key);
      }
    }
    slots = larger;
  }

  private static boolean put(long[] slots, long key) {
    int at = slot(key, slots.length);
    while (slots[at] != 0) {
      if (slots[at] == key) {
        return false;
      }
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = key;
    return true;
  }

  private static int slot(long key, int length) {
    return (int) (key >>> 32) & (length - 1);
  }

  private static long key(long folder, String name) {
    long hash = mix(folder);
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    hash = mix(hash);
    return hash == 0 ? 1 : hash;
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
