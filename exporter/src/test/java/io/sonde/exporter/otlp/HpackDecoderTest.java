package io.sonde.exporter.otlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HpackDecoderTest {
  private final HpackDecoder decoder = new HpackDecoder();

  private Map<String, String> decode(String hex) throws IOException {
    Map<String, String> fields = new HashMap<>();
    decoder.decode(HexFormat.of().parseHex(hex.replace(" ", "")), fields);
    return fields;
  }

  @Test
  void theResponsesOfTheSpecification() throws IOException {
    String resizeTo256 = "3fe101";
    assertEquals(
        Map.of(
            ":status", "302",
            "cache-control", "private",
            "date", "Mon, 21 Oct 2013 20:13:21 GMT",
            "location", "https://www.example.com"),
        decode(
            resizeTo256
                + "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0"
                + "82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3"));
    assertEquals("307", decode("4883 640e ffc1 c0bf").get(":status"));
    Map<String, String> third =
        decode(
            "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab"
                + "77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5"
                + "291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07");
    assertEquals(
        Map.of(
            ":status", "200",
            "cache-control", "private",
            "date", "Mon, 21 Oct 2013 20:13:22 GMT",
            "location", "https://www.example.com",
            "content-encoding", "gzip",
            "set-cookie", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"),
        third);
    assertThrows(IOException.class, () -> decode("c1"), "the fourth field was evicted");
  }

  @Test
  void whatNettyEncodesIsRead() throws Exception {
    DefaultHttp2HeadersEncoder netty =
        new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, false, 16, 0);
    Random random = new Random(7);
    for (int block = 0; block < 300; block++) {
      Http2Headers headers = new DefaultHttp2Headers(false);
      Map<String, String> expected = new HashMap<>();
      for (int field = 0; field < 12; field++) {
        String name = "name-" + random.nextInt(60);
        StringBuilder value = new StringBuilder();
        for (int n = random.nextInt(300); n > 0; n--) {
          value.append((char) random.nextInt(256));
        }
        String text = random.nextBoolean() ? value.toString() : "value-" + random.nextInt(9);
        headers.set(new AsciiString(name), latin1(text));
        expected.put(name, text);
      }
      ByteBuf buffer = Unpooled.buffer();
      netty.encodeHeaders(1, headers, buffer);
      Map<String, String> fields = new HashMap<>();
      decoder.decode(ByteBufUtil.getBytes(buffer), fields);
      assertEquals(expected, fields);
    }
  }

  @Test
  void nettyReadsWhatWeEncode() throws Exception {
    String value = "v".repeat(127) + "w".repeat(70_000);
    byte[] block =
        new HpackEncoder()
            .field(":method", "POST")
            .field("x-short", "1")
            .field("x-edge", "v".repeat(127))
            .field("x-long", value)
            .toByteArray();
    Http2Headers headers =
        new DefaultHttp2HeadersDecoder(false, 1 << 20)
            .decodeHeaders(1, Unpooled.wrappedBuffer(block));
    assertEquals("POST", headers.method().toString());
    assertEquals(127, headers.get("x-edge").length());
    assertEquals(value, headers.get("x-long").toString());
  }

  @Test
  void brokenBlocksAreIoErrors() {
    for (String block :
        new String[] {
          "80",
          "ff",
          "ffffffffff0f",
          "be",
          "40",
          "4005",
          "400161",
          "3fe13f",
          "400161 81 00",
          "400161 84 ffffffff",
          "400161 82 1fff"
        }) {
      assertThrows(IOException.class, () -> decode(block), block);
    }
    Random random = new Random(3);
    byte[] noise = new byte[64];
    for (int i = 0; i < 20_000; i++) {
      random.nextBytes(noise);
      try {
        new HpackDecoder().decode(noise, new HashMap<>());
      } catch (IOException expected) {
        // The only exception there may be.
      }
    }
  }

  private static AsciiString latin1(String text) {
    return new AsciiString(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), false);
  }
}
