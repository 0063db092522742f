using Hops.Core.Errors;
using Hops.Schemas.Compatibility;
using Hops.Schemas.JsonSchemas;

namespace Hops.Schemas.Tests.Compatibility;

/// <summary>Each way in which a JSON Schema changes, and under which levels the change may be made.</summary>
public sealed class JsonEvolutionTests
{
    private const string Open = """{"type":"object","properties":{"a":{"type":"string"}}}""";
    private const string OpenAb = """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}}}""";
    private const string Closed = """{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""";
    private const string ClosedAb = """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"additionalProperties":false}""";
    private const string ClosedAbRequired = """{"type":"object","required":["b"],"properties":{"a":{"type":"string"},"b":{"type":"integer"}},"additionalProperties":false}""";
    private const string ClosedAbDefault = """{"type":"object","required":["b"],"properties":{"a":{"type":"string"},"b":{"type":"integer","default":0}},"additionalProperties":false}""";
    private const string Partly = """{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"integer"}}""";
    private const string PartlyPattern = """{"type":"object","properties":{"a":{"type":"string"}},"patternProperties":{"^b":{"type":"integer"}},"additionalProperties":false}""";
    private const string PartlyAbText = """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"additionalProperties":{"type":"integer"}}""";
    private const string Required = """{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}}""";
    private const string RequiredDefault = """{"type":"object","required":["a"],"properties":{"a":{"type":"string","default":""}}}""";
    private const string AString = """{"type":"string"}""";
    private const string AOrB = """{"oneOf":[{"type":"string"},{"type":"integer"}]}""";
    private const string AOrBOrC = """{"oneOf":[{"type":"string"},{"type":"integer"},{"type":"boolean"}]}""";
    private const string Tree = """{"type":"object","properties":{"v":{"type":"integer"},"n":{"$ref":"#"}},"additionalProperties":false}""";
    private const string TreeWide = """{"type":"object","properties":{"v":{"type":"number"},"n":{"$ref":"#"}},"additionalProperties":false}""";
    private const string Draft4Exclusive = """{"$schema":"http://json-schema.org/draft-04/schema#","type":"number","minimum":5,"exclusiveMinimum":true}""";

