package org.wwj.delivery;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.wwj.config.SiteConfig;

/**
 * The boot loaders: the files named by {@code tftp: ipxe:}, and the script newer iPXE reads from
 * beside itself.
 */
final class Loaders {
  private static final String EFI = "application/efi";
  private static final String AUTOEXEC = "autoexec.ipxe";

  private Loaders() {}

  /**
   * The loader of that name, with or without Warewulf's folder before it. Only configured names
   * lead to a file, so no name can reach another one.
   */
  static Optional<Answer> find(String name, SiteConfig config, Transfer.Listener listener) {
    String file = name.startsWith("warewulf/") ? name.substring("warewulf/".length()) : name;
    if (file.equals(AUTOEXEC)) {
      return Optional.of(autoexec(config, listener));
    }
    if (!config.tftp().ipxe().containsValue(file)) {
      return Optional.empty();
    }
    Path path = config.paths().ipxesource().resolve(file);
    try {
      BasicFileAttributes facts = Glance.at(path);
      String etag =
          Long.toHexString(facts.size())
              + "-"
              + Long.toHexString(facts.lastModifiedTime().toMillis());
      String type = file.endsWith(".efi") ? EFI : "application/octet-stream";
      return Optional.of(new Answer.FileSlice(path, 0, facts.size(), type, etag, false, listener));
    } catch (IOException e) {
      return Optional.of(
          new Answer.Refusal(
              Answer.Reason.NOT_FOUND,
              path
                  + " is not there: install the distribution's iPXE (Debian ipxe, Rocky ipxe-bootimgs-x86)",
              null));
    }
  }

  /**
   * A newer iPXE build loaded by TFTP or HTTP boot runs this instead of asking DHCP a second time.
   */
  private static Answer autoexec(SiteConfig config, Transfer.Listener listener) {
    String script =
        """
        #!ipxe
        chain --replace --autofree %1$s/ipxe/${netX/mac:hexhyp} || chain --replace --autofree %1$s/ipxe/${net0/mac:hexhyp}
        """
            .formatted(config.baseUrl());
    return Answers.text(script, "text/plain", listener);
  }
}
