package io.sonde.exporter.jaeger;

import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryInputTransport;

/**
 * The UDP receiver of Jaeger's agent: reads at most 65,000 octets of a datagram, and what they are
 * with Jaeger's own generated classes.
 */
public final class JaegerAgent implements AutoCloseable {
  private static final int MAX_DATAGRAM = 65_000;

  private final List<JaegerSpan> spans = new ArrayList<>();
  private final List<String> malformed = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private final boolean compact;
  private final DatagramSocket socket;
  private final Thread thread = new Thread(this::receive, "jaeger-agent");

  /** On a free port. */
  public JaegerAgent(boolean compact) throws IOException {
    this(compact, 0);
  }

  /** On a port that was known before. */
  public JaegerAgent(boolean compact, int port) throws IOException {
    this.compact = compact;
    socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
    socket.setReceiveBufferSize(4 << 20);
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return socket.getLocalPort();
  }

  public synchronized List<JaegerSpan> spans() {
    return List.copyOf(spans);
  }

  /** What no Jaeger would have understood. */
  public synchronized List<String> malformed() {
    return List.copyOf(malformed);
  }

  /** Octets of the datagrams that came. */
  synchronized List<Integer> sizes() {
    return List.copyOf(sizes);
  }

  /** Returns when the port is free. */
  @Override
  public void close() {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive() {
    byte[] buffer = new byte[MAX_DATAGRAM];
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      accept(Arrays.copyOf(buffer, packet.getLength()));
    }
  }

  private synchronized void accept(byte[] datagram) {
    sizes.add(datagram.length);
    try {
      Batch batch = batch(compact, datagram);
      batch.getSpans().forEach(span -> spans.add(new JaegerSpan(batch.getProcess(), span)));
    } catch (TException | RuntimeException e) {
      malformed.add(e.toString());
    }
  }

  private static Batch batch(boolean compact, byte[] datagram) throws TException {
    TMemoryInputTransport in = new TMemoryInputTransport(datagram);
    TProtocol protocol = compact ? new TCompactProtocol(in) : new TBinaryProtocol(in, true, true);
    TMessage message = protocol.readMessageBegin();
    if (!message.name.equals("emitBatch") || message.type != TMessageType.ONEWAY) {
      throw new TException("message " + message);
    }
    Agent.emitBatch_args arguments = new Agent.emitBatch_args();
    arguments.read(protocol);
    arguments.getBatch().validate();
    if (in.getBytesRemainingInBuffer() != 0) {
      throw new TException("octets after the message");
    }
    return arguments.getBatch();
  }
}