    [Theory]
    [InlineData("title, description and default change", """{"type":"string","title":"a","default":"x"}""", """{"type":"string","title":"b","description":"c"}""", true, true)]
    [InlineData("all is taken", AString, "true", true, false)]
    [InlineData("nothing is taken any more", AString, "false", false, true)]
    [InlineData("a type changes", AString, """{"type":"integer"}""", false, false)]
    [InlineData("an integer becomes a number", """{"type":"integer"}""", """{"type":"number"}""", true, false)]
    [InlineData("a type becomes one of two", AString, """{"type":["string","null"]}""", true, false)]
    [InlineData("a list of types changes its order", """{"type":["null","string"]}""", """{"type":["string","null"]}""", true, true)]
    [InlineData("a longest length grows", """{"type":"string","maxLength":3}""", """{"type":"string","maxLength":4}""", true, false)]
    [InlineData("a longest length comes", AString, """{"type":"string","maxLength":4}""", false, true)]
    [InlineData("a shortest length grows", """{"type":"string","minLength":3}""", """{"type":"string","minLength":4}""", false, true)]
    [InlineData("a pattern comes", AString, """{"type":"string","pattern":"^a"}""", false, true)]
    [InlineData("a pattern changes", """{"type":"string","pattern":"^b"}""", """{"type":"string","pattern":"^a"}""", false, false)]
    [InlineData("a format changes, which is a remark", """{"type":"string","format":"date"}""", """{"type":"string","format":"time"}""", true, true)]
    [InlineData("a maximum is written otherwise", """{"type":"number","maximum":10}""", """{"type":"number","maximum":1e1}""", true, true)]
    [InlineData("a maximum grows beyond what a double tells apart", """{"type":"integer","maximum":9007199254740992}""", """{"type":"integer","maximum":9007199254740993}""", true, false)]
    [InlineData("an exclusive minimum of draft 4 falls", Draft4Exclusive, """{"$schema":"http://json-schema.org/draft-04/schema#","type":"number","minimum":4,"exclusiveMinimum":true}""", true, false)]
    [InlineData("an exclusive minimum is written as in draft 6", Draft4Exclusive, """{"$schema":"http://json-schema.org/draft-06/schema#","type":"number","exclusiveMinimum":5}""", true, true)]
    [InlineData("a step is halved", """{"type":"number","multipleOf":0.2}""", """{"type":"number","multipleOf":0.1}""", true, false)]
    [InlineData("a step changes", """{"type":"number","multipleOf":2}""", """{"type":"number","multipleOf":3}""", false, false)]
    [InlineData("an enum gains a value", """{"enum":["a","b"]}""", """{"enum":["b","a","c"]}""", true, false)]
    [InlineData("an enum of numbers is written otherwise", """{"enum":[1,{"x":2,"y":3}]}""", """{"enum":[{"y":3.0,"x":2},1.0]}""", true, true)]
    [InlineData("a constant changes", """{"const":1}""", """{"const":2}""", false, false)]
    [InlineData("an enum comes to a type", AString, """{"type":"string","enum":["a"]}""", false, true)]
    [InlineData("a property comes to an open object", Open, OpenAb, false, true)]
    [InlineData("a property that may be anything comes to an open object", Open, """{"type":"object","properties":{"a":{"type":"string"},"b":{}}}""", true, true)]
    [InlineData("an optional property comes to a closed object", Closed, ClosedAb, true, false)]
    [InlineData("a required property comes to a closed object", Closed, ClosedAbRequired, false, false)]
    [InlineData("a required property with a default comes to a closed object", Closed, ClosedAbDefault, true, false)]
    [InlineData("a property comes that the others were like", Partly, """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"number"}},"additionalProperties":{"type":"integer"}}""", true, false)]
    [InlineData("a property comes that the others were not like", Partly, PartlyAbText, false, false)]
    [InlineData("a property comes that a pattern covered", PartlyPattern, """{"type":"object","properties":{"a":{"type":"string"},"b1":{"type":"integer"}},"patternProperties":{"^b":{"type":"integer"}},"additionalProperties":false}""", true, true)]
    [InlineData("an open object is closed", Open, Closed, false, true)]
    [InlineData("others are to fit a schema", Open, Partly, false, true)]
    [InlineData("a property becomes required", Open, Required, false, true)]
    [InlineData("a property with a default becomes required", Open, RequiredDefault, true, true)]
    [InlineData("a property is required with another", """{"type":"object"}""", """{"type":"object","dependencies":{"a":["b"]}}""", false, true)]
    [InlineData("a dependency has its own keyword", """{"type":"object","dependencies":{"a":["b"]}}""", """{"$schema":"https://json-schema.org/draft/2019-09/schema","type":"object","dependentRequired":{"a":["b"]}}""", true, true)]
    [InlineData("an item comes to an open list of items", """{"type":"array","items":[{"type":"string"}]}""", """{"type":"array","items":[{"type":"string"},{"type":"string"}]}""", false, true)]
    [InlineData("an item comes to a closed list of items", """{"type":"array","items":[{"type":"string"}],"additionalItems":false}""", """{"type":"array","items":[{"type":"string"},{"type":"string"}],"additionalItems":false}""", true, false)]
    [InlineData("items are written as in draft 2020-12", """{"type":"array","items":[{"type":"string"}],"additionalItems":false}""", """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"array","prefixItems":[{"type":"string"}],"items":false}""", true, true)]
    [InlineData("items are to be unique", """{"type":"array"}""", """{"type":"array","uniqueItems":true}""", false, true)]
    [InlineData("items change their type", """{"type":"array","items":{"type":"string"}}""", """{"type":"array","items":{"type":"boolean"}}""", false, false)]
    [InlineData("an alternative comes", AOrB, AOrBOrC, true, false)]
    [InlineData("alternatives change places", AOrB, """{"oneOf":[{"type":"integer"},{"type":"string"}]}""", true, true)]
    [InlineData("one of some becomes any of them", AOrB, """{"anyOf":[{"type":"string"},{"type":"integer"}]}""", true, false)]
    [InlineData("a demand comes to others", """{"allOf":[{"type":"string"}]}""", """{"allOf":[{"type":"string"},{"minLength":1}]}""", false, true)]
    [InlineData("less is refused", """{"not":{"type":"number"}}""", """{"not":{"type":"integer"}}""", true, false)]
    [InlineData("a condition selects other values", """{"if":{"type":"string"},"then":{"minLength":1}}""", """{"if":{"type":"number"},"then":{"minLength":1}}""", false, false)]
    [InlineData("a part moves to the definitions", Open, """{"type":"object","properties":{"a":{"$ref":"#/definitions/t"}},"definitions":{"t":{"type":"string"}}}""", true, true)]
    [InlineData("an object that holds itself is widened", Tree, TreeWide, true, false)]
    [InlineData("bytes of Connect change their form", """{"type":"number","connect.type":"bytes"}""", """{"type":"string","connect.type":"bytes"}""", true, true)]
    public void A_change_may_be_made_in_the_directions_that_it_keeps(string change, string earlier, string later, bool isBackward, bool isForward)
    {
        var (before, after) = (JsonSchema.Parse(earlier, []), JsonSchema.Parse(later, []));
        foreach (var level in Enum.GetValues<CompatibilityLevel>())
        {
            var expected = (!CompatibilityLevels.IsBackward(level) || isBackward) && (!CompatibilityLevels.IsForward(level) || isForward);

            var messages = SubjectRules.Check(level, after, [new(1, before)]);

            (messages.Count == 0).ShouldBe(expected, $"{change} under {level}: {string.Join(' ', messages)}");
            SubjectRules.Check(level, before, [new(1, before)]).ShouldBeEmpty("what does not change may stay");
        }
    }

