package io.sonde.agent.weave;

import java.util.function.Function;

/** Defines classes itself before it asks its parent; generates the advice that they call. */
final class WovenLoader extends ClassLoader {
  private final Function<String, byte[]> source;

  /**
   * @param source the class file of an internal name, or null
   */
  WovenLoader(Function<String, byte[]> source) {
    super(Events.class.getClassLoader());
    this.source = source;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found != null) {
        return found;
      }
      String internal = name.replace('.', '/');
      byte[] bytes =
          internal.startsWith(AdviceShape.PACKAGE)
              ? AdviceShape.parse(internal).classFile()
              : source.apply(internal);
      return bytes == null
          ? super.loadClass(name, resolve)
          : defineClass(name, bytes, 0, bytes.length);
    }
  }
}
