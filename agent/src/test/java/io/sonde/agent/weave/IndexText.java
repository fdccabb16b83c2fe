package io.sonde.agent.weave;

import io.sonde.instrumentation.advice.NamePlaces;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes {@code sonde.index} by hand, in the format that the indexer of the build writes. */
final class IndexText {
  static final byte THIS = Rule.Call.THIS;
  static final byte TOKEN = Rule.Call.TOKEN;
  static final byte RETURN = Rule.Call.RETURN;
  static final byte THROWN = Rule.Call.THROWN;

  private IndexText() {}

  record CallText(String name, String descriptor, int replaces, byte... bindings) {
    private static void write(CallText call, DataOutputStream out) throws IOException {
      out.writeBoolean(call != null);
      if (call != null) {
        out.writeUTF(call.name);
        out.writeUTF(call.descriptor);
        out.writeByte(call.replaces);
        out.writeByte(call.bindings.length);
        out.write(call.bindings);
      }
    }
  }

  record RuleText(
      String adviceClass,
      List<String> types,
      List<String> declaring,
      List<String> methods,
      CallText enter,
      CallText exit) {}

  record UnitText(
      String name,
      String topClass,
      boolean boot,
      Map<String, byte[]> classes,
      List<String> references,
      List<RuleText> rules) {}

  static AdviceIndex index(AdviceIndex.Switch enabled, UnitText... units) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(3);
      out.writeShort(units.length);
      for (UnitText unit : units) {
        write(unit, out);
      }
      return new AdviceIndex(in(bytes), enabled);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AdviceIndex index(UnitText... units) {
    return index(name -> true, units);
  }

  static AdviceUnit unit(UnitText unit) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(unit, new DataOutputStream(bytes));
      AdviceUnit read = new AdviceUnit(in(bytes), 0);
      read.read();
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IndexReader in(ByteArrayOutputStream bytes) {
    return new IndexReader(bytes.toByteArray());
  }

  private static void write(UnitText unit, DataOutputStream out) throws IOException {
    out.writeUTF(unit.name);
    out.writeUTF(unit.topClass);
    out.writeBoolean(unit.boot);
    out.writeShort(unit.rules.size());
    for (RuleText rule : unit.rules) {
      write(rule.types, out);
      write(rule.declaring, out);
    }
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    writeRest(unit, new DataOutputStream(rest));
    out.writeInt(rest.size());
    rest.writeTo(out);
  }

  private static void writeRest(UnitText unit, DataOutputStream out) throws IOException {
    for (RuleText rule : unit.rules) {
      out.writeUTF(rule.adviceClass);
      write(rule.methods, out);
      CallText.write(rule.enter, out);
      CallText.write(rule.exit, out);
    }
    out.writeShort(unit.classes.size());
    for (Map.Entry<String, byte[]> entry : unit.classes.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeInt(entry.getValue().length);
      out.write(entry.getValue());
      NamePlaces.write(entry.getValue(), unit.topClass, out);
    }
    write(unit.references, out);
  }

  private static void write(List<String> texts, DataOutputStream out) throws IOException {
    out.writeShort(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }
}
