package io.sonde.smoke.faults;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.FileSystems;
import java.security.Security;
import java.util.logging.LogManager;

/** Goes into the jar of a mutant: what an agent must not do. Runs on the boot class path. */
public final class Careless {
  private Careless() {}

  public static void takesTheFileSystem() {
    FileSystems.getDefault();
  }

  public static void takesTheLogManager() {
    LogManager.getLogManager();
  }

  public static void takesTheProviders() {
    Security.getProviders();
  }

  public static void looksUpAName() throws IOException {
    InetAddress.getByName("localhost");
  }

  public static void looksBack() throws IOException {
    InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getHostName();
  }

  public static void makesASocket() throws IOException {
    new Socket().close();
  }

  /** It is not on the boot class path. */
  public static void takesTheHttpServer() throws ReflectiveOperationException {
    System.setProperty("sun.net.httpserver.maxReqTime", "60");
    Class.forName(
            "com.sun.net.httpserver.spi.HttpServerProvider",
            true,
            ClassLoader.getSystemClassLoader())
        .getMethod("provider")
        .invoke(null);
  }

  public static void startsAProcess() throws IOException {
    new ProcessBuilder("hostname").start();
  }

  public static void writesAFile() throws IOException {
    java.io.File.createTempFile("sonde", ".jar").delete();
  }

  public static void usesUnsafe() throws ReflectiveOperationException {
    Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Object unsafe = field.get(null);
    unsafe.getClass().getMethod("allocateMemory", long.class).invoke(unsafe, 8L);
  }

  public static void readsAProperty() {
    System.getProperty("sonde.careless");
    System.getenv("PATH");
  }

  public static void hangs() throws InterruptedException {
    synchronized (Careless.class) {
      while (true) {
        Careless.class.wait();
      }
    }
  }
}
