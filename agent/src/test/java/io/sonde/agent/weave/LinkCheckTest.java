package io.sonde.agent.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** Members are found where Java finds them, and nowhere else. */
class LinkCheckTest {
  interface Parent extends java.io.Closeable {
    int CONSTANT = "constant".length();

    default void inherited() {}
  }

  abstract static class Library extends java.util.ArrayList<String> implements Parent {
    private static final long serialVersionUID = 1;
    int field;

    static void call(long a) {}
  }

  private static final String NAME = LinkCheckTest.class.getName().replace('.', '/') + "$Library";

  private final LinkCheck check = new LinkCheck(LinkCheckTest.class.getClassLoader());

  private String missing(String... references) {
    return check.missing(references);
  }

  @Test
  void whatIsThere() {
    assertNull(
        missing(
            NAME,
            NAME + ".field:I",
            NAME + ".call:(J)V",
            NAME + ".inherited:()V",
            NAME + ".CONSTANT:I",
            NAME + ".close:()V",
            NAME + ".size:()I",
            NAME + ".modCount:I",
            NAME + ".hashCode:()I",
            NAME.replace("Library", "Parent") + ".getClass:()Ljava/lang/Class;"));
  }

  @Test
  void whatIsNot() {
    for (String missing :
        new String[] {
          "no/such/Library",
          "no/such/Library.field:I",
          NAME + ".field:J",
          NAME + ".call:(I)V",
          NAME + ".call:(J)I",
          NAME + ".other:()V"
        }) {
      assertEquals(missing, missing(NAME, missing));
    }
  }
}
