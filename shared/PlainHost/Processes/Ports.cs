using System.Net;
using System.Net.Sockets;

namespace Wenden.PlainHost.Processes;

/// <summary>Free loopback ports.</summary>
public static class Ports
{
    private static readonly HashSet<int> Given = [];

    /// <summary>
    /// A loopback port that nobody listens on, never given twice by this process. It lies below the range that the system takes outgoing connections'
    /// ports from, so that it is still free when a server comes back after a restart.
    /// </summary>
    public static int Free()
    {
        for (var tries = 0; tries < 10_000; tries++)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            lock (Given)
                if (IsFree(port) && Given.Add(port))
                    return port;
        }
        throw new InvalidOperationException("No loopback port between 15000 and 32000 is free.");
    }

    /// <summary>The wished port, or the next one above it that is free.</summary>
    public static int FreeFrom(int wished)
    {
        for (var port = wished; port < Math.Min(wished + 200, ushort.MaxValue); port++)
            lock (Given)
                if (IsFree(port) && Given.Add(port))
                    return port;
        throw new InvalidOperationException($"None of the 200 ports from {wished} on is free.");
    }

    /// <summary>Lets a port be given again.</summary>
    public static void Return(int port)
    {
        lock (Given)
            Given.Remove(port);
    }

    /// <summary>True when nobody listens on the port of either loopback address.</summary>
    public static bool IsFree(int port) =>
        IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port));

    private static bool IsFree(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable)
        {
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
