namespace Seq2SeqService.Core.Tests.Checkpoints;

/// <summary>Spoils a file's bytes the way that disks, networks and attackers do.</summary>
internal static class Damage
{
    public static byte[] Bytes(byte[] sound, Random random)
    {
        var bytes = (byte[])sound.Clone();
        for (var flips = random.Next(1, 4); flips > 0; flips--)
        {
            var at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) switch
            {
                0 => (byte)(bytes[at] ^ (1 << random.Next(8))),
                1 => (byte)random.Next(256),
                _ => (byte)"0123456789-eE.,:[]{}\"\\"[random.Next(22)],
            };
        }

        return random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
