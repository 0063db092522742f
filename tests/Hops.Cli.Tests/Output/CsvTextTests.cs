using System.Text.Json;
using Hops.Cli.Output;
using Hops.Cli.Records;
using Hops.Cli.Tests.Records;

namespace Hops.Cli.Tests.Output;

public sealed class CsvTextTests
{
    [Fact]
    public void Null_is_nothing_an_empty_text_is_quoted_and_so_is_what_would_break_a_line()
    {
        var row = JsonElement.Parse("""[null,"","a,b","say \"hi\"","two\nlines",1.50,true,[1,2]]""");
        CsvText.Line(row.EnumerateArray()).ShouldBe(",\"\",\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",1.50,true,\"[1,2]\"");
    }

    [Fact]
    public void What_is_written_is_read_back_by_the_reader_of_files()
    {
        string[] names = ["plain", "comma, comma", "\"quoted\"", "line\nend", "ümlaut"];
        new CsvReader(InputText.Bytes(CsvText.Line(names) + "\n"), separator: ',').Read()!.Select(cell => cell.Text).ShouldBe(names);
    }
}
