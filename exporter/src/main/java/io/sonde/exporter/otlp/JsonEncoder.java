package io.sonde.exporter.otlp;

import io.sonde.exporter.BatchEncoder;
import io.sonde.exporter.JsonText;
import io.sonde.exporter.OctetWriter;
import io.sonde.exporter.ProtoWriter;
import java.io.IOException;
import java.util.List;

/**
 * A request as OTLP/JSON: the JSON mapping of protobuf, but ids in hex and enums as numbers. For
 * debugging, so it is not made from the records but from the request in protobuf: what one format
 * says the other says, too. Not thread safe.
 */
final class JsonEncoder<T> implements BatchEncoder<T> {
  private final BatchEncoder<T> binary;
  private final List<JsonFields.Field> request;
  private final ProtoWriter scratch = new ProtoWriter(16 * 1024);
  private OctetWriter out;

  JsonEncoder(BatchEncoder<T> binary, OtlpSignal signal) {
    this.binary = binary;
    this.request = JsonFields.of(signal.text());
  }

  @Override
  public int encode(List<T> batch, int from, int to, ProtoWriter target) {
    scratch.reset();
    int failed = binary.encode(batch, from, to, scratch);
    out = target;
    try {
      message(new ProtoReader(scratch.buffer(), 0, scratch.size()), request);
    } catch (IOException e) {
      throw new IllegalStateException("what we encoded cannot be read", e);
    }
    return failed;
  }

  private void message(ProtoReader in, List<JsonFields.Field> fields) throws IOException {
    out.rawByte('{');
    boolean first = true;
    for (int i = 0; i < fields.size(); i++) {
      JsonFields.Field field = fields.get(i);
      in.rewind();
      // Elements need not be neighbours in protobuf, so each field is looked for by itself.
      int found = 0;
      while (in.next()) {
        if (in.field() == field.number) {
          if (found++ == 0) {
            separate(first);
            first = false;
            JsonText.quote(out, field.name, Integer.MAX_VALUE);
            out.rawText(field.repeated ? ":[" : ":");
          } else {
            out.rawByte(',');
          }
          value(in, field);
        }
      }
      if (field.repeated && found > 0) {
        out.rawByte(']');
      }
    }
    out.rawByte('}');
  }

  private void separate(boolean first) {
    if (!first) {
      out.rawByte(',');
    }
  }

  private void value(ProtoReader in, JsonFields.Field field) throws IOException {
    List<JsonFields.Field> fields = JsonFields.of(field.type);
    if (fields != null) {
      message(in.message(), fields);
    } else if (field.repeated) {
      ProtoReader packed = in.message();
      for (boolean first = true; packed.more(); first = false) {
        separate(first);
        number(field.type, field.type.equals("uint64") ? packed.varint() : packed.fixed(8));
      }
    } else if (field.type.equals("string")) {
      JsonText.quote(out, in.text(), Integer.MAX_VALUE);
    } else if (field.type.equals("hex")) {
      out.rawByte('"');
      for (ProtoReader id = in.message(); id.more(); ) {
        long octet = id.fixed(1);
        out.rawByte(Character.forDigit((int) octet >> 4, 16));
        out.rawByte(Character.forDigit((int) octet & 15, 16));
      }
      out.rawByte('"');
    } else if (field.type.equals("fixed32")) {
      number(field.type, in.message().fixed(4));
    } else if (field.type.endsWith("fixed64") || field.type.equals("double")) {
      number(field.type, in.message().fixed(8));
    } else {
      number(field.type, in.number());
    }
  }

  private void number(String type, long value) {
    switch (type) {
      case "double":
        double number = Double.longBitsToDouble(value);
        boolean finite = !Double.isNaN(number) && !Double.isInfinite(number);
        text(Double.toString(number), !finite);
        break;
      case "bool":
        text(value == 0 ? "false" : "true", false);
        break;
      case "sint32":
        text(Long.toString(value >>> 1 ^ -(value & 1)), false);
        break;
      case "int64":
      case "sfixed64":
        text(Long.toString(value), true);
        break;
      case "fixed64":
      case "uint64":
        text(Long.toUnsignedString(value), true);
        break;
      default:
        text(Long.toString(value), false);
    }
  }

  private void text(String text, boolean quoted) {
    if (quoted) {
      out.rawByte('"');
    }
    out.rawText(text);
    if (quoted) {
      out.rawByte('"');
    }
  }
}
