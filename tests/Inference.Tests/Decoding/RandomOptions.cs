using Seq2SeqService.Inference.Decoding;

namespace Seq2SeqService.Inference.Tests.Decoding;

/// <summary>Draws decoding options that use everything now and then.</summary>
internal static class RandomOptions
{
    public static DecodingOptions Of(Random random)
    {
        var beam = random.Next(1, 6);
        return new()
        {
            BeamSize = beam,
            NBest = random.Next(1, beam + 1),
            LengthPenalty = random.NextDouble() * 2,
            MinLength = random.Next(0, 4),
            MaxLength = random.Next(4, 12),
            NoRepeatNgram = random.Next(0, 4),
            Temperature = beam == 1 ? random.Next(0, 2) : 0,
            Seed = random.Next(),
            Prefix = random.Next(3) == 0 ? [6, 2] : [],
        };
    }
}