    [Theory]
    [InlineData(Open, OpenAb, "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL", "#/properties/b")]
    [InlineData(Open, Required, "REQUIRED_ATTRIBUTE_ADDED", "#/required/a")]
    [InlineData(Open, Closed, "ADDITIONAL_PROPERTIES_REMOVED", "#/additionalProperties")]
    [InlineData(ClosedAb, Closed, "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", "#/properties/b")]
    [InlineData(TreeWide, Tree, "TYPE_NARROWED", "#/properties/v")]
    [InlineData(AOrBOrC, AOrB, "SUM_TYPE_NARROWED", "#/")]
    public void A_message_names_the_rule_and_the_place(string earlier, string later, string rule, string place)
    {
        var messages = SubjectRules.Check(CompatibilityLevel.Backward, JsonSchema.Parse(later, []), [new(3, JsonSchema.Parse(earlier, []))]);

        messages[0].ShouldStartWith($"{{errorType:'{rule}', description:'");
        messages[0].ShouldContain($"'{place}'");
        messages.ShouldContain("{oldSchemaVersion: 3}");
        messages.ShouldContain($"{{oldSchema: '{earlier}'}}");
    }

    [Fact]
    public void Schemas_that_hold_each_other_get_no_verdict_from_the_half_that_was_seen_first()
    {
        const string Shape = """{"$ref":"#/definitions/a","definitions":{"a":{"type":"object","properties":{"x":{"$ref":"#/definitions/b"},"y":{"$ref":"#/definitions/b"},"z":{"type":"TYPE"}},"additionalProperties":false},"b":{"type":"object","properties":{"a":{"$ref":"#/definitions/a"}},"additionalProperties":false}}}""";
        var before = JsonSchema.Parse(Shape.Replace("TYPE", "string", StringComparison.Ordinal), []);
        var after = JsonSchema.Parse(Shape.Replace("TYPE", "integer", StringComparison.Ordinal), []);

        var messages = SubjectRules.Check(CompatibilityLevel.Backward, after, [new(1, before)]);

        messages.ShouldContain(message => message.Contains("'#/properties/z'", StringComparison.Ordinal));
        messages.ShouldContain(message => message.Contains("'#/properties/y/properties/a/properties/z'", StringComparison.Ordinal));
    }

    [Fact]
    public void Alternatives_that_multiply_are_refused_before_they_cost_much()
    {
        var before = Alternatives(900, "maxLength");
        var after = Alternatives(900, "minLength");

        Should.Throw<PlatformException>(() => SubjectRules.Check(CompatibilityLevel.Full, after, [new(1, before)])).Code.ShouldBe(ErrorCode.TooLarge);
    }

    [Fact]
    public void A_schema_as_large_as_may_be_of_hostile_patterns_is_refused_before_they_cost_much()
    {
        var before = JsonSchema.Parse(Patterns("string", number => $"^(a+)+{number}$"), []);
        var after = JsonSchema.Parse($$"""{"type":"object","properties":{{{string.Join(',', Enumerable.Range(0, 4_000).Select(number => $"\"{new string('a', 20)}{number}!\":{{\"type\":\"string\"}}"))}}},"additionalProperties":false}""", []);

        foreach (var (one, other) in new[] { (before, after), (after, before) })
            Should.Throw<PlatformException>(() => SubjectRules.Check(CompatibilityLevel.Full, one, [new(1, other)])).Message.ShouldContain("patterns of properties");

        static string Patterns(string type, Func<int, string> pattern) =>
            $$"""{"type":"object","patternProperties":{{{string.Join(',', Enumerable.Range(0, 4_000).Select(number => $"\"{pattern(number)}\":{{\"type\":\"{type}\"}}"))}}},"additionalProperties":false}""";
    }

    [Fact]
    public void A_hostile_pattern_of_names_is_not_run_and_covers_nothing()
    {
        const string Patterned = """{"type":"object","patternProperties":{"PATTERN":{"type":"string"}},"additionalProperties":false}""";
        var name = new string('a', 40) + "!";
        var after = JsonSchema.Parse("""{"type":"object","properties":{"NAME":{"type":"string"}},"patternProperties":{"^(?=b)(a+)+$":{"type":"string"}},"additionalProperties":false}""".Replace("NAME", name, StringComparison.Ordinal), []);

        foreach (var pattern in new[] { "^(?=b)(a+)+$", "^(a+)+$", "(((a{1,900}){1,900}){1,900})", "[" })
            SubjectRules.Check(CompatibilityLevel.Backward, JsonSchema.Parse(Patterned.Replace("PATTERN", pattern, StringComparison.Ordinal), []), [new(1, after)])
                .ShouldContain(message => message.Contains("PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", StringComparison.Ordinal), pattern);
    }

    private static JsonSchema Alternatives(int count, string keyword)
    {
        var parts = Enumerable.Range(0, count).Select(index =>
            $$$"""{"type":"object","properties":{"p{{{index}}}":{"type":"string","{{{keyword}}}":{{{index}}} },"q":{"type":"array","items":{"type":"string","{{{keyword}}}":{{{index}}} } } } }""");
        return JsonSchema.Parse($$"""{"oneOf":[{{string.Join(',', parts)}}]}""", []);
    }
}
