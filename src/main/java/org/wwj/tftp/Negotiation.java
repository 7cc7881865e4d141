package org.wwj.tftp;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What the options of a read request come to, RFC 2347, 2348, 2349 and 7440. EDK II drops a session
 * whose OACK names an option it did not ask for, or a larger value than it asked for, or another
 * timeout.
 *
 * @param blockSize bytes a block
 * @param window blocks a window
 * @param maxWaitSeconds longest wait before a retransmission
 * @param granted the options of the OACK in the order asked, tsize with no value yet; empty for a
 *     transfer that starts without an OACK
 */
record Negotiation(
    int blockSize, int window, int maxWaitSeconds, SequencedMap<String, String> granted) {
  /** RFC 1350: the block size of a client that names none. */
  static final int DEFAULT_BLOCK_SIZE = 512;

  private static final int MIN_BLOCK_SIZE = 8;
  private static final int MAX_WAIT_SECONDS = 4;
  private static final String TRANSFER_SIZE = "tsize";

  /** Grants what it can of the options asked for; ignores the others, as RFC 2347 wants it. */
  static Negotiation of(SequencedMap<String, String> asked, TftpSettings settings) {
    int blockSize = DEFAULT_BLOCK_SIZE;
    int window = 1;
    int maxWait = MAX_WAIT_SECONDS;
    SequencedMap<String, String> granted = new LinkedHashMap<>();
    for (var option : asked.entrySet()) {
      int value = number(option.getValue());
      switch (option.getKey()) {
        case "blksize" -> {
          if (settings.blockSizes() && value >= MIN_BLOCK_SIZE) {
            blockSize = Math.min(value, settings.maxBlockSize());
            granted.put("blksize", Integer.toString(blockSize));
          }
        }
        case "windowsize" -> {
          if (value >= 1) {
            window = Math.min(value, settings.maxWindow());
            granted.put("windowsize", Integer.toString(window));
          }
        }
        case "timeout" -> {
          if (value >= 1 && value <= 255) {
            maxWait = Math.min(value, MAX_WAIT_SECONDS);
            granted.put("timeout", Integer.toString(value));
          }
        }
        case TRANSFER_SIZE -> granted.put(TRANSFER_SIZE, "");
        default -> {} // an option we do not know is left out of the answer
      }
    }
    return new Negotiation(blockSize, window, maxWait, granted);
  }

  /** Whether the transfer starts with an OACK. */
  boolean acknowledged() {
    return !granted.isEmpty();
  }

  /** The OACK for a file of that many bytes. */
  TftpPacket.OptionAck optionAck(long size) {
    SequencedMap<String, String> options = new LinkedHashMap<>(granted);
    options.replace(TRANSFER_SIZE, Long.toString(size));
    return new TftpPacket.OptionAck(options);
  }

  /** A decimal number below 100,000, or -1. */
  private static int number(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
