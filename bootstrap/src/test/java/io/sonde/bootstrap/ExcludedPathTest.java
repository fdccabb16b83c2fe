package io.sonde.bootstrap;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExcludedPathTest {
  private static final Sampler ALWAYS = (id, hasParent, parentSampled) -> true;

  @BeforeEach
  void exclude() {
    Tracer.configure(ALWAYS, new String[] {"/health*", "/ready"}, 128, 8192);
  }

  @AfterEach
  void include() {
    Tracer.configure(ALWAYS, new String[0], 128, 8192);
  }

  @Test
  void neitherTheRequestNorWhatItDoesIsRecorded() {
    for (String path : new String[] {"/health", "/healthz/live", "/ready"}) {
      Span request = new PlainSpan(null, path);
      assertFalse(request.sampled(), path);
      assertFalse(new PlainSpan(request, null).sampled(), path);
    }
  }

  @Test
  void othersAre() {
    for (String path : new String[] {"/", "/readyz", "/users/health", null}) {
      Span request = new PlainSpan(null, path);
      assertTrue(request.sampled(), path);
      assertTrue(new PlainSpan(request, null).sampled(), path);
    }
  }

  private static final class PlainSpan extends Span {
    PlainSpan(Span parent, String path) {
      super(SERVER, parent, null, path);
    }

    @Override
    protected void finish(long durationNanos) {}
  }
}
