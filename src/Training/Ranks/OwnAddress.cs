using System.Net;
using System.Net.Sockets;

namespace Seq2SeqService.Training.Ranks;

/// <summary>
/// The address at which the other machines reach this one. Its own name is no answer: on Debian and Ubuntu that leads to the loopback, where no
/// other machine finds anybody.
/// </summary>
internal static class OwnAddress
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("192.0.2.1");   // RFC 5737: belongs to nobody

    /// <summary>The address on the way to rank 0; of rank 0, whose way leads to itself, at worst that on the way out. Empty where there is none.
    /// A link-local one would not do: its scope is a number of this machine alone.</summary>
    public static string Of(RankPlace place)
    {
        if (place.IsOnLoopback)
            return $"{IPAddress.Loopback}";

        var addresses = Resolve(place.Address).Where(address => !address.IsIPv6LinkLocal).Select(Towards).Append(Towards(Elsewhere));
        return addresses.FirstOrDefault(address => address is not null && !IPAddress.IsLoopback(address))?.ToString() ?? "";
    }

    private static IPAddress[] Resolve(string name)
    {
        try
        {
            return Dns.GetHostAddresses(name);
        }
        catch (SocketException)
        {
            return [];   // that rank 0 cannot be reached is said where it is tried
        }
    }

    /// <summary>Asks the system which of its addresses it would send from; sends nothing.</summary>
    private static IPAddress? Towards(IPAddress other)
    {
        try
        {
            using var socket = new Socket(other.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(other, port: 9);
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
