package org.wwj.overlay;

/**
 * Whose a file is on the node: numbers, or names that stand for those of the node.
 *
 * @param user name of the user, empty where the number holds
 * @param group name of the group, empty where the number holds
 */
record Owner(int uid, int gid, String user, String group) {
  static final Owner ROOT = new Owner(0, 0, "", "");

  static Owner of(int uid, int gid) {
    return new Owner(uid, gid, "", "");
  }

  boolean named() {
    return !user.isEmpty() || !group.isEmpty();
  }
}
