using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Problems;

namespace Seq2SeqService.Api.Admission;

/// <summary>Keeps account of what each caller has asked for of late, and refuses what is more than its share.</summary>
internal sealed class Quota(IOptions<QuotaOptions> options, TimeProvider clock)
{
    /// <summary>Callers that are remembered; when there are more, those that were here longest ago are forgotten.</summary>
    public const int MostCallers = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly long _start = clock.GetTimestamp();

    public int Callers
    {
        get
        {
            lock (_gate)
                return _accounts.Count;
        }
    }

    private bool IsOff => options.Value is { RequestsPerMinute: 0, CharactersPerMinute: 0 };

    /// <summary>Takes so much from the caller's share, or refuses it and takes nothing.</summary>
    public void Take(string caller, Consumption asked)
    {
        if (IsOff)
            return;

        var (requests, letters) = (options.Value.RequestsPerMinute, options.Value.CharactersPerMinute);
        lock (_gate)
        {
            var now = clock.GetElapsedTime(_start);
            var account = _accounts.TryGetValue(caller, out var known) ? known.At(now) : new(TokenBucket.Full(requests, now), TokenBucket.Full(letters, now));
            if (requests > 0 && account.Requests.WaitFor(asked.Requests) is var pause && pause > TimeSpan.Zero)
                throw Refused($"{requests}", pause);
            if (letters > 0 && account.Characters.WaitFor(asked.Characters) is var rest && rest > TimeSpan.Zero)
                throw Refused($"{letters} characters", rest);

            if (known == default && _accounts.Count >= MostCallers)
                Forget(now);
            _accounts[caller] = account.Without(asked);
        }
    }

    /// <summary>Gives back what was taken for something that the service itself refused.</summary>
    public void GiveBack(string caller, Consumption asked)
    {
        lock (_gate)
        {
            if (_accounts.TryGetValue(caller, out var account))
                _accounts[caller] = account.Without(new(-asked.Requests, -asked.Characters));
        }
    }

    /// <summary>In LibreTranslate's words.</summary>
    private static RequestRefusedException Refused(string share, TimeSpan wait) =>
        new(ProblemKind.QuotaUsedUp, new FieldFaults()) { Error = $"Slowdown: {share} per 1 minute", RetryAfter = wait };

    /// <summary>Those whose share is whole again, and if that is not enough half of all: whose last request is longest ago.</summary>
    private void Forget(TimeSpan now)
    {
        foreach (var (caller, account) in _accounts)
        {
            if (account.At(now) is { Requests.IsFull: true, Characters.IsFull: true })
                _accounts.Remove(caller);
        }

        if (_accounts.Count < MostCallers)
            return;

        foreach (var (caller, _) in _accounts.OrderBy(account => account.Value.Requests.Time).Take(MostCallers / 2).ToList())
            _accounts.Remove(caller);
    }

    private readonly record struct Account(TokenBucket Requests, TokenBucket Characters)
    {
        public Account At(TimeSpan now) => new(Requests.At(now), Characters.At(now));

        public Account Without(Consumption asked) => new(Requests.Without(asked.Requests), Characters.Without(asked.Characters));
    }
}
