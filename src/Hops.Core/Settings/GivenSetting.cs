namespace Hops.Core.Settings;

/// <summary>A setting that somebody has given, before anybody knows whether it exists.</summary>
/// <param name="Path">Names between colons, in any case: <c>Kafka:Log:RoundMaxBytes</c>.</param>
/// <param name="Text">Its value.</param>
/// <param name="Source">Where it was given, for messages: the path of a file, the name of a variable, an option.</param>
public sealed record GivenSetting(string Path, string Text, string Source);

/// <summary>A setting as it is in force.</summary>
/// <param name="Setting">Its name: names between colons.</param>
/// <param name="Value">Its value; masked if it is a secret that was given.</param>
/// <param name="Source">Where it was given, or <c>default</c>.</param>
/// <param name="Permitted">What it may be.</param>
public sealed record SettingInForce(string Setting, string Value, string Source, string Permitted);
