using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Schemas.Avro;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Registry;
using Hops.Schemas.Tests.Support;
using Hops.Schemas.Types;

namespace Hops.Schemas.Tests.Compatibility;

/// <summary>Each way in which a schema changes, and under which levels the change may be made.</summary>
public sealed class EvolutionTests
{
    private const string A = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string ADefault = """{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":0}]}""";
    private const string Ab = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""";
    private const string AbDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int","default":0}]}""";
    private const string B = """{"type":"record","name":"R","fields":[{"name":"b","type":"int"}]}""";
    private const string BAlias = """{"type":"record","name":"R","fields":[{"name":"b","type":"int","aliases":["x","a"]}]}""";
    private const string Empty = """{"type":"record","name":"R","fields":[]}""";
    private const string Ab2 = """{"type":"enum","name":"E","symbols":["A","B"]}""";
    private const string Ba2 = """{"type":"enum","name":"E","symbols":["B","A"]}""";
    private const string Abc3 = """{"type":"enum","name":"E","symbols":["A","B","C"]}""";
    private const string Ab2Default = """{"type":"enum","name":"E","symbols":["A","B"],"default":"A"}""";
    private const string EnumD = """{"type":"enum","name":"D","symbols":["A","B"]}""";
    private const string EnumDAlias = """{"type":"enum","name":"D","aliases":["E"],"symbols":["A","B"]}""";
    private const string Fixed4 = """{"type":"fixed","name":"F","size":4}""";
    private const string Fixed5 = """{"type":"fixed","name":"F","size":5}""";
    private const string FixedG = """{"type":"fixed","name":"G","size":4}""";
    private const string FixedGAlias = """{"type":"fixed","name":"G","aliases":["F"],"size":4}""";

