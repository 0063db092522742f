using System.Buffers;
using System.Text;
using Hops.Core.Errors;
using Hops.Schemas.Json;
using Hops.Schemas.JsonSchemas;

namespace Hops.Schemas.Tests.JsonSchemas;

/// <summary>Values that are written by a JSON Schema.</summary>
public sealed class DocumentCheckTests
{
    [Theory]
    [InlineData("true", "[1]")]
    [InlineData("""{"type":"integer"}""", "1.0")]
    [InlineData("""{"type":["string","null"],"maxLength":2}""", "null")]
    [InlineData("""{"maxLength":1}""", "\"é\"")]
    [InlineData("""{"maxLength":1}""", "12345")]
    [InlineData("""{"type":"string","pattern":"^a+$"}""", "\"aaa\"")]
    [InlineData("""{"multipleOf":0.1}""", "0.3")]
    [InlineData("""{"enum":[{"a":1,"b":2}]}""", """{"b":2.0,"a":1}""")]
    [InlineData("""{"properties":{"a":{"type":"integer"}},"patternProperties":{"^x":{"type":"string"}},"additionalProperties":false}""", """{"a":1,"xy":"z"}""")]
    [InlineData("""{"dependencies":{"a":["b"],"c":{"minProperties":2}}}""", """{"a":1,"b":2,"c":3}""")]
    [InlineData("""{"items":[{"type":"string"}],"additionalItems":{"type":"integer"}}""", """["a",1,2]""")]
    [InlineData("""{"contains":{"const":2}}""", "[1,2]")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":2.5}]}""", "1")]
    [InlineData("""{"not":{"type":"integer"}}""", "1.5")]
    [InlineData("""{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}""", """{"c":1}""")]
    [InlineData("""{"properties":{"n":{"$ref":"#"}},"additionalProperties":false}""", """{"n":{"n":{}}}""")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","prefixItems":[{"type":"string"}],"items":false}""", """["a"]""")]
    [InlineData("""{"type":"string","format":"date"}""", "\"no date: a remark\"")]
    public void A_value_that_fits_is_written_as_it_is(string schema, string value)
    {
        var output = new ArrayBufferWriter<byte>();

        JsonSchema.Parse(schema, []).Encode(PlainJson.Parse(value), output);

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(value);
    }

    [Theory]
    [InlineData("false", "1", "", "nothing is taken here")]
    [InlineData("""{"type":"integer"}""", "1.5", "", "a whole number is expected")]
    [InlineData("""{"type":"integer"}""", "\"1\"", "", "a whole number is expected")]
    [InlineData("""{"type":["string","null"]}""", "1", "", "none of 2 alternatives fits")]
    [InlineData("""{"minLength":2,"maxLength":3}""", "\"abcd\"", "", "the text has 4 characters, and the schema takes 2 to 3")]
    [InlineData("""{"maxLength":1}""", "\"\ud83d\ude00\ud83d\ude00\"", "", "the text has 2 characters")]
    [InlineData("""{"pattern":"^(a+)+$"}""", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", "", "does not match")]
    [InlineData("""{"exclusiveMaximum":2}""", "2", "", "beyond exclusiveMaximum 2")]
    [InlineData("""{"multipleOf":0.1}""", "0.35", "", "beyond multipleOf")]
    [InlineData("""{"properties":{"a":{"items":{"type":"string"}}}}""", """{"a":["x",7]}""", "/a/1", "a value of type string is expected, not 7")]
    [InlineData("""{"required":["a"]}""", "{}", "", "the property 'a' is missing")]
    [InlineData("""{"properties":{},"additionalProperties":false}""", """{"a":1}""", "/a", "takes no property 'a'")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "/ab", "the name of the property")]
    [InlineData("""{"uniqueItems":true}""", "[1,1.0]", "", "twice")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","contains":{"const":1},"maxContains":1}""", "[1,1]", "", "2 of its items")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"minimum":2}]}""", "3", "", "2 of the alternatives fit, and one may")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#","minimum":5,"exclusiveMinimum":true}""", "5", "", "beyond exclusiveMinimum 5")]
    public void A_value_that_does_not_fit_is_refused_with_its_place(string schema, string value, string pointer, string words)
    {
        var refusal = Refusal(schema, value);

        refusal.Code.ShouldBe(ErrorCode.InvalidArgument);
        refusal.Message.ShouldContain(words);
        refusal.Facts["pointer"].ShouldBe(pointer);
    }

    [Theory]
    [InlineData("""{"pattern":"^(?=a)b"}""", "\"a\"", ErrorCode.Unsupported)]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2019-09/schema","unevaluatedProperties":false}""", "{}", ErrorCode.Unsupported)]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2019-09/schema","$ref":"#","minimum":1}""", "1", ErrorCode.TooLarge)]
    public void What_cannot_be_checked_in_bounded_time_is_not_written(string schema, string value, ErrorCode code) => Refusal(schema, value).Code.ShouldBe(code);

    [Fact]
    public void Alternatives_that_multiply_are_given_up()
    {
        var levels = string.Join(',', Enumerable.Range(0, 25).Select(index => $"\"l{index}\":{{\"anyOf\":[{{\"$ref\":\"#/definitions/l{index + 1}\"}},{{\"$ref\":\"#/definitions/l{index + 1}\"}}]}}"));

        Refusal("{\"$ref\":\"#/definitions/l0\",\"definitions\":{" + levels + ",\"l25\":{\"type\":\"string\"}}}", "1").Code.ShouldBe(ErrorCode.TooLarge);
    }

    private static PlatformException Refusal(string schema, string value) =>
        Should.Throw<PlatformException>(() => JsonSchema.Parse(schema, []).Encode(PlainJson.Parse(value), new ArrayBufferWriter<byte>()));
}
