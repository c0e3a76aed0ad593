using System.Text.Json;

namespace Seq2SeqService.Api.Translation;

/// <summary>One of several texts is no string of well-formed Unicode.</summary>
/// <param name="index">Its place in the array, from 0.</param>
internal sealed class FaultyTextException(int index) : JsonException
{
    public int Index => index;
}
