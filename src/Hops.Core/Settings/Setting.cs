using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Hops.Core.Settings;

/// <summary>One setting: a property of an options record, with what it may be.</summary>
public sealed class Setting
{
    private readonly PropertyInfo _property;
    private readonly RangeAttribute? _range;

    internal Setting(PropertyInfo property)
    {
        (_property, _range) = (property, property.GetCustomAttribute<RangeAttribute>());
        IsSecret = property.IsDefined(typeof(SecretSettingAttribute));
    }

    /// <summary>Its name within its section: that of the property.</summary>
    public string Name => _property.Name;

    /// <summary>Type of its value.</summary>
    public Type Type => _property.PropertyType;

    /// <summary>True if its value is never printed.</summary>
    public bool IsSecret { get; }

    /// <summary>True if it counts bytes.</summary>
    public bool IsSize => Name.Contains("Bytes", StringComparison.Ordinal);

    /// <summary>True if a range limits it.</summary>
    public bool HasRange => _range is not null;

    /// <summary>True if its type has an order, so that it must have a range: numbers and durations.</summary>
    public bool NeedsRange => (Nullable.GetUnderlyingType(Type) ?? Type).Name is nameof(Int32) or nameof(Int64) or nameof(Double) or nameof(TimeSpan);

    /// <summary>Smallest permitted value; null without a range.</summary>
    public object? Smallest => _range is null ? null : Bound(_range.Minimum);

    /// <summary>Largest permitted value; null without a range.</summary>
    public object? Largest => _range is null ? null : Bound(_range.Maximum);

    /// <summary>What may be written, for messages and listings: <c>1s to 1d</c>, <c>true or false</c>.</summary>
    public string Permitted => _range is null ? SettingText.Form(Type) : $"{Write(Smallest)} to {Write(Largest)}";

    internal object? ValueIn(object options) => _property.GetValue(options);

    /// <summary>Its value in an options record, as text.</summary>
    public string TextIn(object options) => Write(_property.GetValue(options));

    /// <summary>Reads a text; null with the reason if it cannot be this setting.</summary>
    /// <param name="text">What was written; empty for the absent value of a setting that has one.</param>
    /// <param name="reason">Why not, as the end of a sentence; empty if it can be.</param>
    internal object? Read(string text, out string reason)
    {
        reason = "";
        if (text.Length == 0 && IsOptional)
            return null;
        var value = SettingText.Read(Type, text);
        if (value is null)
            reason = $"is not {SettingText.Form(Type)}";
        else if (!IsWithin(value))
            reason = $"is out of range: permitted are {Permitted}";
        return value;
    }

    internal void Set(object options, object? value) => _property.SetValue(options, value);

    /// <summary>True for a nullable value or reference: an empty text takes it away.</summary>
    private bool IsOptional =>
        Nullable.GetUnderlyingType(Type) is not null
        || new NullabilityInfoContext().Create(_property).WriteState == NullabilityState.Nullable;

    private string Write(object? value) => SettingText.Write(value, IsSize);

    private bool IsWithin(object value)
    {
        if (_range is null)
            return true;
        return value is TimeSpan time
            ? time >= (TimeSpan)Smallest! && time <= (TimeSpan)Largest!
            : Number(value) >= Number(Smallest!) && Number(value) <= Number(Largest!);
    }

    /// <summary>A bound of the attribute, in the type of the setting: attributes hold int, double or text.</summary>
    private object Bound(object bound)
    {
        var plain = Nullable.GetUnderlyingType(Type) ?? Type;
        return bound is string text
            ? SettingText.Read(plain, text) ?? throw new InvalidOperationException($"The range of {_property.DeclaringType!.Name}.{Name} does not read.")
            : Convert.ChangeType(bound, plain, CultureInfo.InvariantCulture);
    }

    private static decimal Number(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);
}
