using Seq2SeqService.Inference.Engines.Cpu.Kernels;

namespace Seq2SeqService.Inference.Engines.Cpu.Output;

/// <summary>
/// Which rows of a step are scored with which weights, cut into blocks for the crew. A sentence's blocks are cut from its own first output
/// on, so that they are the same whoever is beside it.
/// </summary>
internal sealed class ScoringPlan(MatrixProduct all, int blockPanels)
{
    private readonly List<ScoredRows> _groups = [];
    private readonly List<int> _groupOfRow = [];
    private readonly List<int> _groupOfBlock = [];

    public int Rows => _groupOfRow.Count;

    /// <summary>Blocks of all groups together.</summary>
    public int Blocks => _groupOfBlock.Count;

    /// <summary>Blocks of the whole vocabulary, the largest there is.</summary>
    public int MostBlocks { get; } = Cut(all, blockPanels);

    public ScoredRows OfRow(int row) => _groups[_groupOfRow[row]];

    public ScoredRows OfBlock(int block) => _groups[_groupOfBlock[block]];

    /// <summary>A row with the whole vocabulary.</summary>
    public ScoredRows Everything(int row) => new(row, 1, FirstBlock: 0, all, Tokens: null);

    public int BlocksOf(ScoredRows group) => Cut(group.Matrix, blockPanels);

    public void Make(ICpuState state)
    {
        _groups.Clear();
        _groupOfRow.Clear();
        _groupOfBlock.Clear();
        for (int row = 0, count; row < state.Rows; row += count)
        {
            var vocabulary = state.Source(row).Vocabulary;
            count = 1;
            while (row + count < state.Rows && state.Source(row + count).Vocabulary == vocabulary)
                count++;

            Add(new ScoredRows(row, count, Blocks, vocabulary?.Weights ?? all, vocabulary?.Tokens));
        }
    }

    private void Add(ScoredRows group)
    {
        for (var row = 0; row < group.Count; row++)
            _groupOfRow.Add(_groups.Count);
        for (var block = 0; block < BlocksOf(group); block++)
            _groupOfBlock.Add(_groups.Count);

        _groups.Add(group);
    }

    private static int Cut(MatrixProduct matrix, int blockPanels) => (matrix.Panels + blockPanels - 1) / blockPanels;
}
