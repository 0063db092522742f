namespace Hops.Schemas.Rest;

internal static class SubjectEndpoints
{
    public static async Task<object> ListAsync(RegistryCall call)
    {
        var rows = await call.Registry.SubjectsAsync(call.Who, call.Filter, call.Aborted);
        var prefix = call.Query("subjectPrefix") is { } given and not ":*:" ? given : "";
        return call.Page(rows.Select(row => row.Subject).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    public static async Task<object> FindAsync(RegistryCall call) => Answers.Of(
        await call.Registry.FindAsync(call.Who, call.Subject, await call.SubmissionAsync(), call.Flag("deleted"), call.Aborted));

    public static async Task<object> DeleteAsync(RegistryCall call) =>
        await call.Registry.DeleteSubjectAsync(call.Who, call.Subject, call.Flag("permanent"), call.Aborted);
}
