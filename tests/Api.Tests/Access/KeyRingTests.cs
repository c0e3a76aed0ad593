using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Tests.Fakes;

namespace Seq2SeqService.Api.Tests.Access;

public sealed class KeyRingTests : IDisposable
{
    private static readonly TimeSpan ASecond = TimeSpan.FromSeconds(1.1);

    private readonly KeptKeys _keys = new();
    private readonly RememberedLog _log = new();
    private readonly LoggerFactory _loggers;
    private readonly SetClock _clock = new();

    public KeyRingTests() => _loggers = new([_log]);

    [Fact]
    public void A_new_key_opens_and_a_revoked_one_does_not_after_a_second()
    {
        var ring = Ring();
        var text = _keys.Add("translate");
        _clock.Advance(ASecond);
        var key = ring.Find(text);
        Assert.Equal(["translate"], key?.Scopes);

        new KeyList(_keys.File, TimeProvider.System).Revoke(key!.Id);
        _clock.Advance(ASecond);

        Assert.Null(ring.Find(text));
    }

    [Fact]
    public void A_key_ends_at_its_time()
    {
        var (key, text) = new KeyList(_keys.File, _clock).Add("a", "translate", _clock.GetUtcNow().AddHours(1));
        var ring = Ring();
        Assert.Equal(key.Id, ring.Find(text)?.Id);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(ring.Find(text));
    }

    [Fact]
    public void What_cannot_be_read_leaves_the_keys_as_they_were_and_is_said_once()
    {
        var text = _keys.Add("translate");
        var ring = Ring();
        File.WriteAllText(_keys.File, "nonsense");

        for (var tries = 0; tries < 3; tries++)
        {
            _clock.Advance(ASecond);
            Assert.NotNull(ring.Find(text));
        }

        var said = Assert.Single(_log.Lines, line => line.Level == LogLevel.Error);
        Assert.Contains("line 1 is no key", said.Message, StringComparison.Ordinal);

        var other = new KeptKeys();
        var newer = other.Add("documents");
        File.Move(other.File, _keys.File, overwrite: true);
        other.Dispose();
        _clock.Advance(ASecond);
        Assert.Null(ring.Find(text));
        Assert.NotNull(ring.Find(newer));
    }

    [Fact]
    public void A_link_that_is_turned_to_another_file_is_followed()
    {
        // As Kubernetes mounts secrets: the file is a link through a link to a folder, and the latter is turned.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        var mount = Directory.CreateTempSubdirectory("mount-").FullName;
        var (old, next) = (Directory.CreateDirectory(Path.Combine(mount, "1")), Directory.CreateDirectory(Path.Combine(mount, "2")));
        var before = new KeyList(Path.Combine(old.FullName, "keys.jsonl"), TimeProvider.System).Add("a", "translate", expires: null).Text;
        var after = new KeyList(Path.Combine(next.FullName, "keys.jsonl"), TimeProvider.System).Add("b", "translate", expires: null).Text;
        Directory.CreateSymbolicLink(Path.Combine(mount, "data"), "1");
        File.CreateSymbolicLink(Path.Combine(mount, "keys.jsonl"), Path.Combine("data", "keys.jsonl"));
        var ring = Ring(Path.Combine(mount, "keys.jsonl"));
        Assert.NotNull(ring.Find(before));

        Directory.Delete(Path.Combine(mount, "data"));
        Directory.CreateSymbolicLink(Path.Combine(mount, "data"), "2");
        _clock.Advance(ASecond);

        Assert.Null(ring.Find(before));
        Assert.NotNull(ring.Find(after));
        Directory.Delete(mount, recursive: true);
    }

    [Fact]
    public void A_file_that_is_taken_away_opens_no_door_and_closes_none()
    {
        var text = _keys.Add("translate");
        var ring = Ring();
        File.Delete(_keys.File);
        _clock.Advance(ASecond);

        Assert.NotNull(ring.Find(text));
        Assert.False(ring.IsEmpty);
    }

    [Fact]
    public void Changes_of_keys_stand_in_the_audit_log_by_id()
    {
        var ring = Ring();
        var text = _keys.Add("translate");
        _clock.Advance(ASecond);
        var id = ring.Find(text)!.Id;
        new KeyList(_keys.File, TimeProvider.System).Revoke(id);
        _clock.Advance(ASecond);
        ring.Find(text);

        var audited = _log.Lines.Where(line => line.Category == AuditLog.Category).Select(line => line.Message).ToList();
        Assert.Contains(audited, line => line.Contains($"added [{id}]", StringComparison.Ordinal));
        Assert.Contains(audited, line => line.Contains($"changed [{id}]", StringComparison.Ordinal));
        Assert.All(audited, line => Assert.DoesNotContain(text[17..], line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"id":"x","name":"a","scopes":["translate"],"sha256":"00","created":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"0123456789ab","name":"a","scopes":["root"],"sha256":"0000000000000000000000000000000000000000000000000000000000000000","created":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"0123456789ab","name":"a","scopes":[],"sha256":"0000000000000000000000000000000000000000000000000000000000000000","created":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"0123456789ab","name":"a","scopes":["translate"],"sha256":"secret","created":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"0123456789ab","name":"a","scopes":["translate"],"sha256":"0000000000000000000000000000000000000000000000000000000000000000","created":"2026-01-01T00:00:00Z","role":"x"}""")]
    public void A_faulty_line_ends_the_start_and_is_named_but_not_shown(string line)
    {
        File.WriteAllText(_keys.File, $"\n{line}\n");

        var error = Assert.Throws<InvalidDataException>(() => Ring());

        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_holds_no_secret_and_is_its_owners_alone()
    {
        var text = _keys.Add("translate");
        var id = text.Substring(4, 12);
        var content = File.ReadAllText(_keys.File);

        Assert.Contains(id, content, StringComparison.Ordinal);
        Assert.DoesNotContain(text[17..], content, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_keys.File));
    }

    [Fact]
    public void Two_keys_share_neither_id_nor_secret()
    {
        var keys = Enumerable.Range(0, 100).Select(_ => KeyText.New()).ToList();

        Assert.Equal(100, keys.Select(key => key.Id).Distinct().Count());
        Assert.Equal(100, keys.Select(key => key.Text[17..]).Distinct().Count());
        Assert.All(keys, key => Assert.Equal(43, key.Text[17..].Length));   // 256 bits in base64url
        Assert.All(keys, key => Assert.Equal(key.Id, KeyText.IdOf(key.Text)));
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _keys.Dispose();
    }

    private KeyRing Ring(string? path = null) => new(
        Microsoft.Extensions.Options.Options.Create(new KeyOptions { File = path ?? _keys.File }), new HostingEnvironment { ContentRootPath = Path.GetTempPath() },
        _clock, new(_loggers), _loggers.CreateLogger<KeyRing>());

    private sealed class SetClock : TimeProvider
    {
        private TimeSpan _ahead;

        public void Advance(TimeSpan time) => _ahead += time;

        public override long GetTimestamp() => (long)(_ahead.TotalSeconds * TimestampFrequency);

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) + _ahead;
    }
}
