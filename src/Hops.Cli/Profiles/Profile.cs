namespace Hops.Cli.Profiles;

/// <summary>Where and as whom the user works.</summary>
/// <param name="Url">Address of the server.</param>
/// <param name="Token">Session or API token; null before sign-in.</param>
/// <param name="Project">Project of commands that name none; null if not chosen.</param>
internal sealed record Profile(string Url, string? Token, string? Project);
