package io.sonde.benchmarks.scale;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.util.Properties;
import java.util.logging.Logger;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** A JDBC driver that does nothing, so that the agent's share stands out. */
final class IdleDriver implements Driver {
  private static final Class<?> CONNECTION = concrete("IdleConnection");
  private static final Class<?> STATEMENT = concrete("IdleStatement");

  private final Runnable work;

  /**
   * @param work what the execution of any SQL does
   */
  IdleDriver(Runnable work) {
    this.work = work;
  }

  /** A connection, got as an application gets it. */
  static Connection connection(Runnable work) {
    return new IdleDriver(work).connect("jdbc:postgresql://db.example:5432/shop", null);
  }

  @Override
  public Connection connect(String url, Properties info) {
    return (Connection) make(CONNECTION, IdleDriver.class, this);
  }

  PreparedStatement statement() {
    return (PreparedStatement) make(STATEMENT, Runnable.class, work);
  }

  private static Object make(Class<?> type, Class<?> parameter, Object argument) {
    try {
      return type.getDeclaredConstructor(parameter).newInstance(argument);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Defines an abstract class of this package as a concrete one: the methods that it lacks, which
   * nobody calls, would be two hundred empty ones in its source.
   */
  private static Class<?> concrete(String name) {
    try (InputStream in = IdleDriver.class.getResourceAsStream(name + ".class")) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(in)
          .accept(
              new ClassVisitor(Opcodes.ASM9, writer) {
                @Override
                public void visit(
                    int version,
                    int access,
                    String internalName,
                    String signature,
                    String superName,
                    String[] interfaces) {
                  int cleared = access & ~Opcodes.ACC_ABSTRACT;
                  super.visit(version, cleared, internalName, signature, superName, interfaces);
                }
              },
              0);
      return MethodHandles.lookup().defineClass(writer.toByteArray());
    } catch (Exception e) {
      throw new IllegalStateException(name, e);
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return true;
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return null;
  }
}
