using Seq2SeqService.Api.Storage;

namespace Seq2SeqService.Api.Glossaries;

internal static class GlossarySchema
{
    // A dictionary's entries are one text: they are always read and replaced together.
    public static Schema Tables { get; } = new(
        "The glossaries",
        "glossary_schema",
        [
            "CREATE TABLE IF NOT EXISTS glossaries (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_ms BIGINT NOT NULL)",
            """
            CREATE TABLE IF NOT EXISTS glossary_dictionaries (
                glossary_id TEXT NOT NULL REFERENCES glossaries (id), source_lang TEXT NOT NULL, target_lang TEXT NOT NULL,
                entry_count INTEGER NOT NULL, entries TEXT NOT NULL, PRIMARY KEY (glossary_id, source_lang, target_lang))
            """,
        ],
        steps: ["ALTER TABLE glossaries ADD COLUMN owner TEXT NOT NULL DEFAULT ''"]);
}
