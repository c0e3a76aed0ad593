using System.ComponentModel;
using System.Net.Sockets;
using Seq2SeqService.Training.Commands;

namespace Seq2SeqService.Training.Tests.Commands;

public sealed class ExpectedFailureTests
{
    [Fact]
    public void Failures_of_sockets_and_processes_are_not_taken_for_libtorchs()
    {
        var (socket, process) = (new SocketException((int)SocketError.AddressNotAvailable), new Win32Exception(2));

        Assert.Equal(socket.Message, ExpectedFailure.Explain(socket));
        Assert.Equal(process.Message, ExpectedFailure.Explain(process));
    }

    [Fact]
    public void A_bug_is_not_explained() => Assert.Null(ExpectedFailure.Explain(new InvalidOperationException("a bug")));
}
