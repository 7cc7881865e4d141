package org.wwj.image.oci;

/** A user of a registry. */
record Login(String user, String password) {
  /** Says nothing of the password. */
  @Override
  public String toString() {
    return "user " + user;
  }
}
