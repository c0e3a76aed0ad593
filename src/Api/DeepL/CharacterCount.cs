namespace Seq2SeqService.Api.DeepL;

/// <summary>Characters that DeepL's clients had translated since the service started. Nothing is limited by it.</summary>
internal sealed class CharacterCount
{
    private long _characters;

    public long Value => Interlocked.Read(ref _characters);

    public void Add(long characters) => Interlocked.Add(ref _characters, characters);
}
