package org.wwj.image.oci;

import java.io.IOException;

/** Where the documents of an image lie. */
interface Content {
  /**
   * The bytes of a document; whoever asks checks their digest.
   *
   * @param most bytes; one byte more than that is enough to show that it is larger
   * @param manifest whether it is a manifest or an index, which registries keep apart from the rest
   * @throws org.wwj.image.ImageException when it is not there
   */
  byte[] read(Descriptor document, int most, boolean manifest) throws IOException;
}
