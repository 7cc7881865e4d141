package org.wwj.image;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a 64-bit ELF file says of itself (System V ABI, chapters 4 and 5): what the loader needs to
 * start it, and a kernel module's description.
 *
 * @param machine the processor, as in the header
 * @param interpreter the loader's path, empty for libraries and static programs
 * @param needed names of libraries
 * @param runpath folders to look in first, {@code $ORIGIN} not yet replaced
 * @param modinfo a module's {@code key=value} lines
 */
record Elf(
    int machine,
    String interpreter,
    List<String> needed,
    List<String> runpath,
    List<String> modinfo) {
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final long DT_NEEDED = 1;
  private static final long DT_STRTAB = 5;
  private static final long DT_RPATH = 15;
  private static final long DT_RUNPATH = 29;

  /** Reads a file; empty when it is no 64-bit ELF file or a damaged one. */
  static Optional<Elf> read(Path file) {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Parses the bytes of a file; empty when they are no 64-bit ELF file or a damaged one. */
  static Optional<Elf> parse(byte[] bytes) {
    boolean elf =
        bytes.length >= 64
            && bytes[0] == 0x7F
            && bytes[1] == 'E'
            && bytes[2] == 'L'
            && bytes[3] == 'F'
            && bytes[4] == 2;
    if (!elf) {
      return Optional.empty();
    }
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes)
            .order(bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    try {
      return Optional.of(new Reader(buffer).read());
    } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private record Reader(ByteBuffer file) {
    private record Segment(int type, long offset, long address, long size) {}

    Elf read() {
      List<Segment> segments = segments();
      String interpreter = "";
      List<String> needed = new ArrayList<>();
      List<String> runpath = new ArrayList<>();
      for (Segment segment : segments) {
        if (segment.type == PT_INTERP) {
          interpreter = text(segment.offset);
        } else if (segment.type == PT_DYNAMIC) {
          dynamic(segment, segments, needed, runpath);
        }
      }
      int machine = Short.toUnsignedInt(file.getShort(18));
      return new Elf(machine, interpreter, List.copyOf(needed), List.copyOf(runpath), modinfo());
    }

    private List<Segment> segments() {
      long table = file.getLong(32);
      int size = Short.toUnsignedInt(file.getShort(54));
      int count = Short.toUnsignedInt(file.getShort(56));
      List<Segment> segments = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int at = at(table + (long) i * size);
        segments.add(
            new Segment(
                file.getInt(at),
                file.getLong(at + 8),
                file.getLong(at + 16),
                file.getLong(at + 32)));
      }
      return segments;
    }

    private void dynamic(
        Segment dynamic, List<Segment> segments, List<String> needed, List<String> runpath) {
      List<Long> names = new ArrayList<>();
      List<Long> paths = new ArrayList<>();
      long strings = 0;
      long end = Math.min(Math.addExact(dynamic.offset, dynamic.size), file.capacity());
      for (long at = dynamic.offset; at + 16 <= end; at += 16) {
        long tag = file.getLong(at(at));
        long value = file.getLong(at(at + 8));
        if (tag == 0) {
          break;
        } else if (tag == DT_NEEDED) {
          names.add(value);
        } else if (tag == DT_STRTAB) {
          strings = offset(value, segments);
        } else if (tag == DT_RPATH || tag == DT_RUNPATH) {
          paths.add(value);
        }
      }
      for (long name : names) {
        needed.add(text(Math.addExact(strings, name)));
      }
      for (long path : paths) {
        runpath.addAll(Arrays.asList(text(Math.addExact(strings, path)).split(":")));
      }
    }

    /** Where an address of the running program lies in the file. */
    private static long offset(long address, List<Segment> segments) {
      return segments.stream()
          .filter(s -> s.type == PT_LOAD && address >= s.address && address < s.address + s.size)
          .mapToLong(s -> address - s.address + s.offset)
          .findFirst()
          .orElse(address);
    }

    private List<String> modinfo() {
      long table = file.getLong(40);
      int size = Short.toUnsignedInt(file.getShort(58));
      int count = Short.toUnsignedInt(file.getShort(60));
      if (table == 0 || count == 0) {
        return List.of();
      }
      int namesIndex = Short.toUnsignedInt(file.getShort(62));
      long names = file.getLong(at(table + (long) namesIndex * size + 24));
      for (int i = 0; i < count; i++) {
        long section = table + (long) i * size;
        String name = text(Math.addExact(names, Integer.toUnsignedLong(file.getInt(at(section)))));
        if (name.equals(".modinfo")) {
          int from = at(file.getLong(at(section + 24)));
          byte[] content = new byte[at(file.getLong(at(section + 32)))];
          file.get(from, content);
          return List.of(new String(content, StandardCharsets.ISO_8859_1).split("\0+"));
        }
      }
      return List.of();
    }

    /** Text up to the next zero byte. */
    private String text(long offset) {
      int from = at(offset);
      int end = from;
      while (file.get(end) != 0) {
        end++;
      }
      byte[] letters = new byte[end - from];
      file.get(from, letters);
      return new String(letters, StandardCharsets.ISO_8859_1);
    }

    private int at(long offset) {
      if (offset < 0 || offset > file.capacity()) {
        throw new IndexOutOfBoundsException("offset " + offset);
      }
      return (int) offset;
    }
  }
}
