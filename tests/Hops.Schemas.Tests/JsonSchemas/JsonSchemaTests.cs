using Hops.Core.Errors;
using Hops.Schemas.JsonSchemas;
using Hops.Schemas.Types;

namespace Hops.Schemas.Tests.JsonSchemas;

public sealed class JsonSchemaTests
{
    [Theory]
    [InlineData("http://json-schema.org/draft-04/schema#", JsonDraft.Draft4)]
    [InlineData("http://json-schema.org/draft-06/schema", JsonDraft.Draft6)]
    [InlineData("https://json-schema.org/draft-07/schema#", JsonDraft.Draft7)]
    [InlineData("https://json-schema.org/draft/2019-09/schema", JsonDraft.Draft201909)]
    [InlineData("https://json-schema.org/draft/2020-12/schema", JsonDraft.Draft202012)]
    [InlineData("http://json-schema.org/schema#", JsonDraft.Draft7)]
    public void A_text_is_read_by_the_draft_that_it_names_or_else_by_draft_7(string address, JsonDraft draft) =>
        JsonSchema.Parse($$"""{"$schema":"{{address}}","type":"object"}""", []).Draft.ShouldBe(draft);

    [Fact]
    public void White_space_does_not_make_another_schema_and_order_does_not_when_it_is_normalized()
    {
        var one = JsonSchema.Parse("""{ "type" : "object", "properties": {"b": {"maximum": 1.50}, "a": true} }""", []);
        var other = JsonSchema.Parse("""{"properties":{"a":true,"b":{"maximum":1.50}},"type":"object"}""", []);

        one.Text.ShouldBe("""{"type":"object","properties":{"b":{"maximum":1.50},"a":true}}""");
        one.Text.ShouldNotBe(other.Text);
        one.NormalizedText.ShouldBe(other.NormalizedText);
    }

