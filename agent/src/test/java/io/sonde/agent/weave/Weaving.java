package io.sonde.agent.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Weaves all methods of a class, with our weaver and with ByteBuddy's. */
final class Weaving {
  private Weaving() {}

  /** Which mode a method is woven in; null leaves it. */
  interface Choice {
    AdviceShape.Mode mode(int access, String method);
  }

  /** The methods of a class that have code, by the shape of the advice for them. */
  static Map<String, List<String>> shapes(byte[] classFile, Choice choice) {
    Map<String, List<String>> found = new TreeMap<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                AdviceShape.Mode mode = choice.mode(access, name + descriptor);
                if (mode != null && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) {
                  found
                      .computeIfAbsent(
                          AdviceShape.of(mode, access, name, descriptor).name(),
                          key -> new ArrayList<>())
                      .add(name + descriptor);
                }
                return null;
              }
            },
            ClassReader.SKIP_CODE);
    return found;
  }

  /** The rules for all methods; each has the number of its shape in the order of the map. */
  static Rule[] rules(Map<String, List<String>> shapes) {
    List<IndexText.RuleText> rules = new ArrayList<>();
    shapes.forEach((name, methods) -> rules.add(AdviceShape.parse(name).rule(methods)));
    return IndexText.unit(new IndexText.UnitText("test", "none", true, Map.of(), List.of(), rules))
        .rules;
  }

  static byte[] ours(byte[] classFile, Choice choice) {
    byte[] woven = ClassWeaver.weave(classFile, rules(shapes(classFile, choice)));
    return woven == null ? classFile : woven;
  }

  /**
   * @param locator where super types and the like are found
   */
  static byte[] byteBuddys(byte[] classFile, Choice choice, ClassFileLocator locator) {
    String name = new ClassReader(classFile).getClassName().replace('/', '.');
    ClassFileLocator all =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(name, classFile),
            locator,
            ShapeLocator.INSTANCE,
            ClassFileLocator.ForClassLoader.of(Advice.class.getClassLoader()));
    TypePool pool = TypePool.Default.of(all);
    DynamicType.Builder<?> builder =
        new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .redefine(pool.describe(name).resolve(), all);
    for (Map.Entry<String, List<String>> entry : shapes(classFile, choice).entrySet()) {
      TypeDescription advice = pool.describe(entry.getKey().replace('/', '.')).resolve();
      ElementMatcher<MethodDescription> methods =
          method -> entry.getValue().contains(method.getInternalName() + method.getDescriptor());
      builder =
          builder.visit(
              Advice.withCustomMapping()
                  .with(new Advice.AssignReturned.Factory())
                  .to(advice, all)
                  .on(methods));
    }
    return builder.make().getBytes();
  }

  /** The generated advice, for ByteBuddy. */
  private enum ShapeLocator implements ClassFileLocator {
    INSTANCE;

    @Override
    public Resolution locate(String name) {
      String internal = name.replace('.', '/');
      return internal.startsWith(AdviceShape.PACKAGE)
          ? new Resolution.Explicit(AdviceShape.parse(internal).classFile())
          : new Resolution.Illegal(name);
    }

    @Override
    public void close() {}
  }
}
