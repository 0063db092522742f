using System.Reflection;
using System.Runtime.CompilerServices;

namespace Hops.Core.Settings;

/// <summary>
/// One options record and where it stands among all settings: <c>Kafka:Log</c>. A module lists its sections; whatever writable property
/// of a known type such a record has is a setting, without another line anywhere. Required properties, delegates and objects are what the
/// composition fills in.
/// </summary>
public sealed class OptionsSection
{
    private readonly Func<string, object> _create;

    private OptionsSection(string path, Type type, Func<string, object> create, IReadOnlyList<string>? names) =>
        (Path, Type, _create, NamesDefault, Settings) = (path, type, create, names, Find(type));

    /// <summary>Where it stands: names between colons.</summary>
    public string Path { get; }

    /// <summary>Type of the record.</summary>
    public Type Type { get; }

    /// <summary>Its settings, in the order of their declaration.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>What must hold between its settings, or between one of them and another's.</summary>
    public IReadOnlyList<SettingsRule> Rules { get; private init; } = [];

    /// <summary>True if it holds any number of records, each below a name of its own.</summary>
    public bool IsNamed => NamesDefault is not null;

    /// <summary>Names of the records that are there without being named; null if it holds one record without a name.</summary>
    public IReadOnlyList<string>? NamesDefault { get; }

    /// <summary>A section with one record.</summary>
    /// <typeparam name="T">The record; its initial values are the defaults.</typeparam>
    /// <param name="path">Where it stands.</param>
    public static OptionsSection Of<T>(string path)
        where T : class =>
        // Not new(): a record may have required properties, which the composition gives later.
        new(path, typeof(T), _ => Activator.CreateInstance<T>(), names: null);

    /// <summary>A section with any number of records, each below a name: <c>Listeners:public</c>.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="path">Where it stands.</param>
    /// <param name="create">Makes the record of a name, with its defaults.</param>
    /// <param name="names">Names that are there without being written anywhere.</param>
    public static OptionsSection Named<T>(string path, Func<string, T> create, params IReadOnlyList<string> names)
        where T : class => new(path, typeof(T), create, names);

    /// <summary>The same with rules that its settings must keep.</summary>
    public OptionsSection With(params IReadOnlyList<SettingsRule> rules) => new(Path, Type, _create, NamesDefault) { Rules = rules };

    /// <summary>A record with its defaults.</summary>
    /// <param name="name">Its name in a named section, else empty.</param>
    public object Create(string name = "") => _create(name);

    private static Setting[] Find(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsSetting).Select(property => new Setting(property))];

    private static bool IsSetting(PropertyInfo property)
    {
        if (property.SetMethod is not { IsPublic: true } || property.IsDefined(typeof(RequiredMemberAttribute)))
            return false;
        if (SettingText.IsKnown(property.PropertyType))
            return true;
        return property.PropertyType.IsValueType
            ? throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name} is of a type that SettingText does not read.")
            : false;
    }
}
