using System.Net;
using System.Net.Sockets;
using Seq2SeqService.Api.Access;

namespace Seq2SeqService.Api.Admission;

/// <summary>Whose share a request is taken from: its key's, else its network's.</summary>
internal static class Callers
{
    private const int NetworkBytes = 8;   // a house has a /64 of IPv6, and any address in it

    public static string Of(Caller caller) => caller.Subject is null && IPAddress.TryParse(caller.Address, out var address) ? $"address {Network(address)}" : caller.Id;

    private static IPAddress Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new(bytes);
    }
}
