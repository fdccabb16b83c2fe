package io.sonde.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The ways to bake the agent into an image: the options name the file that was put there. */
class ApplicationImageTest {
  private static String match(String text, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    assertTrue(matcher.find(), regex);
    return matcher.group(1);
  }

  private static Document xml(String file) throws Exception {
    InputSource source = new InputSource(new StringReader(Example.text(file)));
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
  }

  private static String element(Document document, String name) {
    assertEquals(1, document.getElementsByTagName(name).getLength(), name);
    return document.getElementsByTagName(name).item(0).getTextContent();
  }

  @Test
  void docker() throws IOException {
    String dockerfile = Example.text("image/Dockerfile");
    String image =
        (String) Example.yaml("kubernetes/instrumentation.yaml", "spec", "java", "image");
    String copied =
        match(dockerfile, "COPY --from=" + Pattern.quote(image) + " /javaagent.jar (\\S+)");
    assertEquals("-javaagent:" + copied, match(dockerfile, "ENV JAVA_TOOL_OPTIONS=\"(.*)\""));
    assertEquals(
        match(dockerfile, "COPY target/\\S+ (\\S+)"), match(dockerfile, "\"-jar\", \"(.*)\""));
  }

  @Test
  void jib() throws Exception {
    Document plugin = xml("image/jib.xml");
    assertEquals(
        "-javaagent:" + element(plugin, "into") + "/sonde-agent.jar",
        element(plugin, "JAVA_TOOL_OPTIONS"));
  }

  @Test
  void paketo() throws Exception {
    Document plugin = xml("image/paketo.xml");
    String resource = match(Example.text("image/paketo.xml"), "src/main/resources/(\\S+\\.jar)");
    assertEquals(
        "-javaagent:/workspace/BOOT-INF/classes/" + resource,
        element(plugin, "BPE_APPEND_JAVA_TOOL_OPTIONS"));
    assertEquals(" ", element(plugin, "BPE_DELIM_JAVA_TOOL_OPTIONS"));
  }
}
