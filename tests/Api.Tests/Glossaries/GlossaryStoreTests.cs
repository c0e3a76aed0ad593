using System.Data.Common;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Seq2SeqService.Api.Access;
using Seq2SeqService.Api.Glossaries;
using Seq2SeqService.Api.Problems;
using Seq2SeqService.Api.Tests.Fakes;
using Seq2SeqService.Core.Text;
using Seq2SeqService.Inference.Glossaries;

namespace Seq2SeqService.Api.Tests.Glossaries;

/// <summary>What a store does on every database; a test makes as many stores on one database as there would be instances of the service.</summary>
public abstract class GlossaryStoreTests : IDisposable
{
    private static readonly LanguagePair Forth = new("en", "de");
    private static readonly LanguagePair Back = new("de", "en");

    private readonly List<GlossaryDatabase> _databases = [];

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected abstract GlossaryOptions Options { get; }

    [Fact]
    public async Task Before_anything_is_written_there_is_nothing()
    {
        var store = Store();

        Assert.Empty(await store.ListAsync(Cancel));
        Assert.Null(await store.FindAsync(Guid.NewGuid(), Cancel));
        Assert.False(await store.DeleteAsync(Guid.NewGuid(), Cancel));
        Assert.Null(await store.ChangeAsync(Guid.NewGuid(), glossary => glossary, Cancel));
    }

    [Fact]
    public async Task What_is_kept_comes_back_after_a_restart_as_it_was()
    {
        var kept = New("O'Neill \"Bahn\" – 鉄道; DROP TABLE glossaries", new(Forth, [new("station", "Haltestelle"), new("a@b", "ünïcödé 🚆")]), new(Back, [new("Bahn", "rail")]));
        await Store().AddAsync(kept, Cancel);

        var after = Store();
        var found = await after.FindAsync(kept.Id, Cancel);

        Assert.Equal((kept.Id, kept.Name, kept.CreatedAt), (found!.Id, found.Name, found.CreatedAt));
        Assert.Equal(kept.DictionaryOf(Forth)!.Terms, found.DictionaryOf(Forth)!.Terms);
        Assert.Equal(kept.DictionaryOf(Back)!.Terms, found.DictionaryOf(Back)!.Terms);
        Assert.Equal([new(Back, 1), new(Forth, 2)], Assert.Single(await after.ListAsync(Cancel)).Dictionaries);
    }

    [Fact]
    public async Task A_change_and_a_deletion_hold_at_once_for_another_instance()
    {
        var (one, other) = (Store(), Store());
        var kept = New("first", new GlossaryDictionary(Forth, [new("a", "b")]));
        await one.AddAsync(kept, Cancel);
        Assert.NotNull(await other.FindAsync(kept.Id, Cancel));

        await one.ChangeAsync(kept.Id, glossary => glossary with { Name = "second", Dictionaries = [new(Forth, [new("c", "d")])] }, Cancel);
        var changed = await other.FindAsync(kept.Id, Cancel);
        var deleted = await one.DeleteAsync(kept.Id, Cancel);

        Assert.Equal(("second", new GlossaryTerm("c", "d")), (changed!.Name, changed.Dictionaries[0].Terms[0]));
        Assert.True(deleted);
        Assert.Null(await other.FindAsync(kept.Id, Cancel));
        Assert.False(await other.DeleteAsync(kept.Id, Cancel));
    }

    [Fact]
    public async Task Glossaries_are_listed_from_the_oldest_on_also_one_without_dictionaries()
    {
        var store = Store();
        await store.AddAsync(New("younger") with { CreatedAt = DateTimeOffset.UnixEpoch.AddDays(2) }, Cancel);
        await store.AddAsync(New("older", new GlossaryDictionary(Forth, [new("a", "b")])) with { CreatedAt = DateTimeOffset.UnixEpoch.AddDays(1) }, Cancel);

        Assert.Equal([("older", 1), ("younger", 0)], (await store.ListAsync(Cancel)).Select(glossary => (glossary.Name, glossary.Dictionaries.Count)));
    }

    [Fact]
    public async Task What_a_change_refuses_stays_as_it_was()
    {
        var store = Store();
        var kept = New("kept", new GlossaryDictionary(Forth, [new("a", "b")]));
        await store.AddAsync(kept, Cancel);

        await Assert.ThrowsAsync<RequestRefusedException>(() => store.ChangeAsync(kept.Id, _ => throw EntryList.Refused("too many"), Cancel));

        Assert.Equal("kept", (await store.FindAsync(kept.Id, Cancel))!.Name);
    }

    [Fact]
    public async Task More_glossaries_than_may_be_are_refused_with_the_figure()
    {
        var store = Store(Options with { MaxGlossaries = 2 });
        await store.AddAsync(New("1"), Cancel);
        await store.AddAsync(New("2"), Cancel);

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => store.AddAsync(New("3"), Cancel));

