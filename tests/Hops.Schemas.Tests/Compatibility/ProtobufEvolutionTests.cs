using Hops.Schemas.Compatibility;
using Hops.Schemas.Protobuf;
using Hops.Schemas.Types;

namespace Hops.Schemas.Tests.Compatibility;

/// <summary>Each way in which a Protobuf schema changes, and under which levels the change may be made.</summary>
public sealed class ProtobufEvolutionTests
{
    private const string A = "message M { string a = 1; }";
    private const string Ab = "message M { string a = 1; int32 b = 2; }";
    private const string OneAb = "message M { oneof o { string a = 1; int32 b = 2; } }";
    private const string OneA = "message M { oneof o { string a = 1; } }";
    private const string OneAAndB = "message M { oneof o { string a = 1; } int32 b = 2; }";
    private const string OneAbc = "message M { oneof o { string a = 1; int32 b = 2; bool c = 3; } }";
    private const string Empty = "message M { }";
    private const string Inner = "message M { I i = 1; } message I { int32 n = 1; }";
    private const string InnerChanged = "message M { I i = 1; } message I { string n = 1; }";
    private const string InnerOther = "message M { J i = 1; } message I { int32 n = 1; } message J { int32 n = 1; }";
    private const string Two = "syntax = \"proto2\"; ";

    [Theory]
    [InlineData("a message comes", A, A + " message N { }", true, false)]
    [InlineData("messages change places", "message M { } message N { }", "message N { } message M { }", true, true)]
    [InlineData("a message in a message goes", "message M { message N { } }", Empty, false, true)]
    [InlineData("a field comes or goes", A, Ab, true, true)]
    [InlineData("a field is renamed", A, "message M { string b = 1; }", true, true)]
    [InlineData("a field changes its number, as one that goes and one that comes", A, "message M { string a = 2; }", true, true)]
    [InlineData("a field of a number becomes one of another that is written alike", "message M { int32 a = 1; }", "message M { uint64 a = 1; }", true, true)]
    [InlineData("a number becomes a boolean", "message M { int32 a = 1; }", "message M { bool a = 1; }", true, true)]
    [InlineData("a number becomes one that is written otherwise", "message M { int32 a = 1; }", "message M { sint32 a = 1; }", false, false)]
    [InlineData("a text becomes bytes", A, "message M { bytes a = 1; }", true, true)]
    [InlineData("a text becomes a number", A, "message M { int32 a = 1; }", false, false)]
    [InlineData("a number becomes an enum", "message M { int32 a = 1; }", "message M { E a = 1; } enum E { Z = 0; }", true, true)]
    [InlineData("a fixed number gains a sign", "message M { fixed64 a = 1; }", "message M { sfixed64 a = 1; }", true, true)]
    [InlineData("a text becomes a list of texts", A, "message M { repeated string a = 1; }", true, true)]
    [InlineData("a list of numbers becomes an optional one", "message M { repeated int32 a = 1; }", "message M { optional int32 a = 1; }", false, false)]
    [InlineData("a scalar becomes a message", "message M { int32 a = 1; }", "message M { N a = 1; } message N { }", false, false)]
    [InlineData("a field is of another message", Inner, InnerOther, false, false)]
    [InlineData("a message of a field changes", Inner, InnerChanged, false, false)]
    [InlineData("values of a map change", "message M { map<string, int32> m = 1; }", "message M { map<string, string> m = 1; }", false, false)]
    [InlineData("keys of a map are written alike", "message M { map<int32, string> m = 1; }", "message M { map<int64, string> m = 1; }", true, true)]
    [InlineData("a map becomes a list", "message M { map<string, int32> m = 1; }", "message M { repeated N m = 1; } message N { }", false, false)]
    [InlineData("an enum comes or goes", Empty, "message M { } enum E { Z = 0; }", true, true)]
    [InlineData("a value of an enum comes, goes or is renamed", "message M { } enum E { Z = 0; A = 1; }", "message M { } enum E { Z = 0; B = 1; C = 2; }", true, true)]
    [InlineData("a package changes", "package a; message M { }", "package b; message M { }", false, false)]
    [InlineData("a field of a oneof comes", OneA, OneAb, true, false)]
    [InlineData("a oneof goes with its fields", OneAb, Empty, true, true)]
    [InlineData("a field leaves a oneof", OneAb, OneAAndB, true, false)]
    [InlineData("a oneof is opened into fields", OneAb, Ab, true, false)]
    [InlineData("one field becomes a oneof", A, OneA, true, true)]
    [InlineData("a field of a oneof changes its type", OneA, "message M { oneof o { bytes a = 1; int32 b = 2; } }", true, false)]
    [InlineData("several fields become a oneof", Ab, OneAbc, false, false)]
    [InlineData("a required field comes", Two + "message M { }", Two + "message M { required int32 a = 1; }", false, false)]
    [InlineData("a required field becomes optional", Two + "message M { required string a = 1; }", Two + "message M { optional string a = 1; }", true, true)]
    [InlineData("options, services and comments change", A, "option java_package = \"x\"; message M { string a = 1 [deprecated = true]; /* why */ } service S { rpc R (M) returns (stream M); }", true, true)]
    public void A_change_may_be_made_in_the_directions_that_it_keeps(string change, string earlier, string later, bool isBackward, bool isForward)
    {
        var (before, after) = (Parse(earlier), Parse(later));
        foreach (var level in Enum.GetValues<CompatibilityLevel>())
        {
            var expected = (!CompatibilityLevels.IsBackward(level) || isBackward) && (!CompatibilityLevels.IsForward(level) || isForward);

            var messages = SubjectRules.Check(level, after, [new(1, before)]);

            (messages.Count == 0).ShouldBe(expected, $"{change} under {level}: {string.Join(' ', messages)}");
            SubjectRules.Check(level, before, [new(1, before)]).ShouldBeEmpty("what does not change may stay");
        }
    }

