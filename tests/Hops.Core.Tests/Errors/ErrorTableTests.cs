using Hops.Core.Errors;

namespace Hops.Core.Tests.Errors;

public sealed class ErrorTableTests
{
    [Fact]
    public void Every_code_has_one_row_in_the_order_of_the_enumeration() =>
        ErrorTable.Rows.Select(row => row.Code).ShouldBe(Enum.GetValues<ErrorCode>());

    [Fact]
    public void Each_code_finds_its_row()
    {
        foreach (var code in Enum.GetValues<ErrorCode>())
            ErrorTable.Row(code).Code.ShouldBe(code);
    }

    [Fact]
    public void Slugs_are_unique_and_fit_into_an_address()
    {
        ErrorTable.Rows.Select(row => row.Slug).ShouldBeUnique();
        ErrorTable.Rows.ShouldAllBe(row => row.Slug.All(letter => char.IsAsciiLetterLower(letter) || letter == '-') && row.Slug.Trim('-') == row.Slug);
    }

    [Fact]
    public void Statuses_are_errors_and_classes_have_a_package()
    {
        ErrorTable.Rows.ShouldAllBe(row => row.HttpStatus >= 400 && row.HttpStatus <= 599);
        ErrorTable.Rows.ShouldAllBe(row => row.HadoopClass.Contains('.') && row.HadoopClass.EndsWith("Exception", StringComparison.Ordinal));
        ErrorTable.Rows.ShouldAllBe(row => row.KafkaCode != 0);
        ErrorTable.Rows.ShouldAllBe(row => row.Title.Length > 0 && !row.Title.EndsWith('.'));
    }

    [Fact]
    public void Refusals_that_pass_by_themselves_are_retriable() =>
        ErrorTable.Rows.Where(row => row.HttpStatus is 503 or 504 or 429 or 507).ShouldAllBe(row => row.Retriable);

    [Fact]
    public void Facts_travel_with_the_exception()
    {
        var refusal = new PlatformException(ErrorCode.TooLarge, "too large").With("limit", 7);

        refusal.Facts["limit"].ShouldBe(7);
    }
}