    [Theory]
    [InlineData("a field with a default comes", A, AbDefault, true, true)]
    [InlineData("a field without a default comes", A, Ab, false, true)]
    [InlineData("a field without a default goes", Ab, A, true, false)]
    [InlineData("a field with a default goes", AbDefault, A, true, true)]
    [InlineData("a default comes", A, ADefault, true, true)]
    [InlineData("a default goes", ADefault, A, true, true)]
    [InlineData("a field is renamed", A, B, false, false)]
    [InlineData("a field is renamed with an alias", A, BAlias, true, false)]
    [InlineData("a field with a default is renamed with an alias", ADefault, BAlias, true, true)]
    [InlineData("fields change places", Ab, """{"type":"record","name":"R","fields":[{"name":"b","type":"int"},{"name":"a","type":"int"}]}""", true, true)]
    [InlineData("a field is promoted", A, """{"type":"record","name":"R","fields":[{"name":"a","type":"double"}]}""", true, false)]
    [InlineData("a field becomes optional", A, """{"type":"record","name":"R","fields":[{"name":"a","type":["null","int"]}]}""", true, false)]
    [InlineData("a field changes its documentation and order", A, """{"type":"record","name":"R","doc":"d","fields":[{"name":"a","type":"int","doc":"d","order":"ignore"}]}""", true, true)]
    [InlineData("a record moves to a namespace", A, """{"type":"record","name":"x.y.R","fields":[{"name":"a","type":"int"}]}""", true, true)]
    [InlineData("a record is renamed", A, """{"type":"record","name":"Q","fields":[{"name":"a","type":"int"}]}""", false, false)]
    [InlineData("a record is renamed with an alias", A, """{"type":"record","name":"Q","aliases":["R"],"fields":[{"name":"a","type":"int"}]}""", true, false)]
    [InlineData("an alias lies in the namespace of its type", A, """{"type":"record","name":"x.Q","aliases":["R"],"fields":[{"name":"a","type":"int"}]}""", false, false)]
    [InlineData("an alias is a full name", """{"type":"record","name":"x.R","fields":[]}""", """{"type":"record","name":"y.Q","aliases":["x.R"],"fields":[]}""", true, false)]
    [InlineData(
        "a record in a record gains a field",
        """{"type":"record","name":"O","fields":[{"name":"r","type":{"type":"record","name":"R","fields":[]}}]}""",
        """{"type":"record","name":"O","fields":[{"name":"r","type":{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}}]}""",
        false,
        true)]
    [InlineData(
        "a list of itself is promoted",
        """{"type":"record","name":"L","fields":[{"name":"v","type":"int"},{"name":"n","type":["null","L"]}]}""",
        """{"type":"record","name":"L","fields":[{"name":"v","type":"long"},{"name":"n","type":["null","L"]}]}""",
        true,
        false)]
    [InlineData("a symbol comes", Ab2, Abc3, true, false)]
    [InlineData("a symbol goes", Abc3, Ab2, false, true)]
    [InlineData("a symbol goes and a default comes", Abc3, Ab2Default, true, true)]
    [InlineData("a symbol comes to an enum with a default", Ab2Default, Abc3, true, true)]
    [InlineData("symbols change places", Ab2, Ba2, true, true)]
    [InlineData("an enum is renamed", Ab2, EnumD, false, false)]
    [InlineData("an enum is renamed with an alias", Ab2, EnumDAlias, true, false)]
    [InlineData("a fixed grows", Fixed4, Fixed5, false, false)]
    [InlineData("a fixed is renamed", Fixed4, FixedG, false, false)]
    [InlineData("a fixed is renamed with an alias", Fixed4, FixedGAlias, true, false)]
    [InlineData("a fixed becomes bytes", Fixed4, "\"bytes\"", false, false)]
    [InlineData("int becomes long", "\"int\"", "\"long\"", true, false)]
    [InlineData("int becomes float", "\"int\"", "\"float\"", true, false)]
    [InlineData("long becomes float", "\"long\"", "\"float\"", true, false)]
    [InlineData("long becomes double", "\"long\"", "\"double\"", true, false)]
    [InlineData("float becomes double", "\"float\"", "\"double\"", true, false)]
    [InlineData("string becomes bytes", "\"string\"", "\"bytes\"", true, true)]
    [InlineData("int becomes string", "\"int\"", "\"string\"", false, false)]
    [InlineData("boolean becomes int", "\"boolean\"", "\"int\"", false, false)]
    [InlineData("a type becomes a union with it", "\"int\"", """["null","int"]""", true, false)]
    [InlineData("a union becomes one of its types", """["null","int"]""", "\"int\"", false, true)]
    [InlineData("a branch comes", """["null","int"]""", """["null","int","string"]""", true, false)]
    [InlineData("a branch goes", """["null","int","string"]""", """["null","int"]""", false, true)]
    [InlineData("branches change places", """["null","int"]""", """["int","null"]""", true, true)]
    [InlineData("a branch is promoted", """["null","int"]""", """["null","long"]""", true, false)]
    [InlineData("items are promoted", """{"type":"array","items":"int"}""", """{"type":"array","items":"long"}""", true, false)]
    [InlineData("values are promoted", """{"type":"map","values":"int"}""", """{"type":"map","values":"long"}""", true, false)]
    [InlineData("an array becomes a map", """{"type":"array","items":"int"}""", """{"type":"map","values":"int"}""", false, false)]
    [InlineData("a logical type comes", "\"long\"", """{"type":"long","logicalType":"timestamp-millis"}""", true, true)]
    [InlineData("a unit changes", """{"type":"long","logicalType":"timestamp-millis"}""", """{"type":"long","logicalType":"timestamp-micros"}""", true, true)]
    [InlineData("a date becomes a time", """{"type":"int","logicalType":"date"}""", """{"type":"long","logicalType":"timestamp-millis"}""", true, false)]
    [InlineData(
        "a scale changes",
        """{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""",
        """{"type":"bytes","logicalType":"decimal","precision":9,"scale":3}""",
        true,
        true)]
    public void A_change_may_be_made_under_the_levels_whose_direction_it_keeps(
        string change, string earlier, string later, bool isBackward, bool isForward)
    {
        var (before, after) = (AvroDocument.Parse(earlier, []), AvroDocument.Parse(later, []));
        foreach (var level in Enum.GetValues<CompatibilityLevel>())
        {
            var expected = level switch
            {
                CompatibilityLevel.None => true,
                CompatibilityLevel.Backward or CompatibilityLevel.BackwardTransitive => isBackward,
                CompatibilityLevel.Forward or CompatibilityLevel.ForwardTransitive => isForward,
                _ => isBackward && isForward,
            };

            (SubjectRules.Check(level, after, [new(1, before)]).Count == 0).ShouldBe(expected, $"{change} under {level}");
            SubjectRules.Check(level, before, [new(1, before)]).ShouldBeEmpty("what does not change may stay");
        }
    }