    [Theory]
    [InlineData(A, "message M { int32 a = 1; }", "FIELD_SCALAR_KIND_CHANGED", "'#/M/1'")]
    [InlineData(InnerChanged, Inner, "FIELD_SCALAR_KIND_CHANGED", "'#/I/1'")]
    [InlineData("message M { message N { } }", Empty, "MESSAGE_REMOVED", "'M.N'")]
    [InlineData(Ab, OneAbc, "MULTIPLE_FIELDS_MOVED_TO_ONEOF", "'#/M/o'")]
    [InlineData(OneAAndB, OneAb, "FIELD_MOVED_TO_EXISTING_ONEOF", "'#/M/o'")]
    [InlineData(OneAbc, OneAb, "ONEOF_FIELD_REMOVED", "'#/M/3'")]
    public void A_message_names_the_rule_and_the_place(string earlier, string later, string rule, string place)
    {
        var messages = SubjectRules.Check(CompatibilityLevel.Backward, Parse(later), [new(3, Parse(earlier))]);

        messages[0].ShouldStartWith($"{{errorType:'{rule}', description:'");
        messages[0].ShouldContain(place);
        messages.ShouldContain("{oldSchemaVersion: 3}");
    }

    [Fact]
    public void A_message_of_another_file_is_compared_too()
    {
        static ProtobufSchema Importing(string part) => ProtobufSchema.Parse(
            "syntax = \"proto3\"; import \"p.proto\"; message M { p.I i = 1; }", [new NamedSchema("p.proto", Parse("package p; message I { " + part + " n = 1; }"))]);

        SubjectRules.Check(CompatibilityLevel.Backward, Importing("int64"), [new(1, Importing("int32"))]).ShouldBeEmpty();
        SubjectRules.Check(CompatibilityLevel.Backward, Importing("string"), [new(1, Importing("int32"))])[0].ShouldContain("FIELD_SCALAR_KIND_CHANGED");
    }

    private static ProtobufSchema Parse(string text) => ProtobufSchema.Parse(text.StartsWith("syntax", StringComparison.Ordinal) ? text : "syntax = \"proto3\"; " + text, []);
}
