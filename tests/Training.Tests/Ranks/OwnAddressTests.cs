using System.Net;
using Seq2SeqService.Training.Ranks;

namespace Seq2SeqService.Training.Tests.Ranks;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    public void On_the_loopback_processes_stay_there(string address) => Assert.Equal("127.0.0.1", Of(address));

    [Theory]
    [InlineData("nobody.invalid")]
    [InlineData("192.0.2.7")]
    public void Where_others_are_to_come_the_loopback_is_no_answer(string address)
    {
        var own = Of(address);

        Assert.True(own.Length == 0 || !IPAddress.IsLoopback(IPAddress.Parse(own)), own);
    }

    [Fact]
    public void An_address_that_holds_on_one_cable_of_this_machine_alone_is_no_answer()
    {
        var own = Of("fe80::1%1");

        Assert.True(own.Length == 0 || !IPAddress.Parse(own).IsIPv6LinkLocal, own);
    }

    private static string Of(string address) => OwnAddress.Of(new RankPlace { Size = 2, Address = address, Port = 29500 });
}
