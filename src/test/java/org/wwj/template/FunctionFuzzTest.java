package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every function with arguments of every kind, and generated templates on random data: whatever
 * they are given, they answer or complain as Go would, and never break.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FunctionFuzzTest {
  private static final Limits SMALL = new Limits(200_000, 50_000, 3_000_000, 20);
  private static final Set<String> SLOW =
      Set.of(
          "genPrivateKey",
          "genCA",
          "genSelfSignedCert",
          "genSignedCert",
          "bcrypt",
          "htpasswd",
          "derivePassword",
          "getHostByName");
  private static final List<String> ARGUMENTS =
      List.of(
          "\"\"",
          "\"abc\"",
          "\"10\"",
          "\"-1\"",
          "\"1.5\"",
          "\"a,b\"",
          "\"(\"",
          "\"[a-z]+\"",
          "\"%\"",
          "\"%[3]*.[2]*[1]f %v\"",
          "\"\\xff\\xfe\"",
          "\"gr\u00fc\u00dfe\"",
          "\"\\x00\"",
          "\"2006-01-02\"",
          "\"2024-13-45\"",
          "\"1h\"",
          "\"{\"",
          "\"[1,2]\"",
          "\"^1.2\"",
          "\"http://u:p@h:1/p?q#f\"",
          "\"\\ud83d\"",
          "\"$1${x}$\"",
          "\"\\n\\n\"",
          "\"Local\"",
          "\"YWJj\"",
          "\"=\"",
          "\"a/b/../c\"",
          "\"1_0\"",
          "\"0x\"",
          "\"1e999\"",
          "0",
          "1",
          "-1",
          "7",
          "100000",
          "9223372036854775807",
          "-9223372036854775808",
          "1.5",
          "-0.0",
          "1e300",
          "2i",
          "'a'",
          "true",
          "false",
          "nil",
          ".None",
          ".List",
          ".Ints",
          ".Mixed",
          ".Strings",
          ".Map",
          ".NoMap",
          ".Deep",
          ".Box",
          ".NilBox",
          ".Box.Tags",
          ".When",
          ".Span",
          ".Missing",
          ".Nothing",
          "(add 1 2)",
          "(dict \"a\" 1)",
          "(list 1 (list))",
          "(list nil)",
          "(semver \"1.2.3-a\")",
          "(float64 \"nan\")",
          "(float64 \"inf\")",
          "(until 3)",
          "(split \",\" \"a,b\")",
          "(index \"a\" 0)",
          "(toDate \"2006\" \"x\")",
          "(rest .None)");

  private final Random random = new Random(20261125);

  private static void check(String text, Map<String, Object> data) {
    try {
      Template.parse("fuzz", text, Sprig.withOutside()).render(data, piece -> {}, SMALL);
    } catch (TemplateException e) {
      assertThat(e).as(text).hasMessageStartingWith("template: ");
      assertThat(e.getSuppressed()).as(text + ": " + e.getMessage()).isEmpty();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("template " + GoString.quote(text), e);
    }
  }

  private String argument() {
    return ARGUMENTS.get(random.nextInt(ARGUMENTS.size()));
  }

  private int count(Function function) {
    return function.parameters().size() + (function.isVariadic() ? random.nextInt(4) : 0);
  }

  @Test
  void functionsAnswerOrComplainWhateverTheyAreGiven() {
    Map<String, Function> all = new TreeMap<>(Builtins.all());
    all.putAll(Sprig.withOutside());
    Map<String, Object> data = Corpus.data();
    all.keySet().removeAll(SLOW);
    assertThat(all).hasSizeGreaterThan(200);
    all.forEach((name, function) -> {
      for (int i = 0; i < 400; i++) {
        StringBuilder text = new StringBuilder("{{").append(name);
        for (int n = count(function); n > 0; n--) {
          text.append(' ').append(argument());
        }
        check(text.append("}}").toString(), data);
      }
    });
  }

  /** A value of any kind, nested a little. */
  private Object value(int depth) {
    switch (random.nextInt(depth > 3 ? 8 : 11)) {
      case 0 -> {
        return Nil.NIL;
      }
      case 1 -> {
        return random.nextBoolean();
      }
      case 2 -> {
        return random.nextLong(-5, 1000);
      }
      case 3 -> {
        return random.nextGaussian();
      }
      case 4 -> {
        return GoInt.uint64(random.nextLong());
      }
      case 5 -> {
        return new StringMap(Map.of("a", "1"));
      }
      case 6, 7 -> {
        int[] characters = random.ints(random.nextInt(12), 0, 0x3000).toArray();
        return new String(characters, 0, characters.length)
            + (random.nextInt(5) == 0 ? "\udcff" : "");
      }
      case 8 -> {
        Map<String, Object> map = new HashMap<>();
        for (String key : List.of("a", "Id", "x", "Name")) {
          if (random.nextBoolean()) {
            map.put(key, value(depth + 1));
          }
        }
        return map;
      }
      default -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(depth + 1));
        }
        return random.nextInt(4) == 0 ? GoList.of("string", List.of("p", "q")) : list;
      }
    }
  }

  @Test
  void generatedTemplatesRenderOrFailOnAnyData() {
    Map<String, Object> shape = new TreeMap<>(Corpus.data());
    TemplateGenerator.templates(99, 30_000)
        .forEach((name, text) -> {
          Map<String, Object> data = new HashMap<>(shape);
          shape
              .keySet()
              .forEach(key -> {
                if (random.nextInt(3) > 0) {
                  data.put(key, value(0));
                }
              });
          check(text, data);
        });
  }

  @Test
  void anyTextIsParsedOrRefused() {
    String signs = "{}(){{}}--/**/\"`'\\$.:=|,xX0189eEpPi_+- \t\n\r%#\u00fc\u4e16\udcff\u0000";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "{{" : "");
      for (int n = random.nextInt(24); n > 0; n--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      check(text.append(random.nextBoolean() ? "}}" : "").toString(), Map.of());
    }
  }
}
