package io.sonde.instrumentation.advice;

import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Reads one class of a unit: its rule, if it is an advice class, and what it uses of the library.
 */
final class AdviceReader extends ClassVisitor {
  private static final String ADVICE = "Lio/sonde/instrumentation/advice/";

  private final AdviceUnit unit;
  private String className;
  private AdviceRule rule;
  private boolean optional;

  private AdviceReader(AdviceUnit unit) {
    super(Opcodes.ASM9);
    this.unit = unit;
  }

  static void read(byte[] bytes, AdviceUnit unit) {
    AdviceReader reader = new AdviceReader(unit);
    new ClassReader(bytes).accept(reader, ClassReader.SKIP_DEBUG);
    if (reader.rule != null) {
      reader.check();
      unit.rules.add(reader.rule);
    }
  }

  private void check() {
    if (rule.enter == null && rule.exit == null) {
      throw new IllegalStateException(className + ": neither @Enter nor @Exit");
    }
    for (AdviceRule.Call call : new AdviceRule.Call[] {rule.enter, rule.exit}) {
      if (call != null) {
        for (byte binding : call.bindings) {
          if (binding == AdviceRule.Call.UNBOUND) {
            throw new IllegalStateException(
                className + "." + call.name + ": a parameter without annotation");
          }
        }
      }
    }
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String parent, String[] interfaces) {
    className = name;
    List<String> supers = new java.util.ArrayList<>(Arrays.asList(interfaces));
    supers.add(parent);
    unit.supers.put(name, supers);
    for (String type : supers) {
      reference(type);
    }
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    if (descriptor.equals(ADVICE + "Optional;")) {
      optional = true;
    }
    if (!descriptor.equals(ADVICE + "Weave;")) {
      return null;
    }
    AdviceRule found = new AdviceRule(className);
    rule = found;
    return new AnnotationVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitArray(String name) {
        return new AnnotationVisitor(Opcodes.ASM9) {
          @Override
          public void visit(String ignored, Object value) {
            String text = (String) value;
            switch (name) {
              case "types":
                found.types.add(text.replace('.', '/'));
                break;
              case "declaring":
                found.declaring.add(text);
                break;
              default:
                found.methods.add(text);
            }
          }
        };
      }
    };
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    referenceAll(descriptor);
    return new MethodVisitor(Opcodes.ASM9) {
      private AdviceRule.Call call;

      @Override
      public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        boolean enter = annotation.equals(ADVICE + "Enter;");
        if (!enter && !annotation.equals(ADVICE + "Exit;")) {
          return null;
        }
        int parameters = Type.getArgumentTypes(descriptor).length;
        call = new AdviceRule.Call(name, descriptor, enter ? -1 : 0, parameters);
        if (enter) {
          rule.enter = call;
        } else {
          rule.exit = call;
        }
        return new AnnotationVisitor(Opcodes.ASM9) {
          @Override
          public void visit(String key, Object value) {
            call.replaces = value instanceof Boolean ? ((Boolean) value ? 1 : 0) : (Integer) value;
          }
        };
      }

      @Override
      public AnnotationVisitor visitParameterAnnotation(
          int parameter, String annotation, boolean visible) {
        if (call == null || !annotation.startsWith(ADVICE)) {
          return null;
        }
        switch (annotation.substring(ADVICE.length())) {
          case "This;":
            call.bindings[parameter] = AdviceRule.Call.THIS;
            return null;
          case "Token;":
            call.bindings[parameter] = AdviceRule.Call.TOKEN;
            return null;
          case "Return;":
            call.bindings[parameter] = AdviceRule.Call.RETURN;
            return null;
          case "Thrown;":
            call.bindings[parameter] = AdviceRule.Call.THROWN;
            return null;
          default:
            return new AnnotationVisitor(Opcodes.ASM9) {
              @Override
              public void visit(String key, Object value) {
                call.bindings[parameter] = ((Integer) value).byteValue();
              }
            };
        }
      }

      @Override
      public void visitTypeInsn(int opcode, String type) {
        reference(type);
      }

      @Override
      public void visitFieldInsn(int opcode, String owner, String field, String type) {
        member(owner, field, type);
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String method, String type, boolean isInterface) {
        member(owner, method, type);
      }

      @Override
      public void visitInvokeDynamicInsn(
          String method, String type, Handle bootstrap, Object... arguments) {
        throw new IllegalStateException(className + "." + name + ": a lambda in an advice");
      }
    };
  }

  private void member(String owner, String name, String descriptor) {
    if (library(owner)) {
      unit.references.add(owner + '.' + name + ':' + descriptor);
    }
    reference(owner);
    referenceAll(descriptor);
  }

  private void referenceAll(String descriptor) {
    Type type = Type.getType(descriptor);
    if (type.getSort() != Type.METHOD) {
      reference(type);
      return;
    }
    reference(type.getReturnType());
    for (Type argument : type.getArgumentTypes()) {
      reference(argument);
    }
  }

  private void reference(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() == Type.OBJECT) {
      reference(element.getInternalName());
    }
  }

  private void reference(String type) {
    if (type.startsWith("[")) {
      reference(Type.getType(type));
    } else if (library(type)) {
      unit.references.add(type);
    }
  }

  private boolean library(String owner) {
    return !optional
        && !owner.startsWith("java/")
        && !owner.startsWith("[")
        && !owner.startsWith("io/sonde/bootstrap/")
        && !owner.equals(unit.topClass)
        && !owner.startsWith(unit.topClass + '$');
  }
}
