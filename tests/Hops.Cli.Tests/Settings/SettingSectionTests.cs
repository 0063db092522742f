using System.Globalization;
using System.Text.Json.Nodes;
using Hops.Cli.Settings;
using Hops.Core.Errors;
using Hops.Core.Settings;

namespace Hops.Cli.Tests.Settings;

/// <summary>What holds for every setting of every module, the next one too.</summary>
public sealed class SettingSectionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-settings-").FullName;

    public static TheoryData<string> Names => [.. Every().Select(every => every.Path)];

    public static TheoryData<string, string, string> Rules
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var (first, second, rule) in EveryRule())
                rows.Add(first, second, rule.Reason);
            return rows;
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void There_are_as_many_as_the_records_have() => Every().Count().ShouldBeGreaterThan(90);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_turned_from_a_file(string path)
    {
        foreach (var text in Turned(path))
            Bind([(path, text), .. WithIt(path, text)]).InForce.Single(one => one.Setting == path).ShouldSatisfyAllConditions(
                one => one.Value.ShouldBe(text),
                one => one.Source.ShouldBe(FilePath));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_number_and_duration_has_a_range_and_is_refused_one_beyond_it(string path)
    {
        var setting = Find(path);
        if (!setting.NeedsRange)
            return;
        setting.HasRange.ShouldBeTrue($"give {path} a [Range], with TimeSpan as its type for a duration");
        foreach (var text in new[] { Beside(setting.Smallest!, -1), Beside(setting.Largest!, 1) })
        {
            var refusal = Should.Throw<PlatformException>(() => Bind(path, text));
            refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
            refusal.Message.ShouldContain(path);
            refusal.Message.ShouldContain(FilePath);
            refusal.Message.ShouldContain(text);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_contradicts_another_setting_is_refused_with_both_names_and_the_reason(string first, string second, string reason)
    {
        var (left, right) = (Find(first), Find(second));
        (string, string)[] given = Of(first) is { } own ? [(first, own.Contradicting), .. WithIt(first, own.Permitted)]
            : left.HasRange
            ? [(first, Text(left, left.Largest!)), .. WithIt(first, Text(left, left.Largest!)).Where(other => other.Path != second), (second, Text(right, right.Smallest!))]
            : [(first, Turned(first).Last()), .. WithIt(first, Turned(first).Last()).Where(other => other.Path != second)];

        var refusal = Should.Throw<PlatformException>(() => Bind(given));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        var said = string.Join('\n', refusal.Facts.Values.Select(fact => fact?.ToString()).Prepend(refusal.Message));
        said.ShouldContain($"{first} = ");
        said.ShouldContain($"{second} = ");
        said.ShouldContain(reason);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_default_is_permitted(string path)
    {
        var value = BoundSettings.Bind(SettingSections.All, []).InForce.Single(one => one.Setting == path).Value;
        if (value.Length > 0)
            Bind(path, value).InForce.Single(one => one.Setting == path).Value.ShouldBe(value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_refuses_what_it_is_not(string path)
    {
        if (Find(path).Type == typeof(string) || Find(path).Type == typeof(IReadOnlyList<string>))
            return;
        Should.Throw<PlatformException>(() => Bind(path, "no such value!")).Message.ShouldContain("'no such value!'");
    }

    /// <summary>Texts that mean something: one that goes with the address of <see cref="Turned"/>, and one that does not. Null for a setting that takes any.</summary>
    private static (string Permitted, string Contradicting)? Of(string path) => path switch
    {
        "Accounts:PasskeyDomain" => ("example.org", "example.net"),
        "Accounts:PasskeyOrigins" => ("https://hops.example.org", "https://hops.example.net"),
        _ => null,
    };

    private string FilePath => Path.Combine(_directory, "hops.json");

    private static IEnumerable<(string Path, Setting Setting)> Every() =>
        from section in SettingSections.All
        from name in section.NamesDefault ?? [""]
        from setting in section.Settings
        select (section.Path + (name.Length > 0 ? $":{name}:" : ":") + setting.Name, setting);

    private static Setting Find(string path) => Every().Single(every => every.Path == path).Setting;

    /// <summary>Values beside the default that the setting may have, as <c>hops config show</c> prints them.</summary>
    private static IEnumerable<string> Turned(string path)
    {
        var setting = Find(path);
        if (Of(path) is { } own)
            return [own.Permitted];
        if (setting.HasRange)
            return [Text(setting, setting.Smallest!), Text(setting, setting.Largest!)];
        var type = Nullable.GetUnderlyingType(setting.Type) ?? setting.Type;
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => name.ToLowerInvariant());
        return type.Name switch
        {
            nameof(Boolean) => ["true", "false"],
            nameof(System.Net.IPAddress) => ["192.0.2.7", "::"],
            nameof(Uri) => ["https://hops.example.org:8443/"],
            _ when setting.IsSecret => [],
            _ => ["something"],
        };
    }

    private static string Text(Setting setting, object value) => SettingText.Write(value, setting.IsSize);

    private static string Beside(object bound, int step) => bound switch
    {
        TimeSpan time => (time + step * TimeSpan.FromTicks(1)).ToString("c", CultureInfo.InvariantCulture),
        _ => (Convert.ToDecimal(bound, CultureInfo.InvariantCulture) + step).ToString(CultureInfo.InvariantCulture),
    };

    private static IEnumerable<(string First, string Second, SettingsRule Rule)> EveryRule() =>
        from section in SettingSections.All
        from name in section.NamesDefault ?? [""]
        from rule in section.Rules
        let record = section.Path + (name.Length > 0 ? $":{name}:" : ":")
        select (Whole(record, rule.First), Whole(record, rule.Second), rule);

    private static string Whole(string record, string name) => name.Contains(':', StringComparison.Ordinal) ? name : record + name;

    /// <summary>What else has to be set so that a value contradicts nothing: the same end of the range, or what it needs.</summary>
    private static IEnumerable<(string Path, string Text)> WithIt(string path, string text)
    {
        var setting = Find(path);
        var isLargest = setting.HasRange && text == Text(setting, setting.Largest!);
        if (text is "false" or "none")
            return [];
        var others = EveryRule()
            .Where(rule => isLargest || !setting.HasRange ? rule.First == path : rule.Second == path)
            .Select(rule => rule.First == path ? rule.Second : rule.First);
        return others.SelectMany(other =>
        {
            var found = Find(other);
            var value = found.HasRange ? Text(found, isLargest ? found.Largest! : found.Smallest!) : Turned(other).First();
            return WithIt(other, value).Prepend((other, value));
        }).Distinct();
    }

    private BoundSettings Bind(string path, string text) => Bind((path, text));

    private BoundSettings Bind(params IReadOnlyList<(string Path, string Text)> given)
    {
        var root = new JsonObject();
        foreach (var (path, text) in given)
        {
            var parts = path.Split(':');
            var node = root;
            foreach (var part in parts[..^1])
                node = (JsonObject)(node[part] ??= new JsonObject());
            node[parts[^1]] = text;
        }

        File.WriteAllText(FilePath, root.ToJsonString());
        return BoundSettings.Bind(SettingSections.All, SettingSources.Gather(_directory, null, []));
    }
}
