using System.Text;
using Seq2SeqService.Core.Checkpoints;
using Seq2SeqService.Core.Interchange;

namespace Seq2SeqService.Training.Tests.Interchange;

/// <summary>Whatever is in the files of a directory, importing it ends with a model or a <see cref="CheckpointException"/>, and without a large memory.</summary>
public sealed class DamagedDirectoryTests
{
    private const int Mutations = 80;
    private const long MostAllocatedEach = 64L << 20;

    private static readonly string[] Values = ["0", "-1", "99999999999", "1e999", "null", "[]", "{}", "\"\"", "true", "2147483647", "131072", "\ud7ff", "\0"];

    [Fact]
    public void Damaged_Marian_directories_are_refused()
    {
        using var directory = new MarianDirectoryOf(new(1, 1));
        Survive(directory, "opus.npz", "opus.src.vocab.yml", "opus.trg.vocab.yml", "decoder.yml", "source.spm");
    }

    [Fact]
    public void Damaged_CTranslate2_directories_are_refused()
    {
        using var directory = new VariableDirectory(new());
        Survive(directory, "model.bin", "config.json", "shared_vocabulary.json", "target.spm");
    }

    [Fact]
    public void Damaged_Hugging_Face_directories_are_refused()
    {
        using var directory = new MarianMtDirectory(storesPositions: true);
        Survive(directory, "model.safetensors", "config.json", "vocab.json", "tokenizer_config.json", "source.spm");
    }

    private static void Survive(ForeignDirectory directory, params string[] files)
    {
        var random = new Random(17);
        foreach (var path in files.Select(directory.PathOf))
        {
            var whole = File.ReadAllBytes(path);
            for (var i = 0; i < Mutations; i++)
            {
                File.WriteAllBytes(path, Mutated(whole, random));
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    ModelImport.Read(directory.Path);
                }
                catch (CheckpointException)
                {
                }

                Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocatedEach);
            }

            File.WriteAllBytes(path, whole);
        }

        ModelImport.Read(directory.Path);
    }

    /// <summary>A cut, other bytes, or, in a text, a word in the place of what stands behind a colon.</summary>
    private static byte[] Mutated(byte[] whole, Random random)
    {
        if (random.Next(4) == 0)
            return whole[..random.Next(whole.Length)];

        byte[] mutated = [.. whole];
        var colons = Enumerable.Range(0, whole.Length).Where(i => whole[i] == ':').ToArray();
        if (colons.Length > 0 && random.Next(2) == 0)
        {
            var colon = colons[random.Next(colons.Length)];
            var end = colon + 1;
            while (end < whole.Length && whole[end] is not ((byte)',' or (byte)'\n' or (byte)'}'))
                end++;
            return [.. whole[..(colon + 1)], (byte)' ', .. Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]), .. whole[end..]];
        }

        for (var left = random.Next(1, 4); left > 0; left--)
            mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
        return mutated;
    }
}
