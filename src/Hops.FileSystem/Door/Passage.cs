using System.Globalization;
using Hops.Core.Identity;
using Hops.FileSystem.Door.Copies;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Door;

/// <summary>
/// A move or copy that was let through. Within a project it needs Write on the source, a copy only Describe, and Create at the destination; out of a
/// project it is an export besides, for content leaves its members, and an import where it arrives. Both are kept in the trails, in the transaction of
/// the move, or of the name of the copy.
/// </summary>
internal sealed class Passage
{
    private readonly Pass _leaves;
    private readonly Pass _enters;

    private Passage(Pass leaves, Pass enters) => (_leaves, _enters) = (leaves, enters);

    /// <summary>Who moves, as the source and as the destination see it.</summary>
    internal Movers Movers => new(_leaves.Actor, _enters.Actor);

    private bool IsBetweenProjects => _leaves.Resource.ProjectId != _enters.Resource.ProjectId;

    internal static Passage Admit(Admission admission, Principal who, FilePath from, FilePath to)
    {
        var leaves = admission.Admit(who, Operation.Write, from);
        var enters = admission.Admit(who, Operation.Create, to);
        if (enters.Resource.ProjectId == 0 && !from.IsRoot)
        {
            // The older rename moves into a directory: below /Projects that would be a place of a project.
            admission.Admit(who, Operation.Create, to.Join(from.Name));
        }

        var passage = new Passage(leaves, enters);
        if (passage.IsBetweenProjects && leaves.Resource.ProjectId != 0)
            admission.Admit(who, Operation.Read, from);
        return passage;
    }

    /// <summary>A copy: what is only looked at within its project is taken out of it into another one.</summary>
    /// <param name="admission">Asks the gate.</param>
    /// <param name="who">The caller at the source, and at the destination: another name in another project.</param>
    /// <param name="request">What is to be copied.</param>
    internal static Passage AdmitCopy(Admission admission, Movers who, CopyRequest request)
    {
        var isBetween = admission.ResourceOf(request.From).ProjectId != admission.ResourceOf(request.To).ProjectId;
        var leaves = admission.Admit(who.Source, isBetween ? Operation.Read : Operation.Describe, request.From);
        return new Passage(leaves, admission.Admit(who.Target, Operation.Create, request.To));
    }

    /// <summary>What refuses once either right has ended.</summary>
    internal Action Standing(Admission admission)
    {
        var (leaves, enters) = (admission.Standing(_leaves), admission.Standing(_enters));
        return () =>
        {
            leaves.Require();
            enters.Require();
        };
    }

    /// <summary>Tells the trail of a copy; if it went from one project to another, both of their trails.</summary>
    internal async ValueTask<bool> NoteCopyAsync(Edit edit, CopyReport report)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $$""","files":{{report.FileCount}},"bytes":{{report.LengthBytes}}}""");
        string Detail(string name, Pass other) => DoorAudit.Detail(name, other.Resource.Name)[..^1] + detail;
        if (!IsBetweenProjects)
            return await DoorAudit.NoteAsync(edit.Transaction, _leaves, "file.copy", Detail("to", _enters));
        await NoteBothAsync(edit, Detail("to", _enters), Detail("from", _leaves));
        return true;
    }

    /// <summary>Awaits the move and tells the trail of it; if it was one between projects, both of their trails.</summary>
    internal async ValueTask<bool> NoteAsync(Edit edit, ValueTask<bool> moving)
    {
        var isMoved = await moving;
        if (!isMoved || _leaves.Resource == _enters.Resource)
            return isMoved;
        if (!IsBetweenProjects)
        {
            await DoorAudit.NoteAsync(edit.Transaction, _leaves, "file.rename", DoorAudit.Detail("to", _enters.Resource.Name));
            return true;
        }

        await NoteBothAsync(edit, DoorAudit.Detail("to", _enters.Resource.Name), DoorAudit.Detail("from", _leaves.Resource.Name));
        return true;
    }

    /// <summary>Awaits the move out of a trash.</summary>
    internal async ValueTask<bool> NoteRestoreAsync(Edit edit, ValueTask<bool> moving)
    {
        await moving;
        return await DoorAudit.NoteAsync(edit.Transaction, _enters, "file.restore", DoorAudit.Detail("from", _leaves.Resource.Name));
    }

    /// <summary>Awaits the move by which an upload gets its name: to its trail it is a file that was made.</summary>
    internal async ValueTask<bool> NoteUploadAsync(Edit edit, ValueTask<bool> moving, long lengthBytes)
    {
        await moving;
        return await DoorAudit.NoteAsync(edit.Transaction, _enters, "file.create", DoorAudit.Detail(lengthBytes));
    }

    /// <summary>In the order of projects, so that two that cross do not wait for each other.</summary>
    private async ValueTask NoteBothAsync(Edit edit, string to, string from)
    {
        (Pass Pass, string Action, string Detail)[] entries = [(_leaves, "file.export", to), (_enters, "file.import", from)];
        foreach (var entry in entries.OrderBy(entry => entry.Pass.Resource.ProjectId))
            await DoorAudit.NoteAsync(edit.Transaction, entry.Pass, entry.Action, entry.Detail);
    }
}
