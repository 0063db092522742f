using Hops.Schemas.JsonSchemas;
using Hops.Schemas.Types;

namespace Hops.Schemas.Tests.JsonSchemas;

public sealed class JsonShapeTests
{
    [Theory]
    [InlineData("""{"type":"boolean"}""", "Boolean")]
    [InlineData("""{"type":["null","integer"],"minimum":0}""", "Integer")]
    [InlineData("""{"type":["integer","number"]}""", "Number")]
    [InlineData("""{"type":["integer","string"]}""", "Any")]
    [InlineData("""{"type":["integer","string"],"enum":["a","b"]}""", "String")]
    [InlineData("""{"type":"string","format":"date-time"}""", "DateTime")]
    [InlineData("""{"type":"string","format":"email"}""", "String")]
    [InlineData("""{"enum":[1,2.5,null]}""", "Number")]
    [InlineData("""{"const":"fixed"}""", "String")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"string","format":"date-time"}]}""", "DateTime")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"boolean"}]}""", "Any")]
    [InlineData("""{"not":{"type":"string"}}""", "Any")]
    [InlineData("{}", "Any")]
    [InlineData("true", "Any")]
    [InlineData("false", "Any")]
    [InlineData("""{"type":"null"}""", "Any")]
    [InlineData("""{"type":"array"}""", "[Any]")]
    [InlineData("""{"type":"array","items":[{"type":"string"},{"type":"integer"}]}""", "Any")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "[String]")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"}}""", "Any")]
    [InlineData("""{"properties":{"b":{"type":"string"},"a":true}}""", "{b:String,a:Any}")]
    [InlineData("""{"properties":{"a":{"type":"number"}},"allOf":[{"properties":{"a":{"type":"integer"},"b":{"type":"string"}}}],"if":{"required":["b"]}}""", "{a:Integer,b:String}")]
    [InlineData("""{"oneOf":[{"type":"null"},{"properties":{"a":{"type":"string"}}},{"properties":{"a":{"type":"string"}}}]}""", "{a:String}")]
    [InlineData("""{"oneOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"a":{"type":"integer"}}}]}""", "Any")]
    [InlineData("""{"properties":{"v":{"type":"integer"},"next":{"$ref":"#"},"both":{"type":"array","items":{"$ref":"#"}}}}""", "{v:Integer,next:Any,both:[Any]}")]
    public void A_schema_has_the_shape_that_all_its_values_have(string schema, string shape) => Text(JsonSchema.Parse(schema, []).Shape).ShouldBe(shape);

    [Fact]
    public void References_to_other_schemas_are_followed()
    {
        var part = JsonSchema.Parse("""{"definitions":{"code":{"type":"string"}},"properties":{"code":{"$ref":"#/definitions/code"}}}""", []);
        Text(JsonSchema.Parse("""{"properties":{"carrier":{"$ref":"part.json"}}}""", [new NamedSchema("part.json", part)]).Shape).ShouldBe("{carrier:{code:String}}");
    }

    [Fact]
    public void Objects_deep_inside_one_another_have_a_shape_down_to_a_depth()
    {
        var text = Enumerable.Range(0, 60).Aggregate("""{"type":"integer"}""", (inner, _) => """{"properties":{"a":""" + inner + "}}");
        Text(JsonSchema.Parse(text, []).Shape).Count(letter => letter == '{').ShouldBe(33);
    }

    private static string Text(JsonShape shape) => shape.Kind switch
    {
        JsonShapeKind.Object => "{" + string.Join(',', shape.Properties.Select(property => $"{property.Key}:{Text(property.Value)}")) + "}",
        JsonShapeKind.Array => $"[{Text(shape.Items!)}]",
        _ => shape.Kind.ToString(),
    };
}
