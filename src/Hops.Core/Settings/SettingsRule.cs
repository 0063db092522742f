using System.Globalization;

namespace Hops.Core.Settings;

/// <summary>
/// What must hold between two settings, each of which is in its range by itself. Checked at start, when all are known, so that what cannot
/// work together is refused with both names and not met weeks later.
/// </summary>
public sealed class SettingsRule
{
    private readonly Func<object?, object?, bool> _holds;
    private readonly string _relation;

    private SettingsRule(string first, string second, string relation, string reason, Func<object?, object?, bool> holds) =>
        (First, Second, _relation, Reason, _holds) = (first, second, relation, reason, holds);

    /// <summary>Name of the one setting within the section that has the rule; or its whole path, with colons.</summary>
    public string First { get; }

    /// <summary>Name or path of the other.</summary>
    public string Second { get; }

    /// <summary>Why, as the end of a sentence.</summary>
    public string Reason { get; }

    /// <summary>The first may be as much as the second and not more. An absent value is no limit.</summary>
    public static SettingsRule AtMost(string first, string second, string reason) => new(
        first, second, "is more than", reason, static (left, right) => left is null || right is null || Amount(left) <= Amount(right));

    /// <summary>If the first is given (not absent, false or the zero of an enumeration), the second must be, too.</summary>
    public static SettingsRule Needs(string first, string second, string reason) =>
        new(first, second, "is of no use with", reason, static (left, right) => IsOff(left) || !IsOff(right));

    /// <summary>A rule of its own kind.</summary>
    /// <param name="first">The one setting.</param>
    /// <param name="second">The other.</param>
    /// <param name="relation">How the first stands to the second where the rule does not hold, between their names.</param>
    /// <param name="reason">Why it may not, as the end of a sentence.</param>
    /// <param name="holds">True for values that may stand together.</param>
    public static SettingsRule Of(string first, string second, string relation, string reason, Func<object?, object?, bool> holds) =>
        new(first, second, relation, reason, holds);

    /// <summary>What is wrong, as a sentence; null if the rule holds.</summary>
    internal string? Fault(SettingInUse first, SettingInUse second) => _holds(first.Value, second.Value)
        ? null
        : $"{first.Text} {_relation} {second.Text}: {Reason}.";

    private static bool IsOff(object? value) => value is null or false or "" || (value is Enum && Convert.ToInt64(value, CultureInfo.InvariantCulture) == 0);

    private static decimal Amount(object value) =>
        value is TimeSpan time ? time.Ticks : Convert.ToDecimal(value, CultureInfo.InvariantCulture);
}

/// <summary>A setting as a rule sees it.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Text">Path, value and source, for messages.</param>
internal readonly record struct SettingInUse(object? Value, string Text);
