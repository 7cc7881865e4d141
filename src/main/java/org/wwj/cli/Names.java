package org.wwj.cli;

import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.Field.Group;
import org.wwj.registry.NodesEdit.Kind;

/** The names of one site that a command line may hold. */
interface Names {
  /** Its nodes or profiles. */
  Collection<String> definitions(Kind kind);

  /** The fields of one of them, as {@code list -a} names them. */
  Collection<String> fields(Kind kind, String name);

  /** Its network devices, disks or file systems, whoever has them. */
  Collection<String> owners(Group group);

  /** Its images. */
  Collection<String> images();

  /** The generations of one of them. */
  Collection<String> generations(String image);

  /** The recipes that images can be made by. */
  Collection<String> recipes();

  /** The kernels in its images. */
  Collection<String> kernels();

  /** Its overlays and those that ship. */
  Collection<String> overlays();

  /** The files of an overlay, folders with a slash at the end. */
  Collection<String> overlayFiles(String overlay);

  /** Its templates of the boot script. */
  Collection<String> bootScripts();

  /** The site with those settings. */
  interface Site {
    /** Its names; {@code conf} is null for the site that no {@code --conf} names. */
    Names at(@Nullable Path conf);
  }
}
