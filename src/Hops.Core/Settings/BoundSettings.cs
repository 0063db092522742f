using Hops.Core.Errors;
using Hops.Core.Text;

namespace Hops.Core.Settings;

/// <summary>
/// All options records of a server, filled from what was given and checked: a name that does not exist, a value that does not read and one
/// out of its range are refused together, each with its source and what is permitted; then what contradicts another (<see cref="SettingsRule"/>).
/// </summary>
public sealed class BoundSettings
{
    /// <summary>What stands for the default in place of a source.</summary>
    public const string DefaultSource = "default";

    private const string Masked = "********";
    private const char Separator = ':';

    private readonly Dictionary<string, object> _records = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, GivenSetting> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Path, Setting Setting, object Record)> _settings = [];
    private readonly IReadOnlyList<OptionsSection> _sections;

    private BoundSettings(IReadOnlyList<OptionsSection> sections, IEnumerable<GivenSetting> given)
    {
        _sections = sections;
        foreach (var one in given)
            _given[one.Path] = one;
        foreach (var section in sections)
            Create(section);
    }

    /// <summary>Every setting with its value and where it comes from, in the order of the sections.</summary>
    public IReadOnlyList<SettingInForce> InForce =>
    [
        .. _settings.Select(entry =>
        {
            var given = _given.GetValueOrDefault(entry.Path);
            var text = entry.Setting.TextIn(entry.Record);
            return new SettingInForce(
                entry.Path, entry.Setting.IsSecret && text.Length > 0 ? Masked : text, given?.Source ?? DefaultSource, entry.Setting.Permitted);
        }),
    ];

    /// <summary>Fills the records of all sections.</summary>
    /// <param name="sections">What each module registers.</param>
    /// <param name="given">What was given; a later one of the same name replaces an earlier one.</param>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the first fault, and the others as facts.</exception>
    public static BoundSettings Bind(IReadOnlyList<OptionsSection> sections, IEnumerable<GivenSetting> given)
    {
        var bound = new BoundSettings(sections, given);
        var faults = bound.Fill().Concat(bound.Unknown()).ToList();
        if (faults.Count == 0)
            faults.AddRange(bound.Contradictions());
        if (faults.Count == 0)
            return bound;
        var refusal = new PlatformException(ErrorCode.InvalidArgument, faults[0]);
        for (var index = 1; index < faults.Count; index++)
            refusal.With(FormattableString.Invariant($"fault {index + 1}"), faults[index]);
        throw refusal;
    }

    /// <summary>The record of a section.</summary>
    /// <exception cref="KeyNotFoundException">No section registers this type.</exception>
    public T Get<T>()
        where T : class => (T)_records[_sections.FirstOrDefault(section => section.Type == typeof(T) && !section.IsNamed)?.Path
            ?? throw new KeyNotFoundException($"No section registers {typeof(T).Name}.")];

    /// <summary>The records of a named section, by name.</summary>
    public IReadOnlyDictionary<string, T> GetNamed<T>()
        where T : class
    {
        var prefix = _sections.Single(section => section.Type == typeof(T) && section.IsNamed).Path + Separator;
        return _records
            .Where(record => record.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(record => record.Key[prefix.Length..], record => (T)record.Value, StringComparer.OrdinalIgnoreCase);
    }

    private void Create(OptionsSection section)
    {
        foreach (var path in Paths(section))
        {
            var record = section.Create(path.Length > section.Path.Length ? path[(section.Path.Length + 1)..] : "");
            _records[path] = record;
            foreach (var setting in section.Settings)
                _settings.Add(($"{path}{Separator}{setting.Name}", setting, record));
        }
    }

    private IEnumerable<string> Paths(OptionsSection section)
    {
        if (section.NamesDefault is not { } names)
            return [section.Path];
        var prefix = section.Path + Separator;
        var written = _given.Keys
            .Where(path => path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(path => path[prefix.Length..].Split(Separator))
            .Where(parts => parts.Length > 1)
            .Select(parts => parts[0]);
        return names.Concat(written).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => prefix + name);
    }

    private IEnumerable<string> Fill()
    {
        foreach (var (path, setting, record) in _settings)
        {
            if (Gather(path, setting) is not { } given)
                continue;
            var value = setting.Read(given.Text, out var reason);
            if (reason.Length > 0)
                yield return $"{path} = {(setting.IsSecret ? Masked : $"'{given.Text}'")} (from {given.Source}) {reason}.";
            else
                setting.Set(record, value);
        }
    }

    /// <summary>What was given for a setting; the elements of a list, which files number, as one.</summary>
    private GivenSetting? Gather(string path, Setting setting)
    {
        if (setting.Type != typeof(IReadOnlyList<string>))
            return _given.GetValueOrDefault(path);
        var elements = _given.Keys.Where(key => IsElement(key, path)).Order(StringComparer.Ordinal).ToList();
        if (elements.Count == 0)
            return _given.GetValueOrDefault(path);
        // The whole list as one text comes from a later source than the file that numbers its elements, or stands there in its place.
        if (_given.TryGetValue(path, out var whole) && whole.Text.Length > 0)
            return whole;
        var list = new GivenSetting(path, string.Join(',', elements.Select(key => _given[key].Text)), _given[elements[0]].Source);
        _given[path] = list;
        return list;
    }

    private IEnumerable<string> Unknown()
    {
        var known = _settings.ToDictionary(entry => entry.Path, entry => entry.Setting, StringComparer.OrdinalIgnoreCase);
        foreach (var given in _given.Values.OrderBy(given => given.Path, StringComparer.Ordinal))
        {
            if (known.ContainsKey(given.Path) || IsElementOfKnown(given.Path) || (given.Text.Length == 0 && IsSection(given.Path)))
                continue;
            var near = NearestName.Find(given.Path, known.Keys) is { } name ? $"; did you mean '{name}'?" : ": see 'hops config show'.";
            yield return $"There is no setting '{given.Path}' (from {given.Source}){near}";
        }

        bool IsElementOfKnown(string path)
        {
            var end = path.LastIndexOf(Separator);
            return end > 0 && IsElement(path, path[..end]) && known.TryGetValue(path[..end], out var list) && list.Type == typeof(IReadOnlyList<string>);
        }
    }

    private IEnumerable<string> Contradictions() =>
        from section in _sections
        from path in Paths(section)
        from rule in section.Rules
        let fault = rule.Fault(InUse(path, rule.First), InUse(path, rule.Second))
        where fault is not null
        select fault;

    /// <summary>A setting by its name in a record, or by its whole path.</summary>
    private SettingInUse InUse(string recordPath, string name)
    {
        var path = name.Contains(Separator, StringComparison.Ordinal) ? name : $"{recordPath}{Separator}{name}";
        var (_, setting, record) = _settings.Find(entry => entry.Path.Equals(path, StringComparison.OrdinalIgnoreCase));
        if (setting is null)
            throw new InvalidOperationException($"A rule names the setting '{path}', which does not exist.");
        var text = setting.TextIn(record);
        var shown = text.Length == 0 ? "none" : setting.IsSecret ? Masked : text;
        return new SettingInUse(setting.ValueIn(record), $"{path} = {shown} ({Source(path)})");
    }

    private string Source(string path) => _given.TryGetValue(path, out var given) ? $"from {given.Source}" : DefaultSource;

    /// <summary>True for an empty object of a file that stands where a section does.</summary>
    private bool IsSection(string path) =>
        _records.Keys.Concat(_sections.Select(section => section.Path)).Any(section =>
            section.Equals(path, StringComparison.OrdinalIgnoreCase)
            || section.StartsWith(path + Separator, StringComparison.OrdinalIgnoreCase));

    private static bool IsElement(string key, string path) =>
        key.Length > path.Length + 1 && key.StartsWith(path + Separator, StringComparison.OrdinalIgnoreCase) && key.AsSpan(path.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0;
}
