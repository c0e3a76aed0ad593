namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>
            /// Writes parameters and persistent buffers in TorchSharp's own layout (.dat): the number of entries, then for each its name, element
            /// type, dimensions, sizes and raw elements; numbers are LEB128. A checkpoint that others shall read is a safetensors file instead.
            /// </summary>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                using var writer = new BinaryWriter(stream);
                var entries = state_dict().Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                writer.Write7BitEncodedInt64(entries.Count);
                foreach (var (name, tensor) in entries)
                {
                    writer.Write(name);
                    StoredTensor.Write(writer, tensor);
                }

                return this;
            }

            /// <summary>Reads what <see cref="save"/> wrote; if <paramref name="strict"/>, file and module must have the same entries.</summary>
            public Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var stream = File.OpenRead(location);
                using var reader = new BinaryReader(stream);
                var wanted = state_dict().Where(entry => skip is null || !skip.Contains(entry.Key)).ToDictionary(entry => entry.Key, entry => entry.Value);
                var left = wanted.Keys.ToHashSet(StringComparer.Ordinal);

                for (var count = reader.Read7BitEncodedInt64(); count > 0; count--)
                {
                    var name = reader.ReadString();
                    var found = left.Remove(name);
                    if (!found && strict && skip?.Contains(name) != true)
                        throw new ArgumentException($"'{location}' holds '{name}', which the module does not have.");
                    StoredTensor.Read(reader, name, found ? wanted[name] : null);
                    loadedParameters?[name] = found;
                }

                return left.Count == 0 || !strict
                    ? this
                    : throw new ArgumentException($"'{location}' does not hold '{left.First()}', which the module has.");
            }
        }
    }
}
