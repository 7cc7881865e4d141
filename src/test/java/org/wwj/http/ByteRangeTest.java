package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.delivery.Request;
import org.wwj.http.Selection.Part;
import org.wwj.http.Selection.Unsatisfiable;
import org.wwj.http.Selection.Whole;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          # header                   | size | first | length
          bytes=0-0                  | 10   | 0     | 1
          bytes=0-9                  | 10   | 0     | 10
          bytes=3-5                  | 10   | 3     | 3
          bytes=3-                   | 10   | 3     | 7
          bytes=9-                   | 10   | 9     | 1
          bytes=3-99                 | 10   | 3     | 7
          bytes=-4                   | 10   | 6     | 4
          bytes=-99                  | 10   | 0     | 10
          BYTES=2-3                  | 10   | 2     | 2
          'bytes= 2-3 '              | 10   | 2     | 2
          bytes=0-9223372036854775807| 10   | 0     | 10
          bytes=5-99999999999999999999 | 10 | 5     | 5
          bytes=-99999999999999999999| 10   | 0     | 10
          'bytes=2-3, 5-6'           | 10   | 2     | 2
          'bytes=20-30,5-6'          | 10   | 5     | 2
          'bytes=,5-6,'              | 10   | 5     | 2
          bytes=4294967296-4294967299| 5000000000 | 4294967296 | 4
          """)
  void selectsAPart(String header, long size, long first, long length) {
    assertThat(ByteRange.select(header, size)).isEqualTo(new Part(first, length));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          none               | WHOLE | 0
          bytes=0-           | WHOLE | 0
          bytes=0-99         | WHOLE | 0
          'bytes=5-6,8-'     | WHOLE | 0
          bytes=5-           | REST  | 5
          'BYTES= 05- '      | REST  | 5
          bytes=5-99         | PIECE | 5
          """)
  void tellsWhoHasTheBeginningAndWhereItEnds(String header, Request.Part part, long first) {
    assertThat(ByteRange.part(header)).isEqualTo(part);
    assertThat(ByteRange.first(header)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=10-          | 10
          bytes=10-20        | 10
          bytes=-0           | 10
          bytes=0-           | 0
          bytes=-5           | 0
          bytes=99999999999999999999- | 10
          'bytes=10-11,-0'   | 10
          """)
  void findsNothingToSend(String header, long size) {
    assertThat(ByteRange.select(header, size)).isEqualTo(new Unsatisfiable());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          none
          ''
          items=0-1
          bytes
          bytes=
          bytes=,
          bytes=-
          bytes=5
          bytes=5-3
          bytes=a-b
          bytes=1-2x
          bytes=1--2
          bytes=--2
          bytes=+1-2
          'bytes=1-2,x'
          'bytes=1 -2'
          bytes=0x1-2
          bytes=١-٢
          """)
  void ignoresWhatIsNotARange(String header) {
    assertThat(ByteRange.select(header, 10)).isEqualTo(new Whole());
  }
}
