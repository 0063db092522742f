using System.Text.Json;
using Hops.Core.Errors;

namespace Hops.Cli.Profiles;

/// <summary>
/// The profiles of this user: <c>$XDG_CONFIG_HOME/hops/profiles.json</c>, mode 0600. A value comes from, first to last: the option of the
/// command, <c>HOPS_URL</c>, <c>HOPS_TOKEN</c>, <c>HOPS_PROJECT</c>, the profile that <c>HOPS_PROFILE</c> names, the profile <c>default</c>.
/// </summary>
internal sealed class ProfileStore
{
    /// <summary>Address of a server that was started without options.</summary>
    public const string DefaultUrl = "http://127.0.0.1:9480";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string _path;
    private readonly Func<string, string?> _environment;

    public ProfileStore(Func<string, string?> environment)
    {
        _environment = environment;
        var config = environment("XDG_CONFIG_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(environment("HOME") ?? "/", ".config");
        _path = Path.Combine(config, "hops", "profiles.json");
    }

    /// <summary>True if a token is given by the environment, which goes before that of a profile.</summary>
    public bool HasTokenOfEnvironment => Variable("HOPS_TOKEN") is not null;

    /// <summary>File of settings of a Kafka client that the environment names, or null.</summary>
    public string? KafkaProperties => Variable("HOPS_KAFKA_PROPERTIES");

    private string Name => Variable("HOPS_PROFILE") ?? "default";

    /// <summary>The profile in force, with the environment applied.</summary>
    /// <param name="urlNamed">Address that the command line itself names, or null.</param>
    public Profile Current(string? urlNamed)
    {
        var stored = Read().GetValueOrDefault(Name) ?? new Profile(DefaultUrl, null, null);
        if (string.IsNullOrEmpty(stored.Url))
            stored = stored with { Url = DefaultUrl };
        var url = (urlNamed ?? Variable("HOPS_URL") ?? stored.Url).TrimEnd('/');
        // A token and a project are meant for the server that gave them.
        var isStored = url == stored.Url;
        return new Profile(
            url, Variable("HOPS_TOKEN") ?? (isStored ? stored.Token : null), Variable("HOPS_PROJECT") ?? (isStored ? stored.Project : null));
    }

    /// <summary>Stores the profile in force.</summary>
    public void Save(Profile profile)
    {
        var profiles = Read();
        profiles[Name] = profile;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        var temporary = _path + ".tmp";
        // One that was left there would keep its own mode.
        File.Delete(temporary);
        using (var file = new FileStream(temporary, options))
            JsonSerializer.Serialize(file, profiles, Format);
        File.Move(temporary, _path, overwrite: true);
    }

    private string? Variable(string name) => _environment(name) is { Length: > 0 } value ? value : null;

    private Dictionary<string, Profile> Read()
    {
        if (!File.Exists(_path))
            return new Dictionary<string, Profile>(StringComparer.Ordinal);
        using var file = File.OpenRead(_path);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, Profile>>(file, Format) ?? [];
        }
        catch (JsonException exception)
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"{_path} is not a file of profiles: mend it, or delete it and sign in again.", exception);
        }
    }
}
