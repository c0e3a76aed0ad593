using System.Data.Common;
using System.Globalization;
using Seq2SeqService.Api.Storage;
using Seq2SeqService.Core.Text;

namespace Seq2SeqService.Api.Glossaries;

/// <summary>The SQL of glossaries, in one text for SQLite and PostgreSQL, on a connection that is open.</summary>
internal sealed class GlossaryStatements(DbConnection connection, DbTransaction? transaction)
{
    /// <summary>False where there are <paramref name="most"/> already. Two instances at once may go over it by one.</summary>
    public async Task<bool> AddAsync(Glossary glossary, int most, CancellationToken cancel)
    {
        var added = await ExecuteAsync(
            "INSERT INTO glossaries (id, name, created_ms, owner) SELECT @id, @name, @created, @owner WHERE (SELECT COUNT(*) FROM glossaries) < @most", cancel,
            ("id", Key(glossary.Id)), ("name", glossary.Name), ("created", glossary.CreatedAt.ToUnixTimeMilliseconds()), ("owner", glossary.Owner), ("most", most));
        if (added == 0)
            return false;

        await AddDictionariesAsync(glossary, cancel);
        return true;
    }

    public async Task<IReadOnlyList<GlossarySummary>> ListAsync(CancellationToken cancel)
    {
        await using var command = Command(
            """
            SELECT g.id, g.name, g.created_ms, d.source_lang, d.target_lang, d.entry_count, g.owner
            FROM glossaries g LEFT JOIN glossary_dictionaries d ON d.glossary_id = g.id
            ORDER BY g.created_ms, g.id, d.source_lang, d.target_lang
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<(GlossarySummary Glossary, DictionarySummary? Dictionary)>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add((
                new(Guid.Parse(reader.GetString(0)), reader.GetString(1), TimeOf(reader.GetInt64(2)), []) { Owner = reader.GetString(6) },
                reader.IsDBNull(3) ? null : new(new(reader.GetString(3), reader.GetString(4)), reader.GetInt32(5))));
        }

        return [.. rows.GroupBy(row => row.Glossary.Id).Select(group => group.First().Glossary with { Dictionaries = [.. group.Select(row => row.Dictionary).OfType<DictionarySummary>()] })];
    }

    public async Task<Glossary?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var command = Command(
            """
            SELECT g.name, g.created_ms, d.source_lang, d.target_lang, d.entries, g.owner
            FROM glossaries g LEFT JOIN glossary_dictionaries d ON d.glossary_id = g.id
            WHERE g.id = @id
            ORDER BY d.source_lang, d.target_lang
            """, ("id", Key(id)));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        Glossary? found = null;
        while (await reader.ReadAsync(cancel))
        {
            found ??= new(id, reader.GetString(0), TimeOf(reader.GetInt64(1)), []) { Owner = reader.GetString(5) };
            if (!reader.IsDBNull(2))
                found = found.With(GlossaryDictionary.Of(new LanguagePair(reader.GetString(2), reader.GetString(3)), reader.GetString(4)));
        }

        return found;
    }

    /// <summary>Keeps others from changing a glossary until the transaction ends; false where there is none.</summary>
    public async Task<bool> HoldAsync(Guid id, CancellationToken cancel) =>
        await ExecuteAsync("UPDATE glossaries SET name = name WHERE id = @id", cancel, ("id", Key(id))) > 0;

    public async Task ReplaceAsync(Glossary glossary, CancellationToken cancel)
    {
        await ExecuteAsync("UPDATE glossaries SET name = @name WHERE id = @id", cancel, ("id", Key(glossary.Id)), ("name", glossary.Name));
        await DeleteDictionariesAsync(glossary.Id, cancel);
        await AddDictionariesAsync(glossary, cancel);
    }

    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancel)
    {
        if (!await HoldAsync(id, cancel))
            return false;

        await DeleteDictionariesAsync(id, cancel);
        return await ExecuteAsync("DELETE FROM glossaries WHERE id = @id", cancel, ("id", Key(id))) > 0;
    }

    private async Task AddDictionariesAsync(Glossary glossary, CancellationToken cancel)
    {
        foreach (var dictionary in glossary.Dictionaries)
        {
            await ExecuteAsync(
                "INSERT INTO glossary_dictionaries (glossary_id, source_lang, target_lang, entry_count, entries) VALUES (@id, @source, @target, @count, @entries)", cancel,
                ("id", Key(glossary.Id)), ("source", dictionary.Languages.Source), ("target", dictionary.Languages.Target),
                ("count", dictionary.Terms.Count), ("entries", dictionary.ToTsv()));
        }
    }

    private Task<int> DeleteDictionariesAsync(Guid id, CancellationToken cancel) =>
        ExecuteAsync("DELETE FROM glossary_dictionaries WHERE glossary_id = @id", cancel, ("id", Key(id)));

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancel, params (string Name, object Value)[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private DbCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> values) => connection.Command(transaction, sql, values);

    private static string Key(Guid id) => id.ToString("D", CultureInfo.InvariantCulture);

    private static DateTimeOffset TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
