using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Tests.Testing;
using static Hops.FileSystem.Tests.Testing.TestFileSystem;

namespace Hops.FileSystem.Tests.Access;

/// <summary>
/// Which bits of which inode each operation asks for: every operation goes through with exactly those of the table, and is refused when any
/// one of them is missing and all others are there (reference 03 section 2.4).
/// </summary>
public sealed class OperationRightsTests
{
    private const int Read = 4;
    private const int Write = 2;
    private const int Execute = 1;

    private static readonly Principal Ann = Caller("ann", "staff");
    private static readonly Principal Bob = Caller("bob", "staff");
    private static readonly Principal Eve = Caller("eve", "guests");

    /// <summary>What it is, what it needs of the directory, of the file in it, and of the directory next to it.</summary>
    public static TheoryData<string, int, int, int> Needs => new()
    {
        { "stat", Execute, 0, 0 },
        { "find what is not there", Execute, 0, 0 },
        { "list", Read | Execute, 0, 0 },
        { "list a file", Execute, 0, 0 },
        { "open", Execute, Read, 0 },
        { "append", Execute, Write, 0 },
        { "create", Write | Execute, 0, 0 },
        { "overwrite", Write | Execute, Write, 0 },
        { "mkdirs", Write | Execute, 0, 0 },
        { "mkdirs of what is there", Execute, 0, 0 },
        { "delete", Write | Execute, 0, 0 },
        { "rename", Write | Execute, 0, Write | Execute },
        { "move into", Write | Execute, 0, Write | Execute },
        { "set times", Execute, Write, 0 },
        { "recover lease", Execute, Write, 0 },
        { "summarize", Read | Execute, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task An_operation_needs_these_bits_and_no_others(string name, int ofDirectory, int ofFile, int ofOther)
    {
        await using var test = await OpenAsync();
        foreach (var (who, shift) in new[] { (Ann, 6), (Bob, 3), (Eve, 0) })
        {
            (await IsAllowedAsync(test, name, who, (ofDirectory << shift, ofFile << shift, ofOther << shift))).ShouldBeTrue($"{name} by {who.Name}");
            foreach (var bit in new[] { Read, Write, Execute })
            {
                if ((ofDirectory & bit) != 0)
                    (await IsAllowedAsync(test, name, who, (0x1FF ^ (bit << shift), 0x1FF, 0x1FF))).ShouldBeFalse($"{name} by {who.Name}, directory without {bit}");
                if ((ofFile & bit) != 0)
                    (await IsAllowedAsync(test, name, who, (0x1FF, 0x1FF ^ (bit << shift), 0x1FF))).ShouldBeFalse($"{name} by {who.Name}, file without {bit}");
                if ((ofOther & bit) != 0)
                    (await IsAllowedAsync(test, name, who, (0x1FF, 0x1FF, 0x1FF ^ (bit << shift)))).ShouldBeFalse($"{name} by {who.Name}, other directory without {bit}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task The_bits_of_another_class_help_nobody(string name, int ofDirectory, int ofFile, int ofOther)
    {
        await using var test = await OpenAsync();
        foreach (var (who, shift) in new[] { (Ann, 6), (Bob, 3), (Eve, 0) })
        {
            var others = 0x1FF & ~(7 << shift);
            var needsAny = ofDirectory | ofFile | ofOther;
            (await IsAllowedAsync(test, name, who, (others, others, others))).ShouldBe(needsAny == 0, $"{name} by {who.Name}");
        }
    }

    public static TheoryData<string, string, string, bool> StickyCases
    {
        get
        {
            var cases = new TheoryData<string, string, string, bool>();
            foreach (var operation in new[] { "delete", "rename away", "replace by rename" })
            {
                foreach (var directory in new[] { "ann", "bob", "eve" })
                {
                    foreach (var file in new[] { "ann", "bob", "eve" })
                        cases.Add(operation, directory, file, directory == "bob" || file == "bob");
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(StickyCases))]
    public async Task With_the_sticky_bit_only_owners_of_the_directory_or_of_the_name_remove_it(string operation, string directory, string file, bool allowed)
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/sticky", 0x3FF);
        await test.MkdirAsync("/free", 0x1FF);
        await test.WriteAsync("/sticky/f", Bytes(3, 1));
        await test.WriteAsync("/free/bobs", Bytes(4, 1), Bob);
        await test.Files.SetOwnerAsync(Root, "/sticky", directory, null, default);
        await test.Files.SetOwnerAsync(Root, "/sticky/f", file, null, default);

        var isAllowed = await DoesAsync(async () =>
        {
            if (operation == "delete")
                await test.Files.DeleteAsync(Bob, "/sticky/f", false, default);
            else if (operation == "rename away")
                await test.Files.RenameAsync(Bob, "/sticky/f", "/free/f", false, default);
            else
                await test.Files.RenameAsync(Bob, "/free/bobs", "/sticky/f", true, default);
        });

        isAllowed.ShouldBe(allowed);
        if (!allowed)
            (await test.ReadAsync("/sticky/f")).ShouldBe(Bytes(3, 1));
    }

    [Fact]
    public async Task The_sticky_bit_is_of_its_directory_and_not_of_those_below()
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/sticky", 0x3FF);
        await test.MkdirAsync("/sticky/open", 0x1FF, Ann);
        await test.WriteAsync("/sticky/open/f", Bytes(3, 1), Ann);

        (await test.Files.DeleteAsync(Bob, "/sticky/open/f", false, default)).ShouldBeTrue();
        await test.Files.DeleteAsync(Bob, "/sticky/open", false, default).ShouldRefuseAsync(ErrorCode.AccessDenied);
    }

    public static TheoryData<string, string?, string?, ErrorCode?> OwnerChanges => new()
    {
        { "hops", "eve", "anything", null },
        { "ann", null, "staff", null },
        { "ann", "ann", "staff", null },
        { "ann", "", "", null },
        { "ann", "bob", null, ErrorCode.AccessDenied },
        { "ann", null, "guests", ErrorCode.AccessDenied },
        { "bob", null, "staff", ErrorCode.AccessDenied },
        { "bob", "bob", null, ErrorCode.AccessDenied },
        { "eve", null, null, ErrorCode.AccessDenied },
        { "hops", "a/b", null, ErrorCode.InvalidPath },
        { "hops", "a b", null, ErrorCode.InvalidPath },
        { "hops", null, "a,b", ErrorCode.InvalidPath },
        { "hops", null, "a\nb", ErrorCode.InvalidPath },
    };

    [Theory]
    [MemberData(nameof(OwnerChanges))]
    public async Task Owner_and_group_are_given_away_by_this_table(string caller, string? owner, string? group, ErrorCode? refusal)
    {
        await using var test = await OpenAsync();
        await test.MkdirAsync("/d", 0x1FF);
        await test.WriteAsync("/d/f", Bytes(3, 1));
        await test.Files.SetOwnerAsync(Root, "/d/f", "ann", "staff", default);
        var who = caller switch { "hops" => Root, "ann" => Ann, "bob" => Bob, _ => Eve };

        var change = test.Files.SetOwnerAsync(who, "/d/f", owner, group, default);

        if (refusal is { } code)
            await change.ShouldRefuseAsync(code);
        else
            await change;
        var status = await test.Files.StatAsync(Root, "/d/f", default);
        var isChanged = refusal is null;
        status.Owner.ShouldBe(isChanged && owner is { Length: > 0 } ? owner : "ann");
        status.Group.ShouldBe(isChanged && group is { Length: > 0 } ? group : "staff");
    }

    /// <summary>Makes both directories and the file anew, of ann and staff with these modes, and tries.</summary>
    private static async Task<bool> IsAllowedAsync(TestFileSystem test, string name, Principal who, (int Directory, int File, int Other) modes)
    {
        await test.Files.DeleteAsync(Root, "/d", true, default);
        await test.Files.DeleteAsync(Root, "/o", true, default);
        foreach (var directory in new[] { "/d", "/o" })
        {
            await test.MkdirAsync(directory);
            await test.Files.SetOwnerAsync(Root, directory, Ann.Name, "staff", default);
        }

        await test.WriteAsync("/d/f", Bytes(3, 1));
        await test.Files.SetOwnerAsync(Root, "/d/f", Ann.Name, "staff", default);
        await test.Files.SetPermissionAsync(Root, "/d/f", modes.File, default);
        await test.Files.SetPermissionAsync(Root, "/o", modes.Other, default);
        await test.Files.SetPermissionAsync(Root, "/d", modes.Directory, default);
        return await DoesAsync(() => RunAsync(test, name, who));
    }

    private static async Task RunAsync(TestFileSystem test, string name, Principal who)
    {
        var files = test.Files;
        switch (name)
        {
            case "stat":
                await files.StatAsync(who, "/d/f", default);
                break;
            case "find what is not there":
                (await files.FindAsync(who, "/d/none", default)).ShouldBeNull();
                break;
            case "list":
                await files.ListAsync(who, "/d", "", 10, default);
                break;
            case "list a file":
                await files.ListAsync(who, "/d/f", "", 10, default);
                break;
            case "open":
                (await files.OpenFileAsync(who, "/d/f", default)).Dispose();
                break;
            case "append":
                await (await files.AppendAsync(who, "/d/f", "", default)).CloseAsync();
                break;
            case "create":
                await files.WriteFileAsync(who, "/d/new", default, new CreateOptions(), default);
                break;
            case "overwrite":
                await files.WriteFileAsync(who, "/d/f", default, new CreateOptions { Overwrite = true }, default);
                break;
            case "mkdirs":
                await files.MkdirsAsync(who, "/d/e", 0x1FF, true, default);
                break;
            case "mkdirs of what is there":
                await files.MkdirsAsync(who, "/d", 0x1FF, true, default);
                await files.StatAsync(who, "/d/f", default);
                break;
            case "delete":
                await files.DeleteAsync(who, "/d/f", false, default);
                break;
            case "rename":
                await files.RenameAsync(who, "/d/f", "/o/f", false, default);
                break;
            case "move into":
                await files.MoveAsync(who, "/d/f", "/o", default);
                break;
            case "set times":
                await files.SetTimesAsync(who, "/d/f", DateTimeOffset.UnixEpoch, null, default);
                break;
            case "recover lease":
                await files.RecoverLeaseAsync(who, "/d/f", default);
                break;
            case "summarize":
                await files.SummarizeAsync(who, "/d", default);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "no such operation");
        }
    }

    private static async Task<bool> DoesAsync(Func<Task> operation)
    {
        try
        {
            await operation();
            return true;
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.AccessDenied)
        {
            return false;
        }
    }
}
