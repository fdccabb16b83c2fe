package io.sonde.benchmarks.chart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws charts. They need the fonts of a machine: a JDK without them throws what AWT throws. */
public final class Chart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;

  static {
    System.setProperty("java.awt.headless", "true");
  }

  private Chart() {}

  /** A line of a chart: its points, ascending in x. */
  public record Line(double[] x, double[] y) {}

  /**
   * Cost against work, both axes logarithmic: what is linear is a straight line with slope 1.
   *
   * @param file a path that ends with {@code .png}
   * @param lines by name; every value is above 0
   */
  public static void lines(
      Path file, String title, String xTitle, String yTitle, Map<String, Line> lines)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.GGPlot2)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    lines.forEach((name, line) -> chart.addSeries(name, line.x(), line.y()));
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  /**
   * Groups of bars, one bar for each series in a group.
   *
   * @param file a path that ends with {@code .png}
   * @param groups the names of the groups
   * @param series by name: a value for each group
   */
  public static void bars(
      Path file,
      String title,
      String yTitle,
      List<String> groups,
      Map<String, ? extends List<? extends Number>> series)
      throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .theme(ChartTheme.GGPlot2)
            .title(title)
            .yAxisTitle(yTitle)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    series.forEach((name, values) -> chart.addSeries(name, groups, values));
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }
}
