namespace TorchSharp.Extras;

/// <summary>How a process joins a group.</summary>
public sealed record ProcessGroupOptions
{
    /// <summary><c>gloo</c>, for tensors on the CPU, or <c>nccl</c>, for tensors on NVIDIA devices.</summary>
    public required string Backend { get; init; }

    /// <summary>Number of this process, from 0.</summary>
    public required int Rank { get; init; }

    /// <summary>Number of processes.</summary>
    public required int Size { get; init; }

    /// <summary>How long an operation waits for the other processes before it fails.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Where in the store the processes meet; another group of the same store needs another one.</summary>
    public string Prefix { get; init; } = "group";

    /// <summary>Network interface that Gloo listens at, such as <c>eth0</c>; empty: <see cref="Host"/> decides.</summary>
    public string Interface { get; init; } = "";

    /// <summary>Address that Gloo listens at; empty: that of this machine's name.</summary>
    public string Host { get; init; } = "";
}
