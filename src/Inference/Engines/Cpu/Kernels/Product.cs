using System.Runtime.CompilerServices;

namespace Seq2SeqService.Inference.Engines.Cpu.Kernels;

/// <summary>
/// y = W x + b for many rows x: panels outside, so that each is read from memory once, and even tiles of rows inside.
/// <see cref="ReferenceKernels.Multiply"/> is its specification.
/// </summary>
internal static unsafe class Product<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Rows whose inputs stay in the second-level cache while all panels pass by.</summary>
    private const int BlockRows = 128;

    private const int MostTileRows = 8;

    /// <summary>Rows whose sums fit into the registers.</summary>
    private static int TileRows => Hardware.HasManyRegisters ? MostTileRows : 6;

    /// <summary>Outputs of a tile: two vectors.</summary>
    private static int TileWidth => 2 * TSimd.Count;

    /// <summary>Computes the outputs of panels [first, last); <paramref name="y"/> begins at the first of them.</summary>
    public static void Multiply(Rows x, int rows, PackedMatrix matrix, Range panels, Rows y, float floor)
    {
        var (first, last) = (panels.Start.Value, panels.End.Value);
        for (var row = 0; row < rows; row += BlockRows)
        {
            var count = Math.Min(BlockRows, rows - row);
            var wide = count == 1 ? SingleRow(x[row], matrix, first, last, y[row], floor) : first;
            for (var panel = wide; panel < last; panel++)
                MultiplyPanel(x.From(row), count, matrix, panel, y.From(row).Skip((panel - first) * PackedMatrix.PanelWidth), floor);
        }
    }

    /// <summary>One row through as many panels as possible, four tiles side by side; returns the first panel that is left.</summary>
    private static int SingleRow(float* x, PackedMatrix matrix, int first, int last, float* y, float floor)
    {
        var tilesInPanel = PackedMatrix.PanelWidth / TileWidth;
        var fullPanels = Math.Min(last, matrix.Outputs / PackedMatrix.PanelWidth) - first;
        var tiles = fullPanels * tilesInPanel / 4 * 4 / tilesInPanel * tilesInPanel;

        for (var tile = 0; tile < tiles; tile += 4)
        {
            SingleRowTiles<TSimd, TVector>.Four(
                x,
                TileAt(matrix, first, tile, floor),
                TileAt(matrix, first, tile + 1, floor),
                TileAt(matrix, first, tile + 2, floor),
                TileAt(matrix, first, tile + 3, floor),
                y + (tile * TileWidth));
        }

        return first + (tiles / tilesInPanel);
    }

    private static TileTask TileAt(PackedMatrix matrix, int firstPanel, int tile, float floor)
    {
        var tilesInPanel = PackedMatrix.PanelWidth / TileWidth;
        var panel = firstPanel + (tile / tilesInPanel);
        var column = tile % tilesInPanel * TileWidth;
        return new TileTask(matrix.Panel(panel) + column, matrix.Bias(panel) + column, matrix.Inputs, floor, default);
    }

    private static void MultiplyPanel(Rows x, int rows, PackedMatrix matrix, int panel, Rows y, float floor)
    {
        var scratch = stackalloc float[MostTileRows * PackedMatrix.PanelWidth];
        var columns = Math.Min(PackedMatrix.PanelWidth, matrix.Outputs - (panel * PackedMatrix.PanelWidth));
        var next = Math.Min(panel + 1, matrix.Panels - 1);
        var tiles = (rows + TileRows - 1) / TileRows;
        var passes = new PanelPasses(rows, matrix.Inputs, tiles * ((columns + TileWidth - 1) / TileWidth));

        for (int column = 0, pass = 0; column < columns; column += TileWidth)
        {
            var valid = Math.Min(TileWidth, columns - column);
            for (int tile = 0, row = 0; tile < tiles; tile++, pass++)
            {
                var ahead = passes.During(pass, matrix.Panel(panel), matrix.Panel(next));
                var task = new TileTask(matrix.Panel(panel) + column, matrix.Bias(panel) + column, matrix.Inputs, floor, ahead);
                var count = (rows - row) / (tiles - tile);   // 13 rows are 6 + 7, not 8 + 5
                if (valid == TileWidth)
                    Tile(count, task, x.From(row), y.From(row).Skip(column));
                else
                    PartialTile(count, task, x.From(row), y.From(row).Skip(column), new Rows(scratch, PackedMatrix.PanelWidth), valid);

                row += count;
            }
        }
    }

    /// <summary>A tile over the matrix's edge: computed aside, and only the outputs that exist are copied.</summary>
    private static void PartialTile(int count, TileTask task, Rows x, Rows y, Rows scratch, int valid)
    {
        Tile(count, task, x, scratch);
        for (var row = 0; row < count; row++)
            new ReadOnlySpan<float>(scratch[row], valid).CopyTo(new Span<float>(y[row], valid));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(int rows, TileTask task, Rows x, Rows y)
    {
        switch (rows)
        {
            case 1: ProductTiles<TSimd, TVector>.Rows1(task, x, y); break;
            case 2: ProductTiles<TSimd, TVector>.Rows2(task, x, y); break;
            case 3: ProductTiles<TSimd, TVector>.Rows3(task, x, y); break;
            case 4: ProductTiles<TSimd, TVector>.Rows4(task, x, y); break;
            case 5: ProductTiles<TSimd, TVector>.Rows5(task, x, y); break;
            case 6: ProductTiles<TSimd, TVector>.Rows6(task, x, y); break;
            case 7: ProductTiles<TSimd, TVector>.Rows7(task, x, y); break;
            default: ProductTiles<TSimd, TVector>.Rows8(task, x, y); break;
        }
    }
}
