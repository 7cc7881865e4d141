package org.wwj.overlay;

import java.net.Inet4Address;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.template.Fields;
import org.wwj.template.Scalar;

/** Values of Warewulf's own scalar types (warewulf.md §2.2). */
final class Words {
  private static final Set<String> UNSET =
      Set.of("unset", "delete", "undef", "--", "nil", "0.0.0.0");
  private static final Set<String> TRUE = Set.of("1", "t", "true", "yes");
  private static final Set<String> FALSE = Set.of("0", "f", "false", "no");

  private Words() {}

  /** {@code WWbool}: the word as written, and what it means. */
  record Bool(String word) implements Scalar {
    @Override
    public Object plain() {
      return word;
    }

    @Override
    public String typeName() {
      return "wwtype.WWbool";
    }

    @Override
    public Object method(String name) {
      return switch (name) {
        case "Bool" -> TRUE.contains(lower());
        case "BoolDefaultTrue" -> !UNSET.contains(lower()) && !FALSE.contains(lower());
        default -> Fields.NO_FIELD;
      };
    }

    private String lower() {
      return word.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /** {@code net.IP}: an unset one is an empty slice and prints {@code <nil>}. */
  record Ip(String address) implements Scalar {
    static Ip of(@Nullable Inet4Address address) {
      return new Ip(address == null ? "" : address.getHostAddress());
    }

    @Override
    public Object plain() {
      return address.isEmpty() ? List.of() : address;
    }

    @Override
    public String typeName() {
      return "net.IP";
    }

    @Override
    public Object method(String name) {
      return name.equals("String") ? toString() : Fields.NO_FIELD;
    }

    @Override
    public String toString() {
      return address.isEmpty() ? "<nil>" : address;
    }
  }
}
