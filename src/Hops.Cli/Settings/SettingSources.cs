using Hops.Core.Errors;
using Hops.Core.Settings;
using Hops.Core.Storage;
using Microsoft.Extensions.Configuration;

namespace Hops.Cli.Settings;

/// <summary>
/// Where settings come from, the later before the earlier, as everywhere in .NET: a JSON file, the environment
/// (<c>HOPS__KAFKA__LOG__ROUNDMAXBYTES=64MiB</c>), the command line.
/// </summary>
internal static class SettingSources
{
    /// <summary>What the names of variables begin with.</summary>
    public const string VariablePrefix = "HOPS__";

    /// <summary>Everything that was given.</summary>
    /// <param name="dataDirectory">Where a file is looked for if none is named.</param>
    /// <param name="file">The file that was named, or null.</param>
    /// <param name="commandLine">What the command line gives.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: there is no such file, or it does not read.</exception>
    public static IEnumerable<GivenSetting> Gather(string dataDirectory, string? file, IEnumerable<GivenSetting> commandLine) =>
        FromFile(dataDirectory, file).Concat(FromEnvironment()).Concat(commandLine);

    /// <summary>The settings of <c>--set NAME=VALUE</c>.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: no name or no equals sign.</exception>
    public static GivenSetting FromOption(string written)
    {
        var equals = written.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new GivenSetting(written[..equals].Trim(), written[(equals + 1)..], "--set")
            : throw new PlatformException(ErrorCode.InvalidArgument, $"'{written}' is not NAME=VALUE: write --set Kafka:Log:RoundMaxBytes=64MiB.");
    }

    private static List<GivenSetting> FromFile(string dataDirectory, string? file)
    {
        var path = Path.GetFullPath(file ?? Path.Combine(dataDirectory, DataDirectory.SettingsName));
        if (!File.Exists(path))
        {
            return file is null
                ? []
                : throw new PlatformException(ErrorCode.InvalidArgument, $"There is no file {path} (from --config).");
        }

        try
        {
            using var content = File.OpenRead(path);
            return Leaves(new ConfigurationBuilder().AddJsonStream(content).Build(), _ => path);
        }
        catch (Exception fault) when (fault is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new PlatformException(ErrorCode.InvalidArgument, $"The settings in {path} are no JSON object: {fault.InnerException?.Message ?? fault.Message}", fault);
        }
    }

    private static List<GivenSetting> FromEnvironment() =>
        Leaves(
            new ConfigurationBuilder().AddEnvironmentVariables(VariablePrefix).Build(),
            name => VariablePrefix + name.Replace(":", "__", StringComparison.Ordinal));

    private static List<GivenSetting> Leaves(IConfigurationRoot settings, Func<string, string> source) =>
        [.. settings.AsEnumerable().Where(one => one.Value is not null).Select(one => new GivenSetting(one.Key, one.Value!, source(one.Key)))];
}
