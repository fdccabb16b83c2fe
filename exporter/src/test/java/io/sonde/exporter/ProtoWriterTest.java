package io.sonde.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedInputStream;
import org.junit.jupiter.api.Test;

class ProtoWriterTest {
  private final ProtoWriter out = new ProtoWriter(0);

  private CodedInputStream written() {
    return CodedInputStream.newInstance(out.toByteArray());
  }

  @Test
  void numbers() throws Exception {
    long[] values = {0, 1, 127, 128, 300, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE};
    for (long value : values) {
      out.varint(1, value);
      out.zigzag(200, value);
      out.fixed64(3, value);
    }
    out.doubleValue(4, Math.PI);
    CodedInputStream in = written();
    for (long value : values) {
      assertEquals(1 << 3, in.readTag());
      assertEquals(value, in.readInt64());
      assertEquals(200 << 3, in.readTag());
      assertEquals(value, in.readSInt64());
      assertEquals(3 << 3 | 1, in.readTag());
      assertEquals(value, in.readFixed64());
    }
    assertEquals(4 << 3 | 1, in.readTag());
    assertEquals(Math.PI, in.readDouble());
    assertTrue(in.isAtEnd());
  }

  @Test
  void textOfEveryWidthAndLoneSurrogates() throws Exception {
    String text = "a\u0000\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00\ud83d x\ude00";
    out.string(1, text);
    CodedInputStream in = written();
    in.readTag();
    assertEquals(
        "a\u0000\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00? x?", in.readStringRequireUtf8());
    assertTrue(in.isAtEnd());
  }

  @Test
  void nestedMessagesOfEveryLengthOfLength() throws Exception {
    int[] lengths = {0, 1, 100, 123, 124, 125, 126, 127, 128, 129, 16_383, 16_384, 3_000_000};
    for (int length : lengths) {
      out.reset();
      int outer = out.begin(1);
      int inner = out.begin(2);
      out.string(3, "x".repeat(length));
      out.end(inner);
      out.varint(4, length);
      out.end(outer);
      out.varint(5, 1);
      CodedInputStream in = written();
      assertEquals(1 << 3 | 2, in.readTag());
      int outerLimit = in.pushLimit(in.readRawVarint32());
      assertEquals(2 << 3 | 2, in.readTag());
      int innerLimit = in.pushLimit(in.readRawVarint32());
      in.readTag();
      assertEquals(length, in.readStringRequireUtf8().length());
      assertEquals(0, in.getBytesUntilLimit());
      in.popLimit(innerLimit);
      in.readTag();
      assertEquals(length, in.readInt32());
      assertEquals(0, in.getBytesUntilLimit());
      in.popLimit(outerLimit);
      assertEquals(5 << 3, in.readTag());
      in.readInt32();
      assertTrue(in.isAtEnd());
    }
  }

  @Test
  void varintSizes() {
    assertEquals(1, ProtoWriter.varintSize(127));
    assertEquals(2, ProtoWriter.varintSize(128));
    assertEquals(10, ProtoWriter.varintSize(-1));
  }
}