        Assert.Equal(ProblemKind.TooLarge, refused.Kind);
        Assert.Contains("2 glossaries", refused.Faults.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, (await store.ListAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Several_instances_may_begin_at_once_on_an_empty_database()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => Store()).ToList();
        using var start = new Barrier(stores.Count);

        await Task.WhenAll(stores.Select(store => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait(Cancel);
            return store.AddAsync(New("g"), Cancel);
        }, Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        Assert.Equal(stores.Count, (await Store().ListAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Changes_of_several_instances_at_once_all_count()
    {
        var kept = New("g", new GlossaryDictionary(Forth, [new("a", "b")]));
        await Store().AddAsync(kept, Cancel);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            var store = Store();
            for (var n = 0; n < 5; n++)
                await store.ChangeAsync(kept.Id, old => old.With(old.DictionaryOf(Forth)!.With([new($"term {i} {n}", "x")])), Cancel);
        }, Cancel)));

        Assert.Equal(21, (await Store().FindAsync(kept.Id, Cancel))!.DictionaryOf(Forth)!.Terms.Count);
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_left_alone()
    {
        await Store().AddAsync(New("g"), Cancel);
        await using (var connection = await Open().OpenAsync(creates: true, Cancel))
        {
            await using var command = connection!.CreateCommand();
            command.CommandText = "UPDATE glossary_schema SET version = 99";
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => Store().ListAsync(Cancel));

        Assert.Equal(ProblemKind.GlossariesUnavailable, refused.Kind);
        Assert.Contains("newer version", refused.Faults.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var database in _databases)
            database.Dispose();

        Remove();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_belongs_to_a_key_is_not_there_for_another_and_there_for_operators()
    {
        var (mine, others, operators) = (StoreOf("aa", Scopes.Translate), StoreOf("bb", Scopes.Translate), StoreOf("cc", Scopes.Operate));
        var glossary = New("g");
        await mine.AddAsync(glossary, Cancel);

        Assert.Null(await others.FindAsync(glossary.Id, Cancel));
        Assert.Empty(await others.ListAsync(Cancel));
        Assert.Null(await others.ChangeAsync(glossary.Id, old => old with { Name = "stolen" }, Cancel));
        Assert.False(await others.DeleteAsync(glossary.Id, Cancel));

        Assert.Equal("g", (await mine.FindAsync(glossary.Id, Cancel))?.Name);
        Assert.Single(await mine.ListAsync(Cancel));
        Assert.Single(await operators.ListAsync(Cancel));
        Assert.Equal("h", (await mine.ChangeAsync(glossary.Id, old => old with { Name = "h" }, Cancel))?.Name);
        Assert.Equal("h", (await mine.FindAsync(glossary.Id, Cancel))?.Name);
        Assert.True(await operators.DeleteAsync(glossary.Id, Cancel));
    }

    [Fact]
    public async Task Outside_a_request_nothing_can_be_reached()
    {
        var glossary = New("g");
        await Store().AddAsync(glossary, Cancel);

        Assert.Null(await StoreOf(subject: null, Scopes.None).FindAsync(glossary.Id, Cancel));
    }

    [Fact]
    public async Task An_older_schema_is_brought_forward_once_by_several_instances()
    {
        await using (var connection = await OpenRawAsync())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE TABLE glossary_schema (version INTEGER PRIMARY KEY);
                INSERT INTO glossary_schema (version) VALUES (1);
                CREATE TABLE glossaries (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_ms BIGINT NOT NULL);
                CREATE TABLE glossary_dictionaries (
                    glossary_id TEXT NOT NULL REFERENCES glossaries (id), source_lang TEXT NOT NULL, target_lang TEXT NOT NULL,
                    entry_count INTEGER NOT NULL, entries TEXT NOT NULL, PRIMARY KEY (glossary_id, source_lang, target_lang));
                INSERT INTO glossaries (id, name, created_ms) VALUES ('8f1c7e0a-4f6b-4a7e-9d53-2f0f4a4f1b11', 'old', 1000);
                """;
            await command.ExecuteNonQueryAsync(Cancel);
        }

        var stores = Enumerable.Range(0, 6).Select(_ => Store()).ToList();
        var lists = await Task.WhenAll(stores.Select(store => Task.Run(() => store.ListAsync(Cancel), Cancel)));

        Assert.All(lists, list => Assert.Equal("old", Assert.Single(list).Name));
        Assert.Empty(await StoreOf("aa", Scopes.Translate).ListAsync(Cancel));
        await StoreOf("aa", Scopes.Translate).AddAsync(New("new"), Cancel);
        Assert.Equal("new", Assert.Single(await StoreOf("aa", Scopes.Translate).ListAsync(Cancel)).Name);
        Assert.Equal(2, (await Store().ListAsync(Cancel)).Count);
    }

    private protected GlossaryStore Store(GlossaryOptions? options = null) => StoreOf(subject: null, Scopes.All, options);

    private GlossaryStore StoreOf(string? subject, Scopes scopes, GlossaryOptions? options = null) =>
        new(Open(options), FixedRequest.By(subject, scopes), Microsoft.Extensions.Options.Options.Create(options ?? Options), NullLogger<GlossaryStore>.Instance);

    private protected static Glossary New(string name, params IReadOnlyList<GlossaryDictionary> dictionaries) => Glossary.New(name, dictionaries, TimeProvider.System);

    /// <summary>A connection past the store.</summary>
    private protected abstract Task<DbConnection> OpenRawAsync();

    /// <summary>Removes what the test has written.</summary>
    private protected abstract void Remove();

    private GlossaryDatabase Open(GlossaryOptions? options = null)
    {
        var database = new GlossaryDatabase(Microsoft.Extensions.Options.Options.Create(options ?? Options), new HostingEnvironment { ContentRootPath = Path.GetTempPath() });
        _databases.Add(database);
        return database;
    }
}
