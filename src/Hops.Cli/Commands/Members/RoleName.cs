namespace Hops.Cli.Commands.Members;

/// <summary>Roles as the command line writes them: <c>data-owner</c> for <c>DATA_OWNER</c>.</summary>
internal static class RoleName
{
    public static readonly string[] All = ["data-owner", "data-scientist"];

    public static string OfRest(string name) => name.ToUpperInvariant().Replace('-', '_');
}
