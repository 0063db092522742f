using Hops.Core.Errors;

namespace Hops.Cli.Tests.Records;

public sealed class JsonRecordsTests
{
    [Theory]
    [InlineData("{\"a\":1}\n\n{\"a\":2}\r\n", "1 {\"a\":1}", "3 {\"a\":2}")]
    [InlineData("\ufeff{\"a\":1}\n{\"a\":2}", "1 {\"a\":1}", "2 {\"a\":2}")]
    [InlineData("[{\"a\":1},\n {\"a\":[2]}]\n", "1 {\"a\":1}", "2 {\"a\":[2]}")]
    [InlineData("[\n{\"a\":\"]},\"}\n,\n{}]", "2 {\"a\":\"]},\"}", "4 {}")]
    [InlineData("{\"a\":1}{\"a\":2}", "1 {\"a\":1}", "1 {\"a\":2}")]
    [InlineData("{\n \"a\": \"\\\"{\"\n}\n{\"a\":2}", "1 {\n \"a\": \"\\\"{\"\n}", "4 {\"a\":2}")]
    [InlineData("5\n\"x\"\n", "1 5", "2 \"x\"")]
    [InlineData("[5,\"x\"]", "1 5", "1 \"x\"")]
    public void Records_stand_on_lines_of_their_own_or_on_several_or_in_one_array(string text, params string[] records) =>
        InputText.Json(text).ShouldBe(records);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\n")]
    [InlineData("[]")]
    [InlineData("[ \n ]\n")]
    public void There_may_be_none(string text) => InputText.Json(text).ShouldBeEmpty();

    [Theory]
    [InlineData("{\"a\":1}\nnonsense\n", 2, "Not valid JSON")]
    [InlineData("{\"a\":\"x\n{\"a\":2}\n", 1, "Not valid JSON")]
    [InlineData("{\"a\":1}\n{\"a\":\n", 2, "Not valid JSON")]
    [InlineData("[{\"a\":1}\n{\"a\":2}]", 2, "a comma or ]")]
    [InlineData("[{\"a\":1},\n{\"a\":2}", 2, "the array is not closed")]
    [InlineData("[{\"a\":1}]\nx", 2, "text follows after the array")]
    [InlineData("[1,]", 1, "Not valid JSON")]
    [InlineData("{\"a\":1,\"a\":2}", 1, "Not valid JSON")]
    public void What_is_none_is_told_with_the_line_where_it_begins(string text, long line, string reason)
    {
        var refusal = Should.Throw<PlatformException>(() => InputText.Json(text));

        refusal.Facts["line"].ShouldBe(line);
        refusal.Message.ShouldContain(reason);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_and_not_replaced()
    {
        var bytes = "{\"a\":\"x\"}\n{\"a\":\"M?nchen\"}\n"u8.ToArray();
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xfc;

        var records = Hops.Cli.Records.JsonRecords.Read(InputText.Bytes(bytes)).GetEnumerator();
        records.MoveNext().ShouldBeTrue();
        Should.Throw<PlatformException>(() => records.MoveNext()).Message.ShouldStartWith("Line 2: The text is not UTF-8");
    }
}
