using System.Globalization;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Inference.Decoding;
using Seq2SeqService.Inference.Engines.Cpu;
using Seq2SeqService.Inference.Tests.Decoding;
using Seq2SeqService.Inference.Tests.Engines.Cpu.References;

namespace Seq2SeqService.Inference.Tests.Engines.Cpu;

/// <summary>
/// The promise of <see cref="CpuEngine.IsBatchInvariant"/>: whoever it is decoded with, whenever it joins, whatever its neighbours ask for and
/// however many threads compute, a sentence's output has the bits that it has alone. <c>SEQ2SEQ_SCHEDULES</c> sets the number of random
/// schedules; each has a network, sentences, options, times and threads of its own.
/// </summary>
public sealed class ScheduleInvarianceTests
{
    private static readonly int Schedules =
        int.Parse(Environment.GetEnvironmentVariable("SEQ2SEQ_SCHEDULES") ?? "300", CultureInfo.InvariantCulture);

    [Fact]
    public void A_sentence_is_bit_identical_alone_and_in_any_schedule()
    {
        for (var seed = 0; seed < Schedules; seed++)
            new Schedule(seed).Check();
    }

    private sealed class Schedule
    {
        private readonly int _seed;
        private readonly Random _random;
        private readonly RandomModel _model;
        private readonly CpuPrecision _precision;
        private readonly Shortlist? _shortlist;
        private readonly (int[] Source, DecodingOptions Options)[] _sentences;

        public Schedule(int seed)
        {
            _seed = seed;
            _random = new Random(seed);
            _model = RandomModel.Of(RandomMembers.Of(seed), seed);
            _precision = seed % 2 == 0 ? CpuPrecision.Fp32 : CpuPrecision.Int8;
            _shortlist = seed % 3 == 0 ? RandomShortlist.Of(_model.Config, _random.Next(1, 12), _random) : null;
            _sentences = [.. Enumerable.Range(0, _random.Next(2, 16)).Select(_ => Sentence())];
        }

        public void Check()
        {
            using var alone = Engine(threads: 1);
            using var crew = _random.Next(4) == 0 ? alone.Replicate() : Engine(threads: _random.Next(1, 4));

            var expected = _sentences.Select(sentence => Decode(alone, [sentence])[0]).ToList();
            var together = Decode(crew, _sentences);

            for (var i = 0; i < _sentences.Length; i++)
            {
                Assert.True(
                    expected[i].SequenceEqual(together[i]),
                    $"Schedule {_seed} ({_model.Config.EncoderKind} to {_model.Config.DecoderKind}, {_precision}, {(_shortlist is null ? "all tokens" : "shortlist")}): sentence {i} with {_sentences[i].Options} differs.");
            }
        }

        private CpuEngine Engine(int threads) => new(_model.Config, _model.Weights, new CpuEngineOptions
        {
            Threads = threads, Precision = _precision, Shortlist = _shortlist,
        });

        private (int[] Source, DecodingOptions Options) Sentence()
        {
            var options = RandomOptions.Of(_random);
            return (_model.Sentence(_random.Next(1, 16), _random), options with
            {
                WithAttention = _model.Config.HasAttention && _random.Next(3) == 0,
                Prefix = options.Prefix.Count == 0 ? [] : [.. Enumerable.Range(0, 2).Select(_ => _random.Next(_model.Config.VocabularySize))],
                TopK = _random.Next(1, 2 * _model.Config.VocabularySize),
            });
        }

        private List<int[]> Decode(CpuEngine engine, IReadOnlyList<(int[] Source, DecodingOptions Options)> sentences)
        {
            var rules = TargetRules.Of("random", _model.Config, new GenerationConfig(), engine);
            var groups = sentences
                .Select(sentence => DecodingGroup.Create(sentence.Source, rules, sentence.Options, TestContext.Current.CancellationToken)).ToArray();
            var waiting = new Queue<DecodingGroup>(groups);
            using var decoder = new BatchDecoder(engine);
            using var abandoned = new CancellationTokenSource();
            if (sentences.Count > 1)
                waiting.Enqueue(DecodingGroup.Create(sentences[0].Source, rules, sentences[0].Options, abandoned.Token));

            while (waiting.Count > 0 || !decoder.IsIdle)
            {
                if (_random.Next(20) == 0)
                    abandoned.Cancel();

                var most = _random.Next(decoder.IsIdle ? 1 : 0, 5);
                var joining = Enumerable.Range(0, Math.Min(most, waiting.Count)).Select(_ => waiting.Dequeue()).ToList();
                if (joining.Count > 0)
                    decoder.Join(joining);

                decoder.Step();
            }

            return [.. groups.Select(group => Bits(group.Results))];
        }

        /// <summary>Everything that a caller may see of the outputs.</summary>
        private static int[] Bits(IReadOnlyList<Hypothesis> outputs) =>
        [
            .. outputs.SelectMany(output => (int[])
            [
                .. output.Tokens, -1, .. Halves(output.Score), .. output.TokenLogProbabilities.Select(BitConverter.SingleToInt32Bits),
                .. output.Attention.SelectMany(row => row).Select(BitConverter.SingleToInt32Bits),
            ]),
        ];

        private static int[] Halves(double value)
        {
            var bits = BitConverter.DoubleToInt64Bits(value);
            return [(int)(bits >> 32), (int)bits];
        }
    }
}
