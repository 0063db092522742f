using System.ComponentModel.DataAnnotations;
using Hops.Core.Errors;
using Hops.Core.Settings;

namespace Hops.Core.Tests.Settings;

public sealed class BoundSettingsTests
{
    private const string File = "/etc/hops.json";

    private static readonly IReadOnlyList<OptionsSection> Sections =
    [
        OptionsSection.Of<Oven>("Oven"),
        OptionsSection.Of<Door>("Oven:Door"),
        OptionsSection.Named("Shelves", name => new Shelf { Level = name == "top" ? 3 : 1 }, "top"),
    ];

    [Fact]
    public void What_nobody_gives_has_its_default()
    {
        var settings = BoundSettings.Bind(Sections, []);

        settings.Get<Oven>().ShouldBe(new Oven { Fuel = null! });
        settings.InForce.ShouldAllBe(setting => setting.Source == BoundSettings.DefaultSource);
        settings.GetNamed<Shelf>().ShouldHaveSingleItem().Value.Level.ShouldBe(3);
    }

    [Fact]
    public void A_later_source_wins_and_names_are_read_in_any_case()
    {
        var settings = BoundSettings.Bind(
            Sections, [new("oven:HEAT", "100", File), new("Oven:Heat", "200", "HOPS__OVEN__HEAT"), new("Oven:Door:OpenTimeout", "5s", File)]);

        settings.Get<Oven>().Heat.ShouldBe(200);
        settings.Get<Door>().OpenTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        Of(settings, "Oven:Heat").ShouldBe(new SettingInForce("Oven:Heat", "200", "HOPS__OVEN__HEAT", "0 to 300"));
        Of(settings, "Oven:Door:OpenTimeout").Value.ShouldBe("5s");
        Of(settings, "Oven:FillMaxBytes").Permitted.ShouldBe("1KiB to 1GiB");
    }

    [Fact]
    public void A_name_that_does_not_exist_is_refused_with_a_near_one()
    {
        Refused(new GivenSetting("Oven:Heet", "1", File)).Message.ShouldBe($"There is no setting 'Oven:Heet' (from {File}); did you mean 'Oven:Heat'?");
        Refused(new GivenSetting("Fridge:Anything", "1", "--set")).Message.ShouldBe("There is no setting 'Fridge:Anything' (from --set): see 'hops config show'.");
        Refused(new GivenSetting("Oven:Heat:More", "1", File)).Message.ShouldContain("'Oven:Heat:More'");
        Refused(new GivenSetting("Oven", "hot", File)).Message.ShouldContain("no setting 'Oven'");
        Refused(new GivenSetting("Shelves:top", "hot", File)).Message.ShouldContain("no setting 'Shelves:top'");
    }

    [Fact]
    public void What_the_composition_fills_in_is_no_setting()
    {
        Refused(new GivenSetting("Oven:Fuel", "gas", File)).Message.ShouldContain("no setting 'Oven:Fuel'");
        Refused(new GivenSetting("Oven:Burned", "x", File)).Message.ShouldContain("no setting 'Oven:Burned'");
        Refused(new GivenSetting("Oven:IsHot", "true", File)).Message.ShouldContain("no setting 'Oven:IsHot'");
    }

    [Theory]
    [InlineData("Oven:Heat=5", null)] // The timer is absent, which is no limit.
    [InlineData("Oven:Heat=5 Oven:TimerMinutes=6 Oven:Pin=1234", "Oven:TimerMinutes = 6 (from --set) is more than Oven:Heat = 5 (from --set): it burns.")]
    [InlineData("Oven:TimerMinutes=2 Oven:Pin=1234", "Shelves:top:Level = 3 (default) is more than Oven:TimerMinutes = 2 (from --set): it stays raw.")]
    [InlineData("Oven:TimerMinutes=4", "Oven:TimerMinutes = 4 (from --set) is of no use with Oven:Pin = none (default): it is locked.")]
    public void What_contradicts_another_setting_is_refused_with_both(string given, string? fault)
    {
        IReadOnlyList<OptionsSection> sections =
        [
            Sections[0].With(SettingsRule.AtMost("TimerMinutes", "Heat", "it burns"), SettingsRule.Needs("TimerMinutes", "Pin", "it is locked")),
            Sections[1],
            Sections[2].With(SettingsRule.AtMost("Level", "Oven:TimerMinutes", "it stays raw")),
        ];
        var settings = given.Split(' ').Select(one => one.Split('=')).Select(pair => new GivenSetting(pair[0], pair[1], "--set"));

        var bind = () => BoundSettings.Bind(sections, settings);

        if (fault is null)
            bind().Get<Oven>().Heat.ShouldBe(5);
        else
            Should.Throw<PlatformException>(() => bind()).Message.ShouldBe(fault);
    }

    [Fact]
    public void A_secret_is_not_told_by_a_contradiction() =>
        Should.Throw<PlatformException>(() => BoundSettings.Bind(
                [Sections[0].With(SettingsRule.Needs("Pin", "TimerMinutes", "it never opens")), .. Sections.Skip(1)], [new("Oven:Pin", "1234", "--set")]))
            .Message.ShouldBe("Oven:Pin = ******** (from --set) is of no use with Oven:TimerMinutes = none (default): it never opens.");

    [Fact]
    public void A_rule_of_a_setting_that_does_not_exist_is_a_fault_of_ours() =>
        Should.Throw<InvalidOperationException>(() => BoundSettings.Bind([Sections[0].With(SettingsRule.AtMost("Heat", "Cold", "")), .. Sections.Skip(1)], []));

