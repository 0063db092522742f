using System.CommandLine;
using Hops.Core.Settings;

namespace Hops.Cli.Settings;

/// <summary>Options of the command line that name settings and where more of them are.</summary>
internal static class SettingOptions
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "Directory that holds everything; made if it does not exist",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "hops"),
    };

    public static readonly Option<string?> Config = new("--config")
    {
        Description = "File of settings, in JSON; without it DIR/hops.json, if there is one",
        HelpName = "FILE",
    };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "A setting, such as Kafka:Log:RoundMaxBytes=64MiB; 'hops config show' lists them all",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The data directory, as a full path.</summary>
    public static string DataDirectory(ParseResult arguments) => Path.GetFullPath(arguments.GetValue(Data)!);

    /// <summary>Everything that was given and is permitted.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="flags">Settings that options of their own give.</param>
    public static BoundSettings Bind(ParseResult arguments, IEnumerable<GivenSetting> flags)
    {
        var set = (arguments.GetValue(Set) ?? []).Select(SettingSources.FromOption);
        return BoundSettings.Bind(
            SettingSections.All, SettingSources.Gather(DataDirectory(arguments), arguments.GetValue(Config), flags.Concat(set)));
    }
}
