package io.sonde.exporter.prometheus;

import java.math.BigDecimal;

/** Numbers as the text formats want them. */
public final class FloatText {
  /** Whole numbers up to here are written as such. */
  private static final double MAX_WHOLE = 1e15;

  private FloatText() {}

  static void append(StringBuilder out, double value) {
    if (value == (long) value && Math.abs(value) < MAX_WHOLE) {
      out.append((long) value);
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "+Inf" : "-Inf");
    } else {
      out.append(value);
    }
  }

  /**
   * The canonical text of a bucket bound or a quantile, {@code 1.0}, {@code 0.005}, {@code 1e+06}:
   * it is a label value, so two spellings would be two series (OpenMetrics 1.0, "Considerations:
   * Canonical Numbers").
   */
  public static String canonical(double value) {
    if (Double.isInfinite(value) || Double.isNaN(value)) {
      StringBuilder text = new StringBuilder(4);
      append(text, value);
      return text.toString();
    }
    if (value == 0) {
      return "0.0";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      String plain = decimal.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    StringBuilder text = new StringBuilder(24).append(value < 0 ? "-" : "");
    String digits = decimal.unscaledValue().abs().toString();
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    int magnitude = Math.abs(exponent);
    text.append(exponent < 0 ? "e-" : "e+").append(magnitude < 10 ? "0" : "").append(magnitude);
    return text.toString();
  }
}
