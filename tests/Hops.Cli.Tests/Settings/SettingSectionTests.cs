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

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void There_are_as_many_as_the_records_have() => Every().Count().ShouldBeGreaterThan(90);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_is_turned_from_a_file(string path)
    {
        var setting = Find(path);
        foreach (var text in Turned(setting))
            Bind(path, text).InForce.Single(one => one.Setting == path).ShouldSatisfyAllConditions(
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

    private string FilePath => Path.Combine(_directory, "hops.json");

    private static IEnumerable<(string Path, Setting Setting)> Every() =>
        from section in SettingSections.All
        from name in section.NamesDefault ?? [""]
        from setting in section.Settings
        select (section.Path + (name.Length > 0 ? $":{name}:" : ":") + setting.Name, setting);

    private static Setting Find(string path) => Every().Single(every => every.Path == path).Setting;

    /// <summary>Values beside the default that the setting may have, as <c>hops config show</c> prints them.</summary>
    private static IEnumerable<string> Turned(Setting setting)
    {
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

    private BoundSettings Bind(string path, string text)
    {
        var parts = path.Split(':');
        JsonNode node = JsonValue.Create(text)!;
        foreach (var part in parts.Reverse())
            node = new JsonObject { [part] = node };
        File.WriteAllText(FilePath, node.ToJsonString());
        return BoundSettings.Bind(SettingSections.All, SettingSources.Gather(_directory, null, []));
    }
}
