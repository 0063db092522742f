using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Hadoop.WebHdfs;

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class OperationTableTests
{
    [Fact]
    public void Every_row_says_what_the_caller_needs()
    {
        OperationTable.Rows.ShouldNotBeEmpty();
        foreach (var row in OperationTable.Rows)
        {
            Enum.IsDefined(row.Required).ShouldBeTrue(row.Name);
            row.Name.ShouldBe(row.Name.ToUpperInvariant());
            row.HandleAsync.ShouldNotBeNull();

            // Whatever changes something needs more than to know of it, and content needs the right to read it.
            (row.Method == "GET" || row.Required is not (Operation.Describe or Operation.Read)).ShouldBeTrue(row.Name);
        }

        OperationTable.Find("GET", "OPEN").Required.ShouldBe(Operation.Read);
        OperationTable.Find("GET", "GETFILECHECKSUM").Required.ShouldBe(Operation.Read);
    }

    [Theory]
    [InlineData("GET", "liststatus")]
    [InlineData("PUT", "Create")]
    public void Names_are_found_in_any_case(string method, string name) =>
        OperationTable.Find(method, name).Name.ShouldBe(name.ToUpperInvariant());

    [Theory]
    [InlineData("GET", "DELETE", ErrorCode.InvalidArgument)]
    [InlineData("PUT", "NONSENSE", ErrorCode.InvalidArgument)]
    [InlineData("PUT", "CREATESNAPSHOT", ErrorCode.Unsupported)]
    public void Other_names_are_refused(string method, string name, ErrorCode code) =>
        Should.Throw<PlatformException>(() => OperationTable.Find(method, name)).Code.ShouldBe(code);
}
