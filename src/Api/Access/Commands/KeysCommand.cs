using System.CommandLine;
using System.Globalization;
using Seq2SeqService.Api.Hosting;

namespace Seq2SeqService.Api.Access.Commands;

/// <summary>The verb <c>keys</c>: makes, lists and revokes keys in their file. A running service reads the file again by itself.</summary>
internal static class KeysCommand
{
    public const string Verb = "keys";

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Keys of callers, kept as digests in a file.") { new Command(Verb, "Keys of callers.") { Create(), List(), Revoke() } };
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static Command Create()
    {
        var name = new Option<string>("--name") { Description = "Whose key it is, for people.", Required = true };
        var scopes = new Option<string>("--scopes") { Description = $"What it opens, with commas between: {ScopeNames.All}.", Required = true };
        var expires = new Option<string?>("--expires") { Description = "Day or time (UTC) from which on it opens nothing: 2027-01-31. Never, if left out." };
        var file = FileOption();
        var command = new Command("create", "Make a key and print it, once: nobody can read it from the file.") { name, scopes, expires, file };
        command.SetAction(parsed =>
        {
            var list = new KeyList(PathOf(parsed.GetValue(file)), TimeProvider.System);
            var (key, text) = list.Add(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes), TimeOf(parsed.GetValue(expires)));
            Console.Error.WriteLine($"Key {key.Id} of {key.Name} opens {string.Join(", ", key.Scopes)}. It is shown this once:");
            Console.WriteLine(text);
        });
        return command;
    }

    private static Command List()
    {
        var file = FileOption();
        var command = new Command("list", "List the keys, without their secrets.") { file };
        command.SetAction(parsed =>
        {
            var now = TimeProvider.System.GetUtcNow();
            foreach (var key in new KeyList(PathOf(parsed.GetValue(file)), TimeProvider.System).All)
                Console.WriteLine(string.Join('\t', key.Id, key.Name, string.Join(',', key.Scopes), State(key, now)));
        });
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "The key's id, as keys list shows it." };
        var file = FileOption();
        var command = new Command("revoke", "End a key. It stays in the list.") { id, file };
        command.SetAction(parsed =>
        {
            var key = new KeyList(PathOf(parsed.GetValue(file)), TimeProvider.System).Revoke(parsed.GetRequiredValue(id));
            Console.Error.WriteLine($"Key {key.Id} of {key.Name} is revoked.");
        });
        return command;
    }

    private static string State(ApiKey key, DateTimeOffset now) =>
        key.Revoked is { } revoked ? $"revoked {Day(revoked)}"
        : key.Expires is { } expires ? $"{(expires <= now ? "expired" : "expires")} {Day(expires)}"
        : "holds";

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset? TimeOf(string? written) =>
        written is null ? null
        : DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new ArgumentException($"--expires must be a day or a time such as 2027-01-31, not '{written}'.");

    private static Option<string?> FileOption() => new("--file") { Description = $"The file of keys; by default what the setting {KeyOptions.Section}:File names." };

    /// <summary>The file that is named, or that the service itself would take.</summary>
    private static string PathOf(string? named)
    {
        if (!string.IsNullOrWhiteSpace(named))
            return Path.GetFullPath(named);

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = ContentRoot.Find() });
        var settings = builder.Configuration.GetSection(KeyOptions.Section).Get<KeyOptions>() ?? new();
        return settings.PathFrom(builder.Environment.ContentRootPath)
            ?? throw new ArgumentException($"No file of keys is named. Give --file FILE, or set {KeyOptions.Section}:File for this command and for the service.");
    }
}