    /// <summary>Three versions of which each follows the one before; only some levels see that the third does not follow the first.</summary>
    [Theory]
    [InlineData("a default that fills the gap goes", A, AbDefault, Ab, "BACKWARD FORWARD FULL FORWARD_TRANSITIVE")]
    [InlineData("a field without a default gets one and goes", A, ADefault, Empty, "BACKWARD FORWARD FULL BACKWARD_TRANSITIVE")]
    [InlineData("a type is widened twice", "\"int\"", "\"long\"", "\"double\"", "BACKWARD BACKWARD_TRANSITIVE")]
    [InlineData("a type is widened and narrowed", "\"int\"", "\"double\"", "\"float\"", "FORWARD")]
    [InlineData("a field is added twice with a default", Empty, ADefault, """{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":0},{"name":"b","type":"int","default":0}]}""", "BACKWARD FORWARD FULL BACKWARD_TRANSITIVE FORWARD_TRANSITIVE FULL_TRANSITIVE")]
    public async Task The_registry_looks_at_the_last_version_or_at_all_as_the_level_says(
        string history, string first, string second, string third, string levels)
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        var wanted = levels.Split(' ').ToHashSet();
        foreach (var level in Enum.GetValues<CompatibilityLevel>().Where(level => level != CompatibilityLevel.None))
        {
            var name = CompatibilityLevels.NameOf(level);
            await database.Registry.SetLevelAsync(ann, name, CompatibilityLevel.None);
            await database.Registry.RegisterAsync(ann, name, new SchemaSubmission(first));
            await database.Registry.RegisterAsync(ann, name, new SchemaSubmission(second));
            await database.Registry.SetLevelAsync(ann, name, level);

            var messages = await database.Registry.TestAsync(ann, name, null, new SchemaSubmission(third));

            (messages.Count == 0).ShouldBe(wanted.Contains(name), $"{history} under {name}: {string.Join(' ', messages)}");
            if (messages.Count == 0)
                (await database.Registry.RegisterAsync(ann, name, new SchemaSubmission(third))).Version.ShouldBe(3);
            else
                await RefusedAsync(database, ann, name, third, messages);
        }
    }

    [Fact]
    public async Task A_deleted_version_is_not_compared_with()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        await database.Registry.SetLevelAsync(ann, null, CompatibilityLevel.BackwardTransitive);
        await database.Registry.RegisterAsync(ann, "s", new("\"int\""));
        await database.Registry.RegisterAsync(ann, "s", new("\"double\""));
        await RefusedAsync(database, ann, "s", "\"long\"", null);

        await database.Registry.DeleteVersionAsync(ann, "s", new(2));

        (await database.Registry.RegisterAsync(ann, "s", new("\"long\""))).Version.ShouldBe(3);
    }

    [Fact]
    public async Task The_level_of_a_subject_goes_before_that_of_the_project_and_back_again()
    {
        await using var database = new TestDatabase();
        var ann = TestDatabase.Member(1);
        await database.Registry.RegisterAsync(ann, "s", new("\"int\""));
        (await database.Registry.SetLevelAsync(ann, null, CompatibilityLevel.Forward)).ShouldBeNull();
        await RefusedAsync(database, ann, "s", "\"long\"", null);

        await database.Registry.SetLevelAsync(ann, "s", CompatibilityLevel.Backward);
        (await database.Registry.TestAsync(ann, "s", null, new("\"long\""))).ShouldBeEmpty();
        (await database.Registry.SetLevelAsync(ann, "s", null)).ShouldBe(CompatibilityLevel.Backward);

        await RefusedAsync(database, ann, "s", "\"long\"", null);
        (await database.Registry.SetLevelAsync(ann, null, null)).ShouldBe(CompatibilityLevel.Forward);
        (await database.Registry.RegisterAsync(ann, "s", new("\"long\""))).Version.ShouldBe(2);
    }

    private static async Task RefusedAsync(
        TestDatabase database, Principal who, string subject, string schema, IReadOnlyList<string>? messages)
    {
        var refusal = await Should.ThrowAsync<PlatformException>(() => database.Registry.RegisterAsync(who, subject, new(schema)).AsTask());
        refusal.Code.ShouldBe(ErrorCode.IncompatibleSchema);
        refusal.Facts["error_code"].ShouldBe(409);
        if (messages != null)
            ((IReadOnlyList<string>)refusal.Facts["messages"]!).ShouldBe(messages);
    }
}
