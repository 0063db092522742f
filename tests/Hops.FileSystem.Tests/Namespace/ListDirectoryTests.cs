using System.Text;
using Hops.Core.Errors;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Namespace;

public sealed class ListDirectoryTests
{
    [Fact]
    public async Task Pages_follow_each_other_in_byte_order_of_the_names()
    {
        await using var test = await OpenAsync();
        string[] names = ["a", "A", "a b", "é", "z", "\uffee", "😀", "10", "9", "b%2F"];
        foreach (var name in names)
            await test.WriteAsync("/d/" + name, default);

        var listed = new List<string>();
        FileListing page;
        do
        {
            page = await test.Files.ListAsync(Root, "/d", listed.LastOrDefault() ?? "", 3, default);
            page.Entries.Count.ShouldBeLessThanOrEqualTo(3);
            listed.AddRange(page.Entries.Select(entry => entry.Name));
        }
        while (page.HasMore);
        listed.ShouldBe(names.OrderBy(name => Convert.ToHexString(Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_lists_as_itself_and_a_missing_path_is_refused()
    {
        await using var test = await OpenAsync();
        await test.WriteAsync("/f", Bytes(5, 1));
        var listing = await test.Files.ListAsync(Root, "/f", "", 10, default);
        listing.HasMore.ShouldBeFalse();
        listing.Entries.ShouldHaveSingleItem().Name.ShouldBe("");
        listing.Entries[0].LengthBytes.ShouldBe(5);
        await test.Files.ListAsync(Root, "/no", "", 10, default).ShouldRefuseAsync(ErrorCode.NotFound);
        await test.Files.ListAsync(Root, "/f", "", 0, default).ShouldRefuseAsync(ErrorCode.InvalidArgument);
        await test.Files.ListAsync(Root, "/f/x", "", 1, default).ShouldRefuseAsync(ErrorCode.NotADirectory);
    }
}
