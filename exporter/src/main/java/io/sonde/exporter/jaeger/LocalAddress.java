package io.sonde.exporter.jaeger;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Enumeration;

/** The address of this host, for people: asks no name server. */
final class LocalAddress {
  private LocalAddress() {}

  /** The first IPv4 address that others may reach; null when there is none. */
  static String find() {
    try {
      Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
      while (all != null && all.hasMoreElements()) {
        NetworkInterface each = all.nextElement();
        if (each.isUp() && !each.isLoopback()) {
          Enumeration<InetAddress> addresses = each.getInetAddresses();
          while (addresses.hasMoreElements()) {
            InetAddress address = addresses.nextElement();
            if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
              return address.getHostAddress();
            }
          }
        }
      }
    } catch (SocketException e) {
      // The tag is left out.
    }
    return null;
  }
}