    [Theory]
    [InlineData("301", "is out of range: permitted are 0 to 300")]
    [InlineData("-1", "is out of range: permitted are 0 to 300")]
    [InlineData("warm", "is not a whole number, or a size such as 64KiB or 1GiB")]
    [InlineData("", "is not a whole number, or a size such as 64KiB or 1GiB")]
    public void A_wrong_value_is_named_with_its_source_and_what_is_permitted(string text, string reason)
    {
        var refusal = Refused(new GivenSetting("Oven:Heat", text, File));

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldBe($"Oven:Heat = '{text}' (from {File}) {reason}.");
    }

    [Fact]
    public void A_duration_and_a_nullable_number_have_ranges_too()
    {
        Refused(new GivenSetting("Oven:Door:OpenTimeout", "2d", File)).Message.ShouldContain("permitted are 1s to 1d");
        Refused(new GivenSetting("Oven:TimerMinutes", "0", File)).Message.ShouldContain("permitted are 1 to 90");
        BoundSettings.Bind(Sections, [new("Oven:TimerMinutes", "", File)]).Get<Oven>().TimerMinutes.ShouldBeNull();
        BoundSettings.Bind(Sections, [new("Oven:TimerMinutes", "90", File)]).Get<Oven>().TimerMinutes.ShouldBe(90);
    }

    [Fact]
    public void All_faults_are_said_at_once()
    {
        var refusal = Refused(new("Oven:Heat", "301", File), new("Oven:Door:OpenTimeout", "soon", File), new("Ofen:Heat", "1", File));

        refusal.Message.ShouldStartWith("Oven:Heat = '301'");
        refusal.Facts.Count.ShouldBe(2);
        refusal.Facts.Values.Select(fault => fault!.ToString()!).ShouldContain(fault => fault.Contains("'soon'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_is_masked_wherever_it_would_be_printed()
    {
        var settings = BoundSettings.Bind(Sections, [new("Oven:Pin", "1234", File)]);

        settings.Get<Oven>().Pin.ShouldBe("1234");
        Of(settings, "Oven:Pin").Value.ShouldNotContain("1234");
        Of(settings, "Oven:Pin").Source.ShouldBe(File);
    }

    [Fact]
    public void A_list_is_one_text_or_numbered_elements()
    {
        BoundSettings.Bind(Sections, [new("Oven:Dishes", "pie, bread", "--set")]).Get<Oven>().Dishes.ShouldBe(["pie", "bread"]);
        var numbered = BoundSettings.Bind(Sections, [new("Oven:Dishes:0", "pie", File), new("Oven:Dishes:1", "bread", File)]);
        numbered.Get<Oven>().Dishes.ShouldBe(["pie", "bread"]);
        Of(numbered, "Oven:Dishes").Source.ShouldBe(File);
        var both = BoundSettings.Bind(Sections, [new("Oven:Dishes:0", "pie", File), new("Oven:Dishes", "soup", "--set")]);
        both.Get<Oven>().Dishes.ShouldBe(["soup"]);
    }

    [Fact]
    public void A_named_section_holds_as_many_records_as_are_named()
    {
        var settings = BoundSettings.Bind(Sections, [new("Shelves:bottom:Level", "2", File), new("Shelves:top:Level", "4", File)]);

        settings.GetNamed<Shelf>().ToDictionary(shelf => shelf.Key, shelf => shelf.Value.Level)
            .ShouldBe(new Dictionary<string, int> { ["top"] = 4, ["bottom"] = 2 }, ignoreOrder: true);
        Refused(new GivenSetting("Shelves:bottom:Levle", "2", File)).Message.ShouldContain("did you mean 'Shelves:bottom:Level'?");
        Refused(new GivenSetting("Shelves:bottom:Level", "9", File)).Message.ShouldContain("permitted are 1 to 5");
    }

    [Fact]
    public void An_empty_object_of_a_file_is_no_fault() =>
        BoundSettings.Bind(Sections, [new("Oven:Door", "", File), new("Shelves", "", File)]).Get<Oven>().Heat.ShouldBe(180);

    [Fact]
    public void A_value_of_a_type_that_nobody_reads_is_a_fault_of_ours() =>
        Should.Throw<InvalidOperationException>(() => OptionsSection.Of<Unreadable>("Unreadable")).Message.ShouldContain("Unreadable.At");

    private static PlatformException Refused(params GivenSetting[] given) =>
        Should.Throw<PlatformException>(() => BoundSettings.Bind(Sections, given));

    private static SettingInForce Of(BoundSettings settings, string path) => settings.InForce.Single(setting => setting.Setting == path);

    private sealed record Oven
    {
        public required string Fuel { get; init; }

        [Range(0, 300)]
        public int Heat { get; init; } = 180;

        [Range(1, 90)]
        public int? TimerMinutes { get; init; }

        [Range(1L << 10, 1L << 30)]
        public long FillMaxBytes { get; init; } = 1L << 20;

        [SecretSetting]
        public string? Pin { get; init; }

        public IReadOnlyList<string> Dishes { get; init; } = [];

        public bool IsHot => Heat > 100;

        public Action<string>? Burned { get; init; }
    }

    private sealed record Door
    {
        [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
        public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(10);
    }

    private sealed record Shelf
    {
        [Range(1, 5)]
        public int Level { get; init; }
    }

    private sealed record Unreadable
    {
        public DateTimeOffset At { get; init; }
    }
}