    [Theory]
    [InlineData("""{"type":"text"}""", "/type", "'text' is no type")]
    [InlineData("""{"type":[]}""", "/type", "the name of a type is expected")]
    [InlineData("""{"type":["null","null"]}""", "/type", "each once")]
    [InlineData("""{"properties":[]}""", "/properties", "an object is expected")]
    [InlineData("""{"properties":{"a":7}}""", "/properties/a", "a schema is an object, or true or false")]
    [InlineData("""{"definitions":{"a/b~":{"minLength":-1}}}""", "/definitions/a~1b~0/minLength", "a whole number from 0 on")]
    [InlineData("""{"maxItems":1.5}""", "/maxItems", "a whole number from 0 on")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf", "a number above 0")]
    [InlineData("""{"required":"a"}""", "/required", "an array of names")]
    [InlineData("""{"anyOf":[]}""", "/anyOf", "at least one")]
    [InlineData("""{"enum":1}""", "/enum", "an array of values")]
    [InlineData("""{"$ref":7}""", "/$ref", "an address is expected")]
    [InlineData("""{"$ref":"#/definitions/none"}""", "/$ref", "is no place of the text")]
    [InlineData("""{"$ref":"http://169.254.169.254/latest"}""", "/$ref", "addresses are not fetched")]
    [InlineData("""{"$ref":"#"}""", "/$ref", "leads to itself")]
    [InlineData("""{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}""", null, "leads to itself")]
    [InlineData("7", "", "a schema is an object, or true or false")]
    public void A_wrong_keyword_is_refused_with_its_place(string text, string? pointer, string words)
    {
        var refusal = Should.Throw<PlatformException>(() => JsonSchema.Parse(text, []));

        refusal.Code.ShouldBe(ErrorCode.InvalidSchema);
        refusal.Message.ShouldContain(words);
        if (pointer is not null)
            refusal.Facts["pointer"].ShouldBe(pointer);
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"$ref":"#t"}},"definitions":{"x":{"$id":"#t","type":"string"}}}""")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{"a":{"$ref":"#t"}},"$defs":{"x":{"$anchor":"t","type":"string"}}}""")]
    [InlineData("""{"$id":"http://x.org/root.json","properties":{"a":{"$ref":"part.json"}},"definitions":{"x":{"$id":"part.json","type":"string"}}}""")]
    [InlineData("""{"$id":"http://x.org/root.json","properties":{"a":{"$ref":"part.json#/definitions/y"}},"definitions":{"x":{"$id":"part.json","definitions":{"y":{"type":"string"}}}}}""")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#","id":"http://x.org/a/","properties":{"a":{"$ref":"/t"}},"definitions":{"x":{"id":"http://x.org/t","type":"string"}}}""")]
    [InlineData("""{"$id":"http://x.org/a.json","properties":{"a":{"$id":"http://x.org/sub/","$ref":"t.json"}},"definitions":{"x":{"$id":"http://x.org/t.json","type":"string"},"y":{"$id":"http://x.org/sub/t.json","type":"integer"}}}""")]
    [InlineData("""{"properties":{"a":{"$ref":"#/definitions/a~1b%25"}},"definitions":{"a/b%":{"type":"string"}}}""")]
    public void A_place_of_the_text_is_named_by_pointer_anchor_or_address(string text) => TypeOfA(JsonSchema.Parse(text, [])).ShouldBe(PlainKind.String);

    [Theory]
    [InlineData("part.json", """{"type":"string"}""", "part.json")]
    [InlineData("part.json", """{"definitions":{"t":{"type":"string"}}}""", "part.json#/definitions/t")]
    [InlineData("http://x.org/part.json", """{"type":"string"}""", "http://x.org/part.json#")]
    [InlineData("anything", """{"$id":"http://x.org/part.json","type":"string"}""", "http://x.org/part.json")]
    public void A_schema_of_the_registry_is_named_by_its_reference_or_its_own_address(string name, string part, string address)
    {
        var reference = new NamedSchema(name, JsonSchema.Parse(part, []));

        TypeOfA(JsonSchema.Parse($$$"""{"properties":{"a":{"$ref":"{{{address}}}"} } }""", [reference])).ShouldBe(PlainKind.String);
    }

    [Fact]
    public void The_fields_of_objects_are_found_with_their_descriptions()
    {
        var schema = JsonSchema.Parse(
            """{"title":"Order","properties":{"id":{"type":"integer","description":"its number"},"lines":{"type":"array","items":{"$ref":"#/definitions/line"}},"parent":{"$ref":"#"}},"definitions":{"line":{"properties":{"price":{"type":"number"}}}}}""", []);

        schema.About.ShouldBe(["Order"]);
        schema.Fields(8).ShouldBe([new("id", "its number"), new("lines", ""), new("lines.price", ""), new("parent", "")]);
    }

    [Fact]
    public void A_text_beyond_a_limit_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"not":""", 80)) + "{}" + new string('}', 80);
        var many = $$"""{"allOf":[{{string.Join(',', Enumerable.Repeat("{}", 11_000))}}]}""";
        var longPath = $$$"""{"definitions":{"{{{new string('x', 2_000)}}}":{"not":{} } } }""";
        var longAddress = $$"""{"$id":"http://x.org/{{new string('x', 2_000)}}"}""";

        Code($$"""{"title":"{{new string('x', 300_000)}}"}""").ShouldBe(ErrorCode.TooLarge);
        Code(many).ShouldBe(ErrorCode.TooLarge);
        Code(deep).ShouldBe(ErrorCode.InvalidSchema);
        Code(longPath).ShouldBe(ErrorCode.InvalidSchema);
        Code(longAddress).ShouldBe(ErrorCode.InvalidSchema);
        Code($$"""{"pattern":"{{new string('a', 10_001)}}"}""").ShouldBe(ErrorCode.InvalidSchema);
        Code(new string('[', 300) + new string(']', 300)).ShouldBe(ErrorCode.InvalidSchema);
    }

    [Fact]
    public void A_chain_of_references_is_followed_however_long_it_is()
    {
        var links = string.Join(',', Enumerable.Range(0, 4_000).Select(index => $"\"d{index}\":{{\"$ref\":\"#/definitions/d{index + 1}\"}}"));

        TypeOfA(JsonSchema.Parse("""{"properties":{"a":{"$ref":"#/definitions/d0"}},"definitions":{LINKS,"d4000":{"type":"string"}}}""".Replace("LINKS", links, StringComparison.Ordinal), [])).ShouldBe(PlainKind.String);
    }

    private static PlainKind TypeOfA(JsonSchema schema) => ((PlainNode)((ObjectNode)schema.Root).Properties["a"].Target).Kind;

    private static ErrorCode Code(string text) => Should.Throw<PlatformException>(() => JsonSchema.Parse(text, [])).Code;
}
