package org.wwj.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a virtual machine finds its boot server. */
public enum Firmware {
  /** SeaBIOS with the network card's own iPXE ROM. */
  BIOS,
  /** OVMF with its own PXE client; the card's iPXE ROM is off, or that one would run instead. */
  UEFI,
  /** OVMF with PXE switched off, so that its HTTP boot comes first. */
  UEFI_HTTP;

  /** The word on the command line and in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads the word.
   *
   * @throws LabException naming the words there are
   */
  public static Firmware parse(String word) {
    return Arrays.stream(values())
        .filter(firmware -> firmware.word().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() ->
            new LabException(
                "firmware '"
                    + word
                    + "' is not one of "
                    + Arrays.stream(values())
                        .map(Firmware::word)
                        .collect(Collectors.joining(", "))));
  }
}
