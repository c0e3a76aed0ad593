namespace Seq2SeqService.Inference.Models;

/// <summary>Where the model store is.</summary>
internal static class StoreRoot
{
    /// <summary>
    /// The full path of <see cref="InferenceOptions.ModelsDirectory"/>. A relative one is looked for in the working directory and then in
    /// those above it, so that the service starts from anywhere within its repository; where none exists yet, it is the working directory's.
    /// </summary>
    public static string Find(string directory, string workingDirectory)
    {
        for (var above = new DirectoryInfo(workingDirectory); above is not null; above = above.Parent)
        {
            var path = Path.GetFullPath(directory, above.FullName);
            if (Directory.Exists(path))
                return path;
        }

        return Path.GetFullPath(directory, workingDirectory);
    }
}
